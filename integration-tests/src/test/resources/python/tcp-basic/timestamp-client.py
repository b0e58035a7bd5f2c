"""Lines of text from plain CPython: what tcp-basic's timestamp-server talks to."""

import argparse
import socket
import sys

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=21568)
options = parser.parse_args()

with socket.create_connection((options.host, options.port), 10) as connection:
    for line in sys.stdin:
        text = line.rstrip("\n")
        if text == "close":
            break
        if text:
            connection.sendall(text.encode())
            print(connection.recv(1024).decode(), flush=True)
