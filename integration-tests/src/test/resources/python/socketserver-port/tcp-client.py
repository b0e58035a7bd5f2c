"""Words in a line over TCP: what socketserver-port's TCP servers talk to."""

import argparse
import socket

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=9999)
parser.add_argument("--timeout", type=float, default=10)
parser.add_argument("words", nargs="*", default=["hello"])
options = parser.parse_args()
words = " ".join(options.words)

with socket.create_connection((options.host, options.port), options.timeout) as connection:
    connection.sendall((words + "\n").encode())
    received = b""
    while data := connection.recv(1024):
        received += data
print("Sent: " + words)
print("Received: " + received.decode())
