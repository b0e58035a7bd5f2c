"""Words in a Unix-domain datagram: what socketserver-port's unix-datagram-server talks to."""

import argparse
import os
import socket
import tempfile

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--path", required=True)
parser.add_argument("--timeout", type=float, default=10)
parser.add_argument("words", nargs="*", default=["hello"])
options = parser.parse_args()
words = " ".join(options.words)

with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as endpoint:
    endpoint.bind(os.path.join(folder, "client"))
    endpoint.settimeout(options.timeout)
    endpoint.sendto((words + "\n").encode(), options.path)
    received = endpoint.recv(8192)
print("Sent: " + words)
print("Received: " + received.decode())
