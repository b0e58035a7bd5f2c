"""A page over a bare socket in plain CPython: what http-fetch's server talks to."""

import argparse
import pathlib
import socket
import urllib.parse

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("url")
parser.add_argument("-o", "--output")
options = parser.parse_args()
url = urllib.parse.urlsplit(options.url)
path = url.path or "/"
output = pathlib.Path(options.output or path.rpartition("/")[2] or "index.html")

with socket.create_connection((url.hostname, url.port or 80), 10) as connection:
    connection.sendall(b"GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                       % (path.encode(), url.netloc.encode()))
    response = b""
    while data := connection.recv(1024):
        response += data

head, body = response.split(b"\r\n\r\n", 1)
print(head.decode().replace("\r\n", "\n") + "\n")
output.write_bytes(body)
print("Saved %s (%d bytes)" % (output, len(body)))
