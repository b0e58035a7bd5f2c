"""Commands run by plain CPython, in frames: what remote-exec's client talks to."""

import argparse
import shlex
import socket
import struct
import subprocess
import threading

COMMAND, STDOUT, STDERR, EXIT = range(4)

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=50007)
parser.add_argument("--allow")
options = parser.parse_args()


def program(command):
    """Shows a command and returns what Popen shall run: a shell, or an allowed program without one."""
    print("Received: " + command.decode(), flush=True)
    if not options.allow:
        return {"args": command, "shell": True}
    words = shlex.split(command.decode())
    if words[0] not in options.allow.split(","):
        raise PermissionError(words[0])
    return {"args": words}


def exactly(connection, count):
    data = b""
    while len(data) < count:
        chunk = connection.recv(count - len(data))
        if not chunk:
            raise EOFError("connection closed inside a frame")
        data += chunk
    return data


def framed(connection):
    sending = threading.Lock()

    def send(kind, payload):
        with sending:
            connection.sendall(struct.pack("!BI", kind, len(payload)) + payload)

    def stream(pipe, kind):
        while data := pipe.read1(65531):
            send(kind, data)

    while connection.recv(1, socket.MSG_PEEK):
        _, length = struct.unpack("!BI", exactly(connection, 5))
        command = exactly(connection, length)
        with subprocess.Popen(**program(command), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE) as process:
            errors = threading.Thread(target=stream, args=(process.stderr, STDERR))
            errors.start()
            stream(process.stdout, STDOUT)
            errors.join()
        send(EXIT, struct.pack("!i", process.returncode))


with socket.create_server((options.host, options.port)) as listener:
    print("Listening on %s:%d" % listener.getsockname(), flush=True)
    while True:
        client, address = listener.accept()
        with client:
            print("Connected by %s:%d" % address, flush=True)
            framed(client)
            print("%s:%d close." % address, flush=True)
