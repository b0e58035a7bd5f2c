"""The sender's address, in plain CPython: what udp-basic's address-client talks to."""

import argparse
import socket

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=50007)
options = parser.parse_args()

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
    server.bind((options.host, options.port))
    print("Listening on %s:%d" % server.getsockname(), flush=True)
    while True:
        text, address = server.recvfrom(65536)
        print("Connected by %s:%d" % address, flush=True)
        print("Received: " + text.decode(), flush=True)
        server.sendto(("Hello %r" % (address,)).encode(), address)
