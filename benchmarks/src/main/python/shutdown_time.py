"""Stops idle servers, each at another moment: prints how many times a second that could be done."""

import random
import socketserver
import sys
import threading
import time

count = int(sys.argv[1])
seconds = 0
for _ in range(count):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        time.sleep(0.05 + random.random() * 0.5)  # it looks twice a second whether to stop
        begin = time.perf_counter()
        server.shutdown()
        seconds += time.perf_counter() - begin
        thread.join()
print("rate=%.3f" % (count / seconds))
