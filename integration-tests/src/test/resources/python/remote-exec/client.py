"""Commands from plain CPython, raw and framed: what remote-exec's server runs."""

import argparse
import socket
import struct
import sys

COMMAND, STDOUT, STDERR, EXIT = range(4)

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=50007)
parser.add_argument("--raw", action="store_true")
parser.add_argument("-c", "--command")
options = parser.parse_args()


def exactly(connection, count):
    data = b""
    while len(data) < count:
        chunk = connection.recv(count - len(data))
        if not chunk:
            sys.exit("connection closed before the exit code")
        data += chunk
    return data


def framed(connection, command):
    connection.sendall(struct.pack("!BI", COMMAND, len(command)) + command)
    while True:
        kind, length = struct.unpack("!BI", exactly(connection, 5))
        payload = exactly(connection, length)
        if kind == EXIT:
            return struct.unpack("!i", payload)[0]
        out = (sys.stdout if kind == STDOUT else sys.stderr).buffer
        out.write(payload)
        out.flush()


def raw(connection, command):
    connection.sendall(command)
    print("Received: " + connection.recv(1024).decode().rstrip("\n"), flush=True)


with socket.create_connection((options.host, options.port), 10) as connection:
    ask = raw if options.raw else framed
    if options.command:
        sys.exit(ask(connection, options.command.encode()))
    for line in sys.stdin:
        if command := line.rstrip("\n"):
            ask(connection, command.encode())
