"""Lines from each client to all others, a thread for each, from plain CPython: what chat-client talks to."""

import argparse
import socket
import threading

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=9010)
options = parser.parse_args()
members = {}
speaking = threading.Lock()  # one order for all; a client that does not read stops them all, as ours does not


def tell_others(name, line):
    print(line, flush=True)
    for other, client in members.items():
        if other != name:
            client.sendall(line.encode() + b"\n")


def converse(client):
    with client, client.makefile(encoding="utf-8", errors="replace", newline="\n") as lines:
        name = lines.readline().rstrip()
        with speaking:
            members[name] = client
            tell_others(name, name + " joined")
        for line in lines:
            with speaking:
                tell_others(name, name + ": " + line.rstrip())
        with speaking:
            del members[name]
            tell_others(name, name + " left")


with socket.create_server((options.host, options.port), backlog=128) as listener:
    print("Listening on %s:%d" % listener.getsockname(), flush=True)
    while True:
        threading.Thread(target=converse, args=listener.accept()[:1], daemon=True).start()
