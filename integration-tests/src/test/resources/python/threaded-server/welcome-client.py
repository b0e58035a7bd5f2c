"""Names, one after another, from plain CPython: what threaded-server's welcome-server talks to."""

import argparse
import socket

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=9999)
parser.add_argument("names", nargs="*", default=["Michael", "Tracy", "Sarah"])
options = parser.parse_args()

with socket.create_connection((options.host, options.port), 10) as connection:
    print(connection.recv(1024).decode())
    for name in options.names:
        connection.sendall(name.encode())
        print(connection.recv(1024).decode(), flush=True)
    connection.sendall(b"exit")
