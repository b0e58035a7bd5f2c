"""Answers each datagram, NAME, with another: Hello, NAME! socketserver's UDPServer; `threading`: a thread for each."""

import socket
import socketserver
import sys


class Hello(socketserver.BaseRequestHandler):
    def handle(self):
        name, server = self.request
        server.sendto(b"Hello, " + name + b"!", self.client_address)


class Server(socketserver.UDPServer):
    max_packet_size = 65527

    def server_bind(self):
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024 * 1024)  # as the server in Java has it
        super().server_bind()


class ThreadingServer(socketserver.ThreadingMixIn, Server):
    daemon_threads = True


with (ThreadingServer if "threading" in sys.argv else Server)(("127.0.0.1", 0), Hello) as server:
    print("Listening on 127.0.0.1:%d" % server.server_address[1], flush=True)
    server.serve_forever()
