"""Fetches http://127.0.0.1:PORT/NAME into FILE: recv of 1,024 bytes in a loop, joined and split at the end."""

import socket
import sys

port, name, target = int(sys.argv[1]), sys.argv[2], sys.argv[3]
with socket.create_connection(("127.0.0.1", port)) as connection:
    request = "GET /%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n\r\n" % (name, port)
    connection.sendall(request.encode())
    pieces = []
    while piece := connection.recv(1024):
        pieces.append(piece)
head, body = b"".join(pieces).split(b"\r\n\r\n", 1)
with open(target, "wb") as file:
    file.write(body)
print(head.decode())
