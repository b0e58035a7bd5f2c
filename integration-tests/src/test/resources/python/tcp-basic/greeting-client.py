"""A text in GBK from plain CPython: what tcp-basic's greeting-server talks to."""

import argparse
import socket

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=9090)
parser.add_argument("text", nargs="?", default="hello")
options = parser.parse_args()

with socket.create_connection((options.host, options.port), 10) as connection:
    connection.send(options.text.encode("gbk"))
    print(connection.recv(1024).decode("gbk"))
