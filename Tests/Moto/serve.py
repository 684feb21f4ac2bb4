"""moto's server, and the aws program kept warm beside it, for the tests in Tests/AWSCommandLineTests.

Usage: python serve.py DIRECTORY
       python serve.py --aws DIRECTORY    only the program, of the Python that runs this

Prints one line, "PORT SUBNET SECURITY-GROUP" or "ready", when all is ready, and ends when its standard input is closed;
so it ends with the tests, however they end.

Starting the aws program costs half a second of importing (version 2 a whole one), and the tests make hundreds of calls.
DIRECTORY/aws is a program that hands its arguments, environment and open files to a process that has imported everything
already; that one forks, and the fork is the real aws program from there on.
"""

import json
import os
import select
import signal
import socket
import sys
import threading
import traceback

REGION, ACCOUNT = "eu-west-1", "123456789012"

CLIENT = """#!{python} -IS
import json, os, socket, sys
connection = socket.socket(socket.AF_UNIX)
connection.connect({path!r})
call = json.dumps([sys.argv[1:], dict(os.environ)]).encode()
socket.send_fds(connection, [len(call).to_bytes(4, "big")], [0, 1, 2])
connection.sendall(call)
status = connection.recv(1)
sys.exit(status[0] if status else 255)
"""


def receive(connection):
    """What one call of DIRECTORY/aws hands over: its arguments; environment and open files become ours."""
    length, files, _, _ = socket.recv_fds(connection, 4, 3)
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    call = connection.makefile("rb").read(int.from_bytes(length, "big"))
    arguments, environment = json.loads(call)
    # Importing awscli of version 1 has put the place of its models there.
    environment["AWS_DATA_PATH"] = os.environ.get("AWS_DATA_PATH", "")
    os.environ.clear()
    os.environ.update(environment)
    return arguments


def answer(connection):
    arguments = receive(connection)
    sys.argv = ["aws", *arguments]
    sys.stdin = open(0, encoding="utf-8", closefd=False)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False)
    try:
        status = awscli.clidriver.main()
    except SystemExit as end:
        status = end.code
    sys.stdout.flush()
    sys.stderr.flush()
    connection.sendall(bytes([(status or 0) & 255]))


def serve_aws(listener):
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        ready, _, _ = select.select([listener, 0], [], [])
        if 0 in ready:
            os._exit(0)
        connection, _ = listener.accept()
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            try:
                answer(connection)
            except BaseException:
                traceback.print_exc()
                sys.stderr.flush()
            os._exit(0)
        connection.close()


def listen(directory):
    path = os.path.join(directory, "socket")
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen(64)
    program = os.path.join(directory, "aws")
    with open(program, "w", encoding="utf-8") as file:
        file.write(CLIENT.format(python=sys.executable, path=path))
    os.chmod(program, 0o700)
    return listener


def serve_moto():
    from moto.ec2.models import ec2_backends
    from moto.server import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import make_server

    network = ec2_backends[ACCOUNT][REGION]
    subnet = network.describe_subnets()[0].id
    group = network.describe_security_groups()[0].id
    server = make_server("127.0.0.1", 0, DomainDispatcherApplication(create_backend_app), threaded=True)
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    print(server.server_port, subnet, group, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    import awscli.clidriver

    aws_listener = listen(sys.argv[-1])
    if sys.argv[1] == "--aws":
        awscli.clidriver.create_clidriver()
        print("ready", flush=True)
        serve_aws(aws_listener)
    # Before moto starts threads: a fork copies none of them.
    if os.fork() == 0:
        awscli.clidriver.create_clidriver()
        serve_aws(aws_listener)
    serve_moto()
