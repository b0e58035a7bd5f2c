"""Words in a datagram: what socketserver-port's udp-server talks to."""

import argparse
import socket

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=9999)
parser.add_argument("--timeout", type=float, default=10)
parser.add_argument("words", nargs="*", default=["hello"])
options = parser.parse_args()
words = " ".join(options.words)

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as endpoint:
    endpoint.settimeout(options.timeout)
    endpoint.sendto((words + "\n").encode(), (options.host, options.port))
    received = endpoint.recv(8192)
print("Sent: " + words)
print("Received: " + received.decode())
