"""Sends a message, ends its side, and prints what comes back."""

import argparse
import socket

parser = argparse.ArgumentParser()
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=50007)
parser.add_argument("--timeout", type=float, default=10)
parser.add_argument("message", nargs="?", default="Hello, world")
arguments = parser.parse_args()

with socket.create_connection((arguments.host, arguments.port), arguments.timeout) as connection:
    connection.sendall(arguments.message.encode())
    connection.shutdown(socket.SHUT_WR)
    pieces = []
    while piece := connection.recv(1024):
        pieces.append(piece)
print("Received:", b"".join(pieces).decode())
