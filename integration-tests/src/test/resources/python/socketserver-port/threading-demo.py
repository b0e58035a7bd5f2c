"""A threading server and three clients in one program: what socketserver-port's threading-demo does."""

import itertools
import socket
import socketserver
import threading

numbers = itertools.count(2)


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        name = "Thread-%d: " % next(numbers)
        self.request.sendall(name.encode() + self.request.recv(1024))


with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print("Server loop running in thread: Thread-1")
    for number in range(1, 4):
        with socket.create_connection(server.server_address, 10) as connection:
            connection.sendall(b"Hello World %d" % number)
            print("Received: " + connection.recv(1024).decode())
    server.shutdown()
