"""Text with the time before it, from plain CPython: what tcp-basic's timestamp-client talks to."""

import argparse
import socket
import time

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=21568)
options = parser.parse_args()

with socket.create_server((options.host, options.port), backlog=5) as listener:
    print("Listening on %s:%d" % listener.getsockname(), flush=True)
    while True:
        print("waiting for connection...", flush=True)
        client, address = listener.accept()
        with client:
            print("...connected from: %s:%d" % address, flush=True)
            while text := client.recv(1024):
                print("< " + text.decode(), flush=True)
                client.sendall(b"[%s] %s" % (time.ctime().encode(), text))
            print("disconnect from: %s:%d" % address, flush=True)
