"""One page from CPython's own HTTP server: what http-fetch's fetch talks to."""

import argparse
import http.server
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[6]
PAGE = ROOT / "http-fetch/src/main/resources/io/github/socketsbyexample/http/index.html"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = PAGE.read_bytes()
        self.send_response_only(200)
        self.send_header("Date", self.date_time_string())
        self.send_header("Content-type", "text/html; charset=utf-8")
        self.send_header("Content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        print('%s:%d "%s" 200' % (*self.client_address, self.requestline), flush=True)


parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=8000)
options = parser.parse_args()

with http.server.ThreadingHTTPServer((options.host, options.port), Handler) as server:
    print("Listening on %s:%d" % server.server_address, flush=True)
    server.serve_forever()
