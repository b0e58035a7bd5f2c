"""Sends a file by sendfile, in plain CPython: what tcp-basic's file-server talks to."""

import argparse
import os
import socket
import struct
import sys

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=9091)
parser.add_argument("--timeout", type=float, default=10)
parser.add_argument("file")
options = parser.parse_args()

with open(options.file, "rb") as file, \
        socket.create_connection((options.host, options.port), options.timeout) as connection:
    length = os.fstat(file.fileno()).st_size
    name = os.path.basename(options.file).encode()
    connection.sendall(struct.pack("!QH", length, len(name)) + name)
    connection.sendfile(file, 0, length or None)
    answer = b""
    while data := connection.recv(1024):
        answer += data
(kept,) = struct.unpack("!q", answer[:8])
if kept != length:
    sys.exit(answer[8:].decode() or "the server has kept %d of %d bytes" % (kept, length))
print("Confirmed: %d bytes" % kept)
