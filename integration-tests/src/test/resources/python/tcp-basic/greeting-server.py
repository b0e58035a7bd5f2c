"""A greeting in GBK from plain CPython: what tcp-basic's greeting-client talks to."""

import argparse
import socket

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=9090)
options = parser.parse_args()

with socket.create_server((options.host, options.port), backlog=128) as listener:
    print("Listening on %s:%d" % listener.getsockname(), flush=True)
    while True:
        client, address = listener.accept()
        with client:
            print("Client connected: %s:%d" % address, flush=True)
            while text := client.recv(1024):
                print(text.decode("gbk"), flush=True)
                client.send("server: hello, client!".encode("gbk"))
            print("Client went offline: %s:%d" % address, flush=True)
