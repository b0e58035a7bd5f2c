"""CPython's socketserver, datagrams: what socketserver-port's udp-client talks to."""

import argparse
import socketserver

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=9999)
options = parser.parse_args()


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        data, server_socket = self.request
        data = data.strip()
        print(self.client_address[0], "wrote:\n" + data.decode(), flush=True)
        server_socket.sendto(data.upper(), self.client_address)


with socketserver.UDPServer((options.host, options.port), Handler) as server:
    print("Listening on %s:%d" % server.server_address, flush=True)
    server.serve_forever()
