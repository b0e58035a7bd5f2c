"""CPython's socketserver, a thread for each client: what socketserver-port's interactive-client talks to."""

import argparse
import socketserver

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=9999)
options = parser.parse_args()


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        while data := self.request.recv(1024).strip():
            print(self.client_address[0], "wrote:\n" + data.decode(), flush=True)
            self.request.sendall(data.upper())


socketserver.TCPServer.allow_reuse_address = True
with socketserver.ThreadingTCPServer((options.host, options.port), Handler) as server:
    print("Listening on %s:%d" % server.server_address, flush=True)
    server.serve_forever()
