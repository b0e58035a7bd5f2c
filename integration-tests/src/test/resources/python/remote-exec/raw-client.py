"""Commands from plain CPython, as document 000 has it: what remote-exec's raw server runs."""

import argparse
import socket
import sys

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=50007)
options = parser.parse_args()

with socket.create_connection((options.host, options.port), 10) as connection:
    for line in sys.stdin:
        if command := line.rstrip("\n"):
            connection.sendall(command.encode())
            print("Received: " + connection.recv(1024).decode().rstrip("\n"), flush=True)
