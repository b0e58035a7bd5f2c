"""Line after line over one connection: what socketserver-port's threading-server talks to."""

import argparse
import socket
import sys

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=9999)
parser.add_argument("--timeout", type=float, default=10)
options = parser.parse_args()

with socket.create_connection((options.host, options.port), options.timeout) as connection:
    for line in sys.stdin:
        if line.strip():
            connection.sendall(line.encode())
            print(connection.recv(1024).decode(), flush=True)
