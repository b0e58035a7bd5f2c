"""A greeting for every datagram, in plain CPython: what udp-basic's hello-client talks to."""

import argparse
import socket

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=9999)
options = parser.parse_args()

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
    server.bind((options.host, options.port))
    print("Listening on %s:%d" % server.getsockname(), flush=True)
    while True:
        name, address = server.recvfrom(65536)
        print("Received from %s:%d." % address, flush=True)
        server.sendto(b"Hello, %b!" % name, address)
