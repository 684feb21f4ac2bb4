#!/usr/bin/env python3
"""A server that is told things by webhooks, and that is well, busy, out of order or asleep, as the path asks.

    /ok/…      200            /busy/N/…  500 for the first N requests, then 204        /broken/…  500
    /gone/…    404 no_service /slow/N/…  429 with Retry-After: N, then 200             /echo/…    500 with the path in its body
    /hang/…    no answer      /moved/…   302 to /ok/moved

Writes what it receives into the file `seen` of the directory that its last argument names, an object on each line. Prints its port,
and ends when its standard input does.
"""

import http.server
import json
import sys
import threading
import time

lock = threading.Lock()
seen = []


class Receiver(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        way = self.path.split("/")
        with lock:
            seen.append({"path": self.path, "body": body, "headers": {name.lower(): value for name, value in self.headers.items()}})
            with open(sys.argv[-1] + "/seen", "a") as file:
                file.write(json.dumps(seen[-1]) + "\n")
            times = sum(request["path"] == self.path for request in seen)
        if way[1] == "busy":
            self.answer(500 if times <= int(way[2]) else 204)
        elif way[1] == "broken":
            self.answer(500, b"rollup_error")
        elif way[1] == "gone":
            self.answer(404, b"no_service")
        elif way[1] == "slow":
            self.answer(429, Retry_After=way[2]) if times == 1 else self.answer(200)
        elif way[1] == "echo":
            self.answer(400, self.path.encode())
        elif way[1] == "moved":
            self.answer(302, Location="/ok/moved")
        elif way[1] == "hang":
            time.sleep(60)
        else:
            self.answer(200, b"ok")

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
server.daemon_threads = True
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_address[1], flush=True)
sys.stdin.read()
