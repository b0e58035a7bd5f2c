"""A name, then the lines of standard input, from plain CPython: what chat-server talks to."""

import argparse
import socket
import sys
import threading

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=9010)
parser.add_argument("name")
options = parser.parse_args()
sys.stdin.reconfigure(encoding="utf-8")


def send(connection):
    for line in sys.stdin:
        connection.sendall(line.encode())
    connection.shutdown(socket.SHUT_WR)


with socket.create_connection((options.host, options.port), 10) as connection:
    connection.settimeout(None)
    connection.sendall(options.name.encode() + b"\n")
    threading.Thread(target=send, args=(connection,), daemon=True).start()
    with connection.makefile(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            print(line, end="", flush=True)
