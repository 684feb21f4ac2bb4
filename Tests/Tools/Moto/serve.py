"""moto's server, and the aws program kept warm beside it, for the tests in Tests/AWSCommandLineTests.

Usage: python serve.py DIRECTORY
       python serve.py --aws DIRECTORY    only the program, of the Python that runs this

Prints one line, "PORT SUBNET SECURITY-GROUP" or "ready", when all is ready, and ends when its standard input is closed;
so it ends with the tests, however they end. DIRECTORY/aws is the aws program; see Tests/Tools/AWS/warm.py.
"""

import os
import pathlib
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "AWS"))

import warm

REGION, ACCOUNT = "eu-west-1", "123456789012"


def serve_moto():
    from moto.ec2.models import ec2_backends
    from moto.server import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import make_server

    import rollouts

    rollouts.install()
    network = ec2_backends[ACCOUNT][REGION]
    subnet = network.describe_subnets()[0].id
    group = network.describe_security_groups()[0].id
    server = make_server("127.0.0.1", 0, DomainDispatcherApplication(create_backend_app), threaded=True)
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    print(server.server_port, subnet, group, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    listener = warm.listen(sys.argv[-1])
    if sys.argv[1] == "--aws":
        print("ready", flush=True)
        warm.serve(listener)
    # Before moto starts threads: a fork copies none of them.
    if os.fork() == 0:
        warm.serve(listener)
    serve_moto()
