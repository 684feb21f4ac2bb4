#!/usr/bin/env python3
"""Real registries on this machine, for tests that copy images.

    registries.py serve FOLDER            two of Debian's docker-registry, and what stands before them, until SIGTERM
    registries.py push HOST REPO TAG TEXT [unsigned]
                                          an index of two platforms with an attestation and a signature; prints its digest
    registries.py tags HOST REPO          the tags with their digests
    registries.py parts HOST REPO DIGEST  what an index lists, and how the registry answers for each

`serve` writes FOLDER/ports.json when all of them answer:

    source, target    docker-registry
    immutable         before target: refuses, as ECR does, to put another image under a tag
    dying             before target: answers nothing more after the first manifest that was put
    proxy             a proxy for https, which is every registry of ECR by itself: an account 1… is source, any other one
                      immutable. It takes the name AWS with a password of 64 letters, and writes what it is asked to
                      FOLDER/requests.txt and the passwords to FOLDER/passwords.txt; FOLDER/ca.pem is its certificate
"""

import base64
import hashlib
import http.client
import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

OCI = "application/vnd.oci.image."
ACCEPTED = ", ".join(
    [
        OCI + "index.v1+json",
        OCI + "manifest.v1+json",
        "application/vnd.docker.distribution.manifest.list.v2+json",
        "application/vnd.docker.distribution.manifest.v2+json",
    ]
)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


# Pushing


def ask(host, method, path, body=None, **headers):
    connection = http.client.HTTPConnection(host, timeout=30)
    connection.request(method, path, body, {"Accept": ACCEPTED, **headers})
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read()


def digest_of(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def put_blob(host, repository, data):
    _, headers, _ = ask(host, "POST", f"/v2/{repository}/blobs/uploads/", b"")
    place = re.sub(r"^https?://[^/]+", "", headers["Location"])
    place += ("&" if "?" in place else "?") + "digest=" + digest_of(data)
    status, _, answer = ask(host, "PUT", place, data, **{"Content-Type": "application/octet-stream"})
    assert status == 201, (status, answer)


def put_manifest(host, repository, name, document):
    data = json.dumps(document).encode()
    status, _, answer = ask(
        host, "PUT", f"/v2/{repository}/manifests/{name or digest_of(data)}", data, **{"Content-Type": document["mediaType"]}
    )
    assert status == 201, (status, answer)
    return {"mediaType": document["mediaType"], "digest": digest_of(data), "size": len(data)}


def put_image(host, repository, name, text, configuration):
    layer, config = text.encode(), json.dumps(configuration).encode()
    for blob in (layer, config):
        put_blob(host, repository, blob)
    return put_manifest(
        host,
        repository,
        name,
        {
            "schemaVersion": 2,
            "mediaType": OCI + "manifest.v1+json",
            "config": {"mediaType": OCI + "config.v1+json", "digest": digest_of(config), "size": len(config)},
            "layers": [{"mediaType": OCI + "layer.v1.tar", "digest": digest_of(layer), "size": len(layer)}],
        },
    )


def push(host, repository, tag, text, is_signed=True):
    entries = []
    for architecture in ("amd64", "arm64"):
        platform = {"os": "linux", "architecture": architecture}
        image = put_image(host, repository, None, f"{text} {architecture}", {**platform, "rootfs": {"type": "layers"}})
        entries.append({**image, "platform": platform})
    attestation = put_image(host, repository, None, f"attestation of {text}", {"os": "unknown", "architecture": "unknown"})
    entries.append(
        {
            **attestation,
            "platform": {"os": "unknown", "architecture": "unknown"},
            "annotations": {"vnd.docker.reference.type": "attestation-manifest"},
        }
    )
    index = put_manifest(
        host, repository, tag, {"schemaVersion": 2, "mediaType": OCI + "index.v1+json", "manifests": entries}
    )
    if is_signed:
        put_image(host, repository, index["digest"].replace(":", "-") + ".sig", f"signature of {text}", {})
    return index["digest"]


def tags(host, repository):
    status, _, answer = ask(host, "GET", f"/v2/{repository}/tags/list")
    if status == 404:
        return []
    names = json.loads(answer).get("tags") or []
    return [(tag, ask(host, "HEAD", f"/v2/{repository}/manifests/{tag}")[1]["Docker-Content-Digest"]) for tag in sorted(names)]


def parts(host, repository, digest):
    index = json.loads(ask(host, "GET", f"/v2/{repository}/manifests/{digest}")[2])
    for part in index["manifests"]:
        status, _, _ = ask(host, "GET", f"/v2/{repository}/manifests/{part['digest']}")
        yield part["platform"]["architecture"], status


# Serving


class Front(BaseHTTPRequestHandler):
    """Passes requests on to a registry, but for those that it refuses."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)) if "Content-Length" in self.headers else self.chunks()
        refusal = self.server.refuse(self, body)
        if refusal:
            self.answer(*refusal)
            return
        connection = http.client.HTTPConnection(self.backend(), timeout=60)
        names = ("Content-Type", "Content-Range", "Range")
        headers = {name: self.headers[name] for name in names if self.headers.get(name)}
        # Programs send one header for each type that they take, and registries read one.
        headers["Accept"] = ", ".join(self.headers.get_all("Accept") or ["*/*"])
        connection.request(self.command, self.path, body, headers)
        answer = connection.getresponse()
        data = answer.read()
        passed = ("Content-Type", "Docker-Content-Digest", "Docker-Upload-UUID", "Range", "Docker-Distribution-Api-Version")
        more = {name: answer.headers[name] for name in passed if answer.headers.get(name)}
        if answer.headers.get("Location"):
            more["Location"] = re.sub(r"^https?://[^/]+", "", answer.headers["Location"])
        length = answer.headers.get("Content-Length") if self.command == "HEAD" else None
        self.answer(answer.status, data, length=length, **more)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do

    def backend(self):
        return self.server.backend

    def chunks(self):
        data = b""
        while "chunked" in self.headers.get("Transfer-Encoding", ""):
            size = int(self.rfile.readline().split(b";")[0], 16)
            data += self.rfile.read(size)
            self.rfile.readline()
            if size == 0:
                break
        return data

    def answer(self, status, data, length=None, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", length or str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)


class ECR(Front):
    """All hosts of ECR in one: a proxy that ends TLS itself."""

    host = None

    def do_CONNECT(self):
        self.host = self.path.split(":")[0]
        self.send_response(200)
        self.end_headers()
        self.connection = self.server.tls.wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb", buffering=0)
        self.close_connection = False

    def backend(self):
        return self.server.source if self.host.startswith("1") else self.server.backend


def manifest_tag(handler):
    match = re.fullmatch(r"/v2/(.+)/manifests/([^:/]+)", handler.path)
    return match.groups() if match and handler.command == "PUT" else None


def refuse_moves(handler, body, backend):
    """What ECR says: https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html"""
    named = manifest_tag(handler)
    if not named:
        return None
    status, headers, _ = ask(backend, "HEAD", f"/v2/{named[0]}/manifests/{named[1]}")
    if status != 200 or headers["Docker-Content-Digest"] == digest_of(body):
        return None
    message = (
        f"The image tag '{named[1]}' already exists in the '{named[0]}' repository and cannot be overwritten because "
        "the repository is immutable."
    )
    error = {"errors": [{"code": "TAG_INVALID", "message": message}]}
    return 400, json.dumps(error).encode()


class Immutable(ThreadingHTTPServer):
    daemon_threads = True

    def refuse(self, handler, body):
        return refuse_moves(handler, body, self.backend)


class Dying(ThreadingHTTPServer):
    daemon_threads = True
    left = 1
    is_gone = False

    def process_request(self, request, address):
        if self.is_gone:
            self.shutdown_request(request)
        else:
            super().process_request(request, address)

    def refuse(self, handler, body):
        if self.is_gone:
            handler.close_connection = True
            raise ConnectionAbortedError
        if manifest_tag(handler):
            self.left -= 1
            self.is_gone = self.left < 0
            if self.is_gone:
                raise ConnectionAbortedError
        return None

    def handle_error(self, request, address):
        pass


class Proxy(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, address):
        pass

    def refuse(self, handler, body):
        words = base64.b64decode(handler.headers.get("Authorization", "").removeprefix("Basic ") or "").decode()
        with open(self.log, "a") as log:
            log.write(f"{handler.host} {handler.command} {handler.path} {words[:4]}\n")
        if words:
            with open(Path(self.log).with_name("passwords.txt"), "a") as log:
                log.write(words.removeprefix("AWS:") + "\n")
        if not re.fullmatch(r"AWS:[A-Za-z0-9]{64}", words):
            error = {"errors": [{"code": "UNAUTHORIZED", "message": "Not Authorized"}]}
            return 401, json.dumps(error).encode()
        account = handler.host.split(".")[0]
        return None if account.startswith("1") else refuse_moves(handler, body, self.backend)


class Authorized(ECR):
    def answer(self, status, data, length=None, **headers):
        if status == 401:
            headers["Www-Authenticate"] = 'Basic realm="ecr"'
        super().answer(status, data, length, **headers)


def start_registry(folder, name):
    port = free_port()
    settings = folder / f"{name}.yml"
    settings.write_text(
        f"version: 0.1\nlog: {{level: error}}\nstorage: {{filesystem: {{rootdirectory: {folder}/{name}}}}}\n"
        f"http: {{addr: 127.0.0.1:{port}}}\n"
    )
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return f"127.0.0.1:{port}", subprocess.Popen(["docker-registry", "serve", str(settings)], **quiet)


def start_front(server, handler, backend, **settings):
    front = server(("127.0.0.1", 0), handler)
    front.backend = backend
    for name, value in settings.items():
        setattr(front, name, value)
    threading.Thread(target=front.serve_forever, daemon=True).start()
    return f"127.0.0.1:{front.server_address[1]}"


def wait_for(host):
    for _ in range(600):
        try:
            urllib.request.urlopen(f"http://{host}/v2/", timeout=5).read()
            return
        except OSError:
            time.sleep(0.05)
    sys.exit(f"{host} does not answer")


def certificate(folder):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=registries of a test"]
        + ["-addext", "subjectAltName=DNS:*.dkr.ecr.eu-west-1.amazonaws.com"]
        + ["-keyout", str(folder / "key.pem"), "-out", str(folder / "ca.pem")],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "ca.pem", folder / "key.pem")
    return context


def serve(folder):
    # Whoever started this waits until nobody holds what it was given.
    os.closerange(3, 1024)
    # A test may have been started with all signals blocked.
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    folder = Path(folder).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    source, first = start_registry(folder, "source")
    target, second = start_registry(folder, "target")
    for host in (source, target):
        wait_for(host)
    ports = {
        "pid": os.getpid(),
        "source": source,
        "target": target,
        "immutable": start_front(Immutable, Front, target),
        "dying": start_front(Dying, Front, target),
        "proxy": start_front(
            Proxy, Authorized, target, source=source, tls=certificate(folder), log=str(folder / "requests.txt")
        ),
    }

    def stop(*_):
        for process in (first, second):
            process.kill()
            process.wait()
        os._exit(0)

    signal.signal(signal.SIGTERM, stop)
    (folder / "ports.tmp").write_text(json.dumps(ports))
    (folder / "ports.tmp").rename(folder / "ports.json")
    while True:
        signal.pause()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["serve", folder]:
            serve(folder)
        case ["push", host, repository, tag, text]:
            print(push(host, repository, tag, text))
        case ["push", host, repository, tag, text, "unsigned"]:
            print(push(host, repository, tag, text, is_signed=False))
        case ["parts", host, repository, digest]:
            for part in parts(host, repository, digest):
                print(*part)
        case ["tags", host, repository]:
            for tag, digest in tags(host, repository):
                print(tag, digest)
        case _:
            sys.exit(__doc__)
