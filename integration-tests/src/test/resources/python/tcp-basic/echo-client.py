"""TCP echo in plain CPython: what tcp-basic's echo-server talks to."""

import argparse
import socket

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=50007)
parser.add_argument("--timeout", type=float, default=10)
parser.add_argument("message", nargs="?", default="Hello, world")
options = parser.parse_args()

with socket.create_connection((options.host, options.port), options.timeout) as connection:
    connection.sendall(options.message.encode())
    connection.shutdown(socket.SHUT_WR)
    answer = b""
    while data := connection.recv(1024):
        answer += data
print("Received: " + answer.decode())
