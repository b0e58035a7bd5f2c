"""CPython's socketserver on a Unix-domain datagram socket: what socketserver-port's unix-datagram-client talks to."""

import argparse
import socketserver

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--path", required=True)
options = parser.parse_args()


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        data, server_socket = self.request
        data = data.strip()
        print(self.client_address, "wrote:\n" + data.decode(), flush=True)
        server_socket.sendto(data.upper(), self.client_address)


with socketserver.UnixDatagramServer(options.path, Handler) as server:
    print("Listening on " + server.server_address, flush=True)
    server.serve_forever()
