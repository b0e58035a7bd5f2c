"""Commands from plain CPython, in frames: what remote-exec's server runs."""

import argparse
import socket
import struct
import sys

COMMAND, STDOUT, STDERR, EXIT = range(4)

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=50007)
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


with socket.create_connection((options.host, options.port), 10) as connection:
    if options.command:
        sys.exit(framed(connection, options.command.encode()))
    for line in sys.stdin:
        if command := line.rstrip("\n"):
            framed(connection, command.encode())
