"""Words in a line over a Unix-domain socket: what socketserver-port's unix-stream-server talks to."""

import argparse
import socket

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--path", required=True)
parser.add_argument("--timeout", type=float, default=10)
parser.add_argument("words", nargs="*", default=["hello"])
options = parser.parse_args()
words = " ".join(options.words)

with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
    connection.settimeout(options.timeout)
    connection.connect(options.path)
    connection.sendall((words + "\n").encode())
    received = b""
    while data := connection.recv(1024):
        received += data
print("Sent: " + words)
print("Received: " + received.decode())
