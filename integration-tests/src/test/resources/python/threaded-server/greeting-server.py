"""A greeting in GBK, a thread for each client, from plain CPython: what tcp-basic's greeting-client talks to."""

import argparse
import socket
import threading

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=9090)
parser.add_argument("--design", help="not for this one")
options = parser.parse_args()


def converse(client, address):
    with client:
        print("Client connected: %s:%d" % address, flush=True)
        while text := client.recv(1024):
            print(text.decode("gbk"), flush=True)
            client.sendall("server: hello, client!".encode("gbk"))
        print("Client went offline: %s:%d" % address, flush=True)


with socket.create_server((options.host, options.port), backlog=128) as listener:
    print("Listening on %s:%d" % listener.getsockname(), flush=True)
    while True:
        threading.Thread(target=converse, args=listener.accept(), daemon=True).start()
