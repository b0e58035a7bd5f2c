"""Commands run by plain CPython, as document 000 has it: what remote-exec's raw client talks to."""

import argparse
import socket
import subprocess

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=50007)
options = parser.parse_args()

with socket.create_server((options.host, options.port)) as listener:
    print("Listening on %s:%d" % listener.getsockname(), flush=True)
    while True:
        client, address = listener.accept()
        with client:
            print("Connected by %s:%d" % address, flush=True)
            while command := client.recv(1024):
                print("Received: " + command.decode(), flush=True)
                done = subprocess.run(command, shell=True, stdin=subprocess.DEVNULL, capture_output=True)
                client.sendall((done.stderr if done.returncode else done.stdout) or b"return null")
            print("%s:%d close." % address, flush=True)
