"""Talks to the simulated cloud byte by byte, as clients do that keep to HTTP in their own ways, and as others do.

Usage: python connections.py HOST PORT
"""

import json
import socket
import sys

HOST, PORT = sys.argv[1], int(sys.argv[2])
SIGNED = "AWS4-HMAC-SHA256 Credential=testing/20260101/eu-west-1/{}/aws4_request, SignedHeaders=host, Signature=00"


def call(operation, body="{}", host="localhost", headers="", version="1.1"):
    return (
        f"POST / HTTP/{version}\r\nHost: {host}\r\nX-Amz-Target: AmazonEC2ContainerServiceV20141113.{operation}\r\n"
        f"Content-Type: application/x-amz-json-1.1\r\nAuthorization: {SIGNED.format('ecs')}\r\n"
        f"Content-Length: {len(body)}\r\n{headers}\r\n{body}"
    ).encode()


class Client:
    def __init__(self):
        self.socket = socket.create_connection((HOST, PORT), 30)
        self.bytes = b""

    def send(self, data):
        self.socket.sendall(data)

    def receive(self):
        data = self.socket.recv(1 << 16)
        self.bytes += data
        return data

    def answer(self):
        """Status, headers and body of the next answer."""
        while b"\r\n\r\n" not in self.bytes:
            assert self.receive(), f"the server went: {self.bytes}"
        head, _, self.bytes = self.bytes.partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines[1:])
        length = int(headers.get("content-length", 0))
        while len(self.bytes) < length:
            assert self.receive(), "the server went in the middle of a body"
        body, self.bytes = self.bytes[:length], self.bytes[length:]
        return int(lines[0].split()[1]), headers, body

    def is_closed(self):
        return not self.bytes and not self.receive()


def ask(data):
    client = Client()
    client.send(data)
    return client.answer()


def clusters():
    return json.loads(ask(call("ListClusters"))[2])["clusterArns"]


# Head and body come in one packet, dated.
client = Client()
for _ in range(3):
    client.send(call("ListClusters"))
    assert client.receive().endswith(b"}"), client.bytes
    status, headers, body = client.answer()
    assert status == 200 and headers["date"].endswith("gmt") and headers["connection"] == "keep-alive", headers

# Several requests at once are answered in their order.
client.send(call("CreateCluster", '{"clusterName": "one"}') + b"\r\n" + call("ListClusters"))
assert json.loads(client.answer()[2])["cluster"]["clusterName"] == "one"
assert len(json.loads(client.answer()[2])["clusterArns"]) == 1

# A request may come byte by byte.
client = Client()
for byte in call("ListClusters"):
    client.send(bytes([byte]))
assert client.answer()[0] == 200

# A body in chunks, with extensions and trailers.
body = b'4;a=b\r\n{"cl\r\n14\r\nusterName": "two"}  \r\n0\r\nX-Trailer: x\r\n\r\n'
client.send(call("CreateCluster").replace(b"Content-Length: 2\r\n", b"Transfer-Encoding: chunked\r\n")[:-2] + body)
status, _, answer = client.answer()
assert status == 200 and b'"two"' in answer, answer

# A client that waits to be asked for its body.
client.send(call("CreateCluster", '{"clusterName": "three"}', headers="Expect: 100-continue\r\n")[: -len('{"clusterName": "three"}')])
while not client.bytes.endswith(b"\r\n\r\n"):
    client.receive()
assert client.bytes == b"HTTP/1.1 100 Continue\r\n\r\n", client.bytes
client.bytes = b""
client.send(b'{"clusterName": "three"}')
assert client.answer()[0] == 200

# Old clients, and such that go.
client = Client()
client.send(call("ListClusters", version="1.0"))
assert client.answer()[1]["connection"] == "close" and client.is_closed()
client = Client()
client.send(call("ListClusters", headers="Connection: close\r\n"))
assert client.answer()[0] == 200 and client.is_closed()

# Names that are not ours, before anything is done.
for host in ["evil.example", f"evil.example:{PORT}", "127.0.0.1.evil.example"]:
    client = Client()
    client.send(call("CreateCluster", '{"clusterName": "evil"}', host=host))
    status, _, answer = client.answer()
    assert status == 403 and host.split(":")[0].encode() in answer and client.is_closed(), answer
assert ask(call("ListClusters", headers="Origin: https://evil.example\r\n"))[0] == 403
for host in [f"localhost:{PORT}", f"127.0.0.1:{PORT}", "[::1]"]:
    assert ask(call("ListClusters", host=host))[0] == 200
assert len(clusters()) == 3, clusters()

# What is too large is not read to its end.
for headers, status in [("X-Long: " + "a" * 70000 + "\r\n", 431), ("X: a\r\n" * 20000, 431)]:
    assert ask(call("ListClusters", headers=headers))[0] == status
assert ask(call("ListClusters").replace(b"Content-Length: 2", b"Content-Length: 99999999999"))[0] == 413
assert ask(call("ListClusters").replace(b"Content-Length: 2", b"Transfer-Encoding: chunked")[:-2] + b"FFFFFFFFF\r\n")[0] == 413
assert ask(call("ListClusters").replace(b"Content-Length: 2", b"Transfer-Encoding: chunked")[:-2] + b"zz\r\n")[0] == 400
assert ask(b"nothing\r\n\r\n")[0] == 400
assert ask(b"PRI * HTTP/2.0\r\n\r\n")[0] == 505

# A bucket in the host's name, where one needs no location.
signed = SIGNED.format("s3").replace("eu-west-1", "us-east-1")
head = f"Host: states.localhost:{PORT}\r\nAuthorization: {signed}\r\nContent-Length: "
assert ask(f"PUT / HTTP/1.1\r\n{head}0\r\n\r\n".encode())[0] == 200
assert ask(f"PUT /states/a HTTP/1.1\r\n{head}1\r\n\r\nx".encode())[0] == 200
assert ask(f"GET /states/a HTTP/1.1\r\n{head}0\r\n\r\n".encode())[2] == b"x"

# More clients at once than there are threads, none of which says anything.
idle = [Client() for _ in range(100)]
assert ask(call("ListClusters"))[0] == 200
for client in idle:
    client.socket.close()
assert len(clusters()) == 3
