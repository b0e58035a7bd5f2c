"""Sends every byte back: socketserver's ThreadingTCPServer, a thread for each client."""

import socketserver


class Echo(socketserver.BaseRequestHandler):
    def handle(self):
        try:
            while data := self.request.recv(65536):
                self.request.sendall(data)
        except ConnectionError:
            pass  # its client has gone


class Server(socketserver.ThreadingTCPServer):
    request_queue_size = 128  # as the servers in Java have it
    daemon_threads = True


with Server(("127.0.0.1", 0), Echo) as server:
    print("Listening on 127.0.0.1:%d" % server.server_address[1], flush=True)
    server.serve_forever()
