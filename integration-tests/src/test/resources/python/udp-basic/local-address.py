"""The address that datagrams to somewhere leave from, in plain CPython: the same as udp-basic's local-address tells."""

import argparse
import socket

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--to", default="10.255.255.255")
options = parser.parse_args()

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
    probe.connect((options.to, 9))
    print(probe.getsockname()[0])
