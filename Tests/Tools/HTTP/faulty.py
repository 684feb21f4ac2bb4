"""An HTTP server that goes wrong on purpose: the operation in X-Amz-Target says how. Prints its port, and ends with its input."""

import email.utils
import json
import socket
import sys
import threading
import time

received = {}
connections = 0
lock = threading.Lock()


def read(stream):
    """Head and body of a request, or None at the end."""
    lines = []
    while True:
        line = stream.readline()
        if not line:
            return None
        if line in (b"\r\n", b"\n"):
            break
        lines.append(line.decode().strip())
    headers = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
    headers = {name.lower(): value for name, value in headers.items()}
    return headers, stream.read(int(headers.get("content-length", 0)))


def answer(connection, body, status="200 OK", headers=(), promised=None):
    head = [f"HTTP/1.1 {status}", f"Content-Length: {promised or len(body)}", *headers]
    connection.sendall(("\r\n".join(head) + "\r\n\r\n").encode() + body)


def serve(connection):
    global connections
    with lock:
        connections += 1
    stream = connection.makefile("rb")
    count = 0
    while (request := read(stream)) is not None:
        headers, body = request
        count += 1
        operation = headers.get("x-amz-target", "").split(".")[-1]
        with lock:
            received[operation] = received.get(operation, 0) + 1
        if operation == "Cut" or (operation == "Dropped" and count > 1):
            break
        if operation == "Half":
            answer(connection, b'{"half": ', promised=1000)
            break
        if operation == "Garbage":
            answer(connection, b"<html>no</html>")
        elif operation == "Page":
            answer(connection, b"<html>bad gateway</html>", "502 Bad Gateway", ["Content-Type: text/html"])
        elif operation == "Silent":
            time.sleep(600)
        elif operation == "Redirect":
            answer(connection, b"", "307 Temporary Redirect", ["Location: http://127.0.0.1:1/"])
        elif operation == "Long":
            answer(connection, json.dumps({"text": "x" * 5_000_000}).encode())
        elif operation == "Skewed":
            ahead = time.time() + 3600
            stamp = time.strftime("%Y%m%dT%H", time.gmtime(ahead))
            if headers["x-amz-date"].startswith(stamp) or headers["x-amz-date"] > stamp:
                answer(connection, b'{"ok": true}')
            else:
                error = {"__type": "com.amazon#InvalidSignatureException", "message": "Signature expired: 1 is now earlier than 2"}
                answer(connection, json.dumps(error).encode(), "400 Bad Request", [f"Date: {email.utils.formatdate(ahead, usegmt=True)}"])
        elif operation == "Count":
            with lock:
                answer(connection, json.dumps({"received": received, "connections": connections}).encode())
        else:
            answer(connection, body or b"{}")
    connection.shutdown(socket.SHUT_RDWR)
    connection.close()


def accept(listener):
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=serve, args=(connection,), daemon=True).start()


listener = socket.create_server(("127.0.0.1", 0), backlog=200)
threading.Thread(target=accept, args=(listener,), daemon=True).start()
print(listener.getsockname()[1], flush=True)
sys.stdin.read()
