"""Sends every byte back: socketserver's ThreadingTCPServer, a thread for each client.

`sync`: its TCPServer, one client after another; `fork`: its ForkingTCPServer, a process for each; a path: its
ThreadingUnixStreamServer, on that socket.
"""

import socketserver
import sys


class Echo(socketserver.BaseRequestHandler):
    def handle(self):
        try:
            while data := self.request.recv(65536):
                self.request.sendall(data)
        except ConnectionError:
            pass  # its client has gone


class Settings:
    request_queue_size = 128  # as the servers in Java have it
    daemon_threads = True


class SyncServer(Settings, socketserver.TCPServer):
    pass


class ForkServer(Settings, socketserver.ForkingTCPServer):
    pass


class Server(Settings, socketserver.ThreadingTCPServer):
    pass


class UnixServer(Settings, socketserver.ThreadingUnixStreamServer):
    pass


kind = sys.argv[1] if len(sys.argv) > 1 else ""
if kind.startswith("/"):
    server = UnixServer(kind, Echo)
else:
    server = {"sync": SyncServer, "fork": ForkServer}.get(kind, Server)(("127.0.0.1", 0), Echo)
with server:
    address = server.server_address
    print("Listening on", address if isinstance(address, str) else "127.0.0.1:%d" % address[1], flush=True)
    server.serve_forever()
