"""Runs moto's tests against the simulated cloud, and says what of them fails and why.

Usage: RECONCILE=PROGRAM python judge.py MOTO [PYTEST-ARGUMENT…]

MOTO is a checkout of https://github.com/getmoto/moto. Python needs pytest, boto3 and moto (any version near that of the
checkout). Each test gets a cloud of its own. `expectations.tsv` has a line for each test that fails although the operation at
which it does is served: who is right about AWS, and the source. The exit code is 0 when each failing test is either in there
or fails at an operation that nobody promises, which are counted; it is 1 when a test fails unexpectedly, or an expected
failure passes.
"""

import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile

here = pathlib.Path(__file__).resolve().parent

suites = {
    "ECS": ["tests/test_ecs"],
    "ECR": ["tests/test_ecr"],
    "Logs": ["tests/test_logs"],
    "STS": ["tests/test_sts"],
    "Application Auto Scaling": ["tests/test_applicationautoscaling"],
    "S3 conditions": ["tests/test_s3/test_s3_conditionals.py"],
}

# What a call ends with when the simulated cloud does not know its operation.
unserved = {"UnknownOperationException", "NotImplemented", "UnknownOperation", "InvalidAction", "501"}

# What is served at all.
services = {"ecs", "ecr", "logs", "sts", "application-autoscaling", "s3"}


def run(moto, more):
    """What each test did, in the order of the tests."""
    with tempfile.TemporaryDirectory() as folder:
        record = pathlib.Path(folder, "record")
        record.touch()
        environment = dict(
            os.environ, JUDGE_RECORD=str(record), PYTHONPATH=str(here), PYTHONDONTWRITEBYTECODE="1",
            RECONCILE=str(pathlib.Path(os.environ["RECONCILE"]).resolve()), AWS_CONFIG_FILE="/dev/null", NO_COLOR="1", PY_COLORS="0",
            AWS_SHARED_CREDENTIALS_FILE="/dev/null")
        paths = more or [path for paths in suites.values() for path in paths]
        ended = subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "redirect", "-p", "no:cacheprovider", "-q", "--no-header", "--tb=line",
             "-rN", *paths],
            cwd=moto, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if ended.returncode not in (0, 1):
            sys.exit(f"pytest ended with {ended.returncode}:\n{ended.stdout[-3000:]}")
        return [json.loads(line) for line in record.read_text().splitlines()]


def expectations():
    lines = (here / "expectations.tsv").read_text().splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    wrong = [row for row in rows if len(row) != 3 or not all(part.strip() for part in row)]
    if wrong:
        sys.exit(f"expectations.tsv: a line has a test, a reason and a source, with tabs between: {wrong[0]}")
    return {row[0]: row[1:] for row in rows}


def blamed(test):
    """The operation at which a test fails: one that is not served, else the last one that it called."""
    for call in test["calls"]:
        service = call["operation"].partition(":")[0]
        if call.get("code") in unserved or "code" in call and service not in services:
            return call["operation"], True
    if not test["calls"]:
        return None, False
    # An address of its own, for streams; a target of the scaling that is no service of ECS.
    elsewhere = test["calls"][-1].get("code") == "EndpointConnectionError" or "scales ECS services only" in test["reason"]
    return test["calls"][-1]["operation"], elsewhere


def suite_of(test):
    return next((name for name, paths in suites.items() for path in paths if test["test"].startswith(path)), "others")


def main():
    if len(sys.argv) < 2 or "RECONCILE" not in os.environ:
        sys.exit(__doc__)
    expected = expectations()
    tests = run(sys.argv[1], sys.argv[2:])
    counts = collections.defaultdict(collections.Counter)
    elsewhere = collections.Counter()
    unexpected, healed = [], []
    for test in tests:
        operation, is_unserved = blamed(test)
        passes = test["outcome"] == "passed"
        if passes and test["test"] in expected:
            healed.append(test["test"])
        if test["outcome"] == "skipped" or operation is None:
            kind = "calls nothing"
        elif passes:
            kind = "passes"
        elif test["test"] in expected:
            kind = "expected"
        elif is_unserved:
            kind = "not served"
            elsewhere[operation] += 1
        else:
            kind = "wrong"
            unexpected.append((test, operation))
        counts[suite_of(test)][kind] += 1
    kinds = ["passes", "expected", "not served", "wrong", "calls nothing"]
    print(f"{'':26}" + "".join(f"{kind:>15}" for kind in kinds))
    for name in [*suites, "others"]:
        if counts[name]:
            print(f"{name:26}" + "".join(f"{counts[name][kind]:>15}" for kind in kinds))
    print("\nNot served: " + ", ".join(f"{operation} {count}" for operation, count in elsewhere.most_common()) + ".")
    for test, operation in unexpected:
        code = next((call["code"] for call in reversed(test["calls"]) if "code" in call), "")
        print(f"\nwrong: {test['test']}\n  at {operation} {code}\n  {test['reason'][:600]}\n  {test.get('place', '')}")
    known = {test["test"] for test in tests}
    for name in [] if sys.argv[2:] else sorted(set(expected) - known):
        print(f"\nno such test: {name}")
        healed.append(name)
    for name in [name for name in healed if name in known]:
        print(f"\npasses by now, and is expected to fail: {name}")
    return 1 if unexpected or healed else 0


if __name__ == "__main__":
    sys.exit(main())
