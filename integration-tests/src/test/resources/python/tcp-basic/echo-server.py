"""TCP echo in plain CPython: what tcp-basic's echo-client talks to."""

import argparse
import socket

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=50007)
options = parser.parse_args()

with socket.create_server((options.host, options.port)) as listener:
    print("Listening on %s:%d" % listener.getsockname(), flush=True)
    while True:
        connection, address = listener.accept()
        with connection:
            print("Connected by %s:%d" % address, flush=True)
            while data := connection.recv(1024):
                print("Received: " + data.decode(), flush=True)
                connection.sendall(data)
