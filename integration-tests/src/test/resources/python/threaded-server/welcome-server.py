"""A welcome and answers, a thread for each client, from plain CPython: what welcome-client talks to."""

import argparse
import socket
import threading
import time

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=9999)
parser.add_argument("--delay", default="1000ms", help="in milliseconds, as 200ms")
parser.add_argument("--design", help="not for this one")
options = parser.parse_args()
delay = int(options.delay[: -len("ms")]) / 1000


def converse(client, address):
    with client:
        print("Accept new connection from %s:%d..." % address, flush=True)
        client.sendall(b"Welcome!")
        while True:
            name = client.recv(1024)
            time.sleep(delay)
            if not name or name == b"exit":
                break
            client.sendall(b"Hello, %s!" % name)
    print("Connection from %s:%d closed." % address, flush=True)


with socket.create_server((options.host, options.port), backlog=5) as listener:
    print("Listening on %s:%d" % listener.getsockname(), flush=True)
    while True:
        threading.Thread(target=converse, args=listener.accept(), daemon=True).start()
