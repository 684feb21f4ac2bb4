"""The aws program kept warm, for tests that make hundreds of calls.

Usage: python warm.py DIRECTORY

Starting the aws program costs half a second of importing. DIRECTORY/aws is a program that hands its arguments, environment
and open files to a process that has imported everything already; that one forks, and the fork is the real aws program from
there on. Prints "ready" when it can be used, and ends when its standard input is closed; so it ends with the tests, however
they end.

A caller whose variable WARM_AWS_LOG names a file finds each of its calls there, one JSON object a line: arguments and input.
"""

import gc
import json
import marshal
import os
import select
import signal
import socket
import sys
import traceback

# Only modules that are built in: each import counts here.
CLIENT = """#!{python} -IS
import _socket, marshal, posix, sys
connection = _socket.socket(_socket.AF_UNIX)
connection.connect({path!r})
call = marshal.dumps([sys.argv[1:], posix.environ, posix.getcwd()])
files = b"".join(number.to_bytes(4, sys.byteorder) for number in (0, 1, 2))
connection.sendmsg([len(call).to_bytes(4, "big")], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, files)])
connection.sendall(call)
status = connection.recv(1)
posix._exit(status[0] if status else 255)
"""


def receive(connection):
    """What one call of DIRECTORY/aws hands over: its arguments; environment, open files and directory become ours."""
    length, files, _, _ = socket.recv_fds(connection, 4, 3)
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    call = connection.makefile("rb").read(int.from_bytes(length, "big"))
    arguments, environment, directory = marshal.loads(call)
    environment = {os.fsdecode(name): os.fsdecode(value) for name, value in environment.items()}
    # Importing awscli of version 1 has put the place of its models there.
    environment["AWS_DATA_PATH"] = os.environ.get("AWS_DATA_PATH", "")
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(directory)
    return arguments


def log(arguments, path):
    """Without taking anything from the input, which is a file."""
    size = os.fstat(0).st_size if "file:///dev/stdin" in arguments else 0
    line = json.dumps({"arguments": arguments, "input": os.pread(0, size, 0).decode() if size else ""}) + "\n"
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(file, line.encode())
    os.close(file)


def answer(connection):
    from awscli import clidriver

    arguments = receive(connection)
    if path := os.environ.pop("WARM_AWS_LOG", None):
        log(arguments, path)
    sys.argv = ["aws", *arguments]
    sys.stdin = open(0, encoding="utf-8", closefd=False)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False)
    try:
        status = clidriver.main()
    except SystemExit as end:
        status = end.code
    sys.stdout.flush()
    sys.stderr.flush()
    connection.sendall(bytes([(status or 0) & 255]))


SERVICES = [
    "ecs", "ecr", "logs", "sts", "application-autoscaling", "iam", "secretsmanager", "ssm", "ec2", "elbv2", "s3",
]  # fmt: skip


def read_models():
    """Each call finds the models of the API read already; all else of a session is each call's own."""
    import awscli
    from awscli import clidriver

    if awscli.__version__.startswith("2."):  # It has a botocore of its own.
        clidriver.create_clidriver()
        return
    import botocore.session

    loader = botocore.session.create_loader(os.environ["AWS_DATA_PATH"])
    botocore.session.create_loader = lambda *_: loader
    session = clidriver.create_clidriver().session
    for name in ["endpoints", "partitions", "sdk-default-configuration", "cli"]:
        session.get_data(name)
    for service in SERVICES:
        for kind in ["service-2", "paginators-1", "waiters-2", "endpoint-rule-set-1"]:
            try:
                loader.load_service_model(service, kind)
            except botocore.exceptions.UnknownServiceError:
                pass  # A service without pages, or without anything to wait for.
    gc.freeze()


def serve(listener):
    """Answers calls until standard input is closed. A fork copies no threads, so there must be none."""
    read_models()
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
    import awscli.clidriver  # noqa: F401: before anybody connects

    path = os.path.join(directory, "socket")
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen(64)
    program = os.path.join(directory, "aws")
    with open(program, "w", encoding="utf-8") as file:
        file.write(CLIENT.format(python=sys.executable, path=path))
    os.chmod(program, 0o700)
    return listener


if __name__ == "__main__":
    warm = listen(sys.argv[1])
    print("ready", flush=True)
    serve(warm)
