"""What one recv returns is a shell command; all of its output is collected and sent: subprocess and communicate."""

import socketserver
import subprocess


class Commands(socketserver.BaseRequestHandler):
    def handle(self):
        while command := self.request.recv(1024):
            process = subprocess.Popen(command.decode(), shell=True, stdin=subprocess.DEVNULL,
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            stdout, stderr = process.communicate()
            self.request.sendall((stderr if process.returncode else stdout) or b"return null")


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True


with Server(("127.0.0.1", 0), Commands) as server:
    print("Listening on 127.0.0.1:%d" % server.server_address[1], flush=True)
    server.serve_forever()
