"""CPython's socketserver on a Unix-domain socket: what socketserver-port's unix-stream-client talks to."""

import argparse
import socketserver

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--path", required=True)
options = parser.parse_args()


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        data = self.rfile.readline().strip()
        print(self.client_address or "a client without a name", "wrote:\n" + data.decode(), flush=True)
        self.wfile.write(data.upper())


with socketserver.UnixStreamServer(options.path, Handler) as server:
    print("Listening on " + server.server_address, flush=True)
    server.serve_forever()
