"""Names, each in a datagram of its own, from plain CPython: what udp-basic's hello-server talks to."""

import argparse
import socket

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=9999)
parser.add_argument("names", nargs="*", default=["Michael", "Tracy", "Sarah"])
parser.add_argument("--timeout", type=lambda text: float(text.removesuffix("s")), default=10)
options = parser.parse_args()

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
    client.settimeout(options.timeout)
    for name in options.names:
        client.sendto(name.encode(), (options.host, options.port))
        print(client.recv(65536).decode())
