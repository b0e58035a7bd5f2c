"""Receives files, in plain CPython: what tcp-basic's file-client talks to."""

import argparse
import os
import socket
import struct

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=9091)
parser.add_argument("--directory", default=".")
options = parser.parse_args()


def exactly(connection, count):
    """recv returns what there is: as many calls as it takes."""
    data = b""
    while len(data) < count:
        chunk = connection.recv(count - len(data))
        if not chunk:
            raise EOFError
        data += chunk
    return data


with socket.create_server((options.host, options.port)) as listener:
    print("Listening on %s:%d" % listener.getsockname(), flush=True)
    while True:
        connection, address = listener.accept()
        with connection:
            print("Connected by %s:%d" % address, flush=True)
            length, name_length = struct.unpack("!QH", exactly(connection, 10))
            name = exactly(connection, name_length).decode()
            data = exactly(connection, length)
            with open(os.path.join(options.directory, os.path.basename(name)), "xb") as file:
                file.write(data)
            print("Received: %s (%d bytes)" % (name, length), flush=True)
            connection.sendall(struct.pack("!Q", length))
