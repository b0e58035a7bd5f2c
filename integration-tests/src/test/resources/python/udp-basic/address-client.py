"""One datagram and its answer, in plain CPython: what udp-basic's address-server talks to."""

import argparse
import socket

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=50007)
parser.add_argument("text", nargs="?", default="Hello, world")
parser.add_argument("--timeout", type=lambda text: float(text.removesuffix("s")), default=10)
options = parser.parse_args()

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
    client.settimeout(options.timeout)
    client.sendto(options.text.encode(), (options.host, options.port))
    answer = client.recv(65536).decode()
    assert answer.endswith(", %d)" % client.getsockname()[1]), answer
    print("Received: " + answer)
