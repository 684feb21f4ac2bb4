"""A plugin for pytest: tests that were written for moto meet a served simulated cloud instead.

`moto.mock_aws` becomes a fresh cloud for each use: a process of `reconcile simulate`, named by the variable RECONCILE. What a
test called, and how it ended, goes as one line of JSON into the file that JUDGE_RECORD names.
"""

import functools
import inspect
import json
import os
import signal
import subprocess
import unittest

import botocore.client
import moto
import pytest

ACCOUNT = "123456789012"


class Server:
    """One cloud in memory, under an address of its own."""

    def __init__(self):
        command = [os.environ["RECONCILE"], "simulate", "-listen", "127.0.0.1:0", "-account", ACCOUNT]
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    @functools.cached_property
    def address(self):
        words = self.process.stdout.readline().split()
        return next(word for word in words if word.startswith("http://"))

    def end(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


class Clouds:
    """The cloud that is in use, and a spare one that starts meanwhile."""

    depth = 0
    current = None
    spare = None
    before = {}

    @classmethod
    def enter(cls):
        cls.depth += 1
        if cls.depth > 1:
            return
        cls.current, cls.spare = cls.spare or Server(), None
        set_to = {
            "AWS_ENDPOINT_URL": cls.current.address, "AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing",
            "AWS_EC2_METADATA_DISABLED": "true",
        }
        cls.before = {name: os.environ.get(name) for name in set_to}
        os.environ.update(set_to)
        cls.spare = Server()

    @classmethod
    def leave(cls):
        cls.depth -= 1
        if cls.depth > 0:
            return
        for name, value in cls.before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        cls.current.end()
        cls.current = None

    @classmethod
    def end(cls):
        for server in (cls.current, cls.spare):
            if server:
                server.end()


class Redirection:
    def __enter__(self):
        Clouds.enter()
        return self

    def __exit__(self, *problem):
        Clouds.leave()

    start = __enter__

    def stop(self):
        Clouds.leave()

    def __call__(self, target):
        if inspect.isclass(target) and issubclass(target, unittest.TestCase):
            # What `setUp` makes is there in the test.
            prepare = target.setUp

            def within_a_cloud(case):
                self.__enter__()
                case.addCleanup(self.stop)
                prepare(case)

            target.setUp = within_a_cloud
            return target
        if inspect.isclass(target):
            for name, member in list(vars(target).items()):
                if name.startswith("test") and callable(member):
                    setattr(target, name, self(member))
            return target

        @functools.wraps(target)
        def within(*arguments, **named):
            with Redirection():
                return target(*arguments, **named)

        return within


def mock_aws(target=None, config=None):
    return Redirection()(target) if target else Redirection()


moto.mock_aws = mock_aws

# What the running test has called.
calls = []
make_call = botocore.client.BaseClient._make_api_call


def recorded_call(client, operation, parameters):
    if operation == "PutBucketTagging":
        return {}  # the label that the suite of S3 puts on all its buckets
    if operation == "GetObjectLockConfiguration":  # which it asks for before it takes them away
        raise botocore.client.ClientError({"Error": {"Code": "ObjectLockConfigurationNotFoundError"}}, operation)
    call = {"operation": f"{client.meta.service_model.service_name}:{operation}"}
    calls.append(call)
    try:
        return make_call(client, operation, parameters)
    except botocore.client.ClientError as error:
        call["code"] = error.response.get("Error", {}).get("Code", "")
        raise
    except Exception as error:
        call["code"] = type(error).__name__
        raise


botocore.client.BaseClient._make_api_call = recorded_call


def too_long(*_):
    raise TimeoutError("the test did not end")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_call(item):
    signal.signal(signal.SIGALRM, too_long)
    signal.alarm(60)
    yield
    signal.alarm(0)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    if call.when == "setup":
        calls.clear()
    report = (yield).get_result()
    if call.when != "call" and report.passed or call.when == "teardown":
        return
    reason = "" if report.passed or report.skipped else str(call.excinfo.value)
    record = {"test": item.nodeid, "outcome": report.outcome, "calls": calls[:], "reason": reason[:2000]}
    if report.failed and report.longreprtext:
        record["place"] = report.longreprtext.strip().splitlines()[-1][:200]
    with open(os.environ["JUDGE_RECORD"], "a") as file:
        file.write(json.dumps(record) + "\n")


def pytest_unconfigure(config):
    Clouds.end()
