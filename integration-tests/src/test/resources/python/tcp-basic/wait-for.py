"""Waits until a server listens, by connect_ex, in plain CPython: the counterpart of tcp-basic's wait-for."""

import argparse
import os
import socket
import sys
import time

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--timeout", type=float, default=10)
parser.add_argument("server")
options = parser.parse_args()
host, port = options.server.rsplit(":", 1)

end = time.monotonic() + options.timeout
while True:
    with socket.socket() as client:
        client.settimeout(1)
        error = client.connect_ex((host, int(port)))
    if error == 0:
        break
    if time.monotonic() > end:
        sys.exit("cannot connect to %s: %s" % (options.server, os.strerror(error)))
    time.sleep(0.1)
print(options.server + " listens")
