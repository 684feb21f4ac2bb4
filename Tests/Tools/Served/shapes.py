"""Holds what the simulated cloud answers against the API model of botocore, with moto as the second opinion.

Usage: python shapes.py ADDRESS      the address of `reconcile simulate -listen`

Replays the calls of calls.py on both; all that the AWS room calls must be among them. An answer of ours may hold no member that the model does not know, no value of a
wrong type, and must hold what the model requires. What moto answers and we do not must stand in LEFT_OUT, with the reason;
an error must have the same code and status on both, or stand in OTHER_ERRORS. Prints what is wrong and exits with 1.
"""

import datetime
import json
import logging
import pathlib
import re
import sys
import threading

import boto3
from botocore.config import Config

import calls

REGION, ACCOUNT = "eu-west-1", "123456789012"

# Members of ours that the pinned model does not have yet, and where they come from.
NEWER = {
    "deploymentCircuitBreaker.resetOnHealthyTask": "aws-cli 2.36",
    "deploymentCircuitBreaker.thresholdConfiguration": "aws-cli 2.36",
}

PREFLIGHT = "the simulated cloud tells of it what preflight asks for, and no more"

# Members that moto answers and the simulated cloud does not: where, and why.
LEFT_OUT = {
    "DescribeLogGroups.nextToken": "moto answers it after the last page too",
    "CreateService.service.taskSets": "AWS answers task sets with the controller EXTERNAL only",
    "DescribeServices.services[].taskSets": "AWS answers task sets with the controller EXTERNAL only",
    "UpdateService.service.taskSets": "AWS answers task sets with the controller EXTERNAL only",
    "DeleteService.service.taskSets": "AWS answers task sets with the controller EXTERNAL only",
    "DescribeScalableTargets.NextToken": "moto answers it after the last page too",
    "DescribeScalingPolicies.NextToken": "moto answers it after the last page too",
    "DescribeScheduledActions.ScheduledActions[].StartTime": "moto answers null for what nobody sent",
    "DescribeScheduledActions.ScheduledActions[].EndTime": "moto answers null for what nobody sent",
    "DescribeScheduledActions.ScheduledActions[].Timezone": "moto answers null for what nobody sent",
    "AssumeRole.PackedPolicySize": "AWS answers it to those who send a policy along",
    "AssumeRoleWithWebIdentity.PackedPolicySize": "AWS answers it to those who send a policy along",
    "GetRole.": PREFLIGHT,
    "DescribeSecret.": PREFLIGHT,
    "DescribeParameters.": PREFLIGHT,
    "DescribeSubnets.": PREFLIGHT,
    "DescribeSecurityGroups.": PREFLIGHT,
    "DescribeTargetGroups.": PREFLIGHT,
    "UpdateService.service.tags": "AWS answers tags to those who create, and to those who ask for them",
    "DeleteService.service.tags": "AWS answers tags to those who create, and to those who ask for them",
}

# Calls that the two clouds answer differently on purpose: (operation, number of the step's repetition) and why.
OTHER_ERRORS = {
    ("ecs UpdateClusterSettings", 1): "moto does not have it",
    ("ecs RunTask", 1): "moto wants an instance, also for Fargate",
    ("ecs StopTask", 1): "so moto has no task to stop",
    ("ecs ListServiceDeployments", 1): "moto does not have it",
    ("ecs DescribeServiceDeployments", 1): "moto does not have it",
    ("ecs StopServiceDeployment", 1): "moto does not have it",
    ("ecs ContinueServiceDeployment", 1): "moto does not have it",
    ("ecs DeleteCluster", 2): "the service is still draining, as on AWS; moto has forgotten it",
    ("logs AssociateKmsKey", 1): "moto does not have it",
    ("logs DisassociateKmsKey", 1): "moto does not have it",
    ("logs PutLogGroupDeletionProtection", 1): "moto does not have it",
    ("application-autoscaling ListTagsForResource", 4): "moto does not have it",
    ("application-autoscaling DeleteScheduledAction", 2): "AWS answers ObjectNotFoundException, moto nothing",
    ("application-autoscaling DeleteScalingPolicy", 2): "AWS has a code of its own for it, ObjectNotFoundException",
    ("application-autoscaling DeregisterScalableTarget", 2): "AWS has a code of its own for it, ObjectNotFoundException",
}


# Calls of the AWS room that are not replayed here, and why.
NOT_REPLAYED = {
    "logs FilterLogEvents": "it answers with lines of running containers; LogFeedTests and the script logs read them",
    "application-autoscaling TagResource": "moto does not have it",
    "application-autoscaling UntagResource": "moto does not have it",
    "s3": "objects have no shape; states in a bucket are tested on moto's S3, and ServingTests tries ours",
}


def called():
    """The operations that Sources/AWS calls: (service, operation)."""
    services = {"applicationAutoscaling": "application-autoscaling"}
    services |= {name: name for name in ["ecs", "ecr", "logs", "sts", "iam", "secretsmanager", "ssm", "ec2", "elbv2", "s3"]}
    found = set()
    for file in (pathlib.Path(__file__).resolve().parents[3] / "Sources" / "AWS").rglob("*.swift"):
        for service, operation in re.findall(r"\.(\w+),\s*\"([A-Z]\w+)\"", file.read_text()):
            if service in services:
                found.add((services[service], operation))
    return found


def not_covered():
    replayed = {(service, operation) for service, operation, _ in calls.STEPS}
    operations = called()
    assert ("ecs", "UpdateService") in operations, "the calls of Sources/AWS are not found any more"
    for service, operation in sorted(operations - replayed):
        if service not in NOT_REPLAYED and f"{service} {operation}" not in NOT_REPLAYED:
            yield f"{service} {operation} is called, and not replayed here"


def start_moto():
    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    from moto.ec2.models import ec2_backends
    from moto.server import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import make_server

    network = ec2_backends[ACCOUNT][REGION]
    subnet = network.describe_subnets()[0]
    known = {"subnet": subnet.id, "vpc": subnet.vpc_id, "group": network.describe_security_groups()[0].id}
    server = make_server("127.0.0.1", 0, DomainDispatcherApplication(create_backend_app), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}", known


class Cloud:
    """Makes calls and keeps what came back as it was on the wire."""

    def __init__(self, address, known):
        self.known = dict(known)
        self.session = boto3.session.Session(
            aws_access_key_id=ACCOUNT, aws_secret_access_key="secret", region_name=REGION
        )
        self.address = address
        self.clients = {}

    def client(self, service):
        if service not in self.clients:
            client = self.session.client(
                service, endpoint_url=self.address, config=Config(retries={"total_max_attempts": 1}, parameter_validation=True)
            )
            client.meta.events.register("before-parse.*.*", self.keep)
            self.clients[service] = client
        return self.clients[service]

    def keep(self, response_dict, **_):
        self.raw = response_dict

    def fill(self, value):
        if isinstance(value, dict):
            return {key: self.fill(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.fill(item) for item in value]
        if isinstance(value, str) and value.startswith("@") and value.endswith("@"):
            return self.known.get(value[1:-1], "unknown")
        return value

    def call(self, service, operation, given):
        client = self.client(service)
        parameters = self.fill(given)
        try:
            method = next(name for name, full in client.meta.method_to_api_mapping.items() if full == operation)
            parsed = getattr(client, method)(**parameters)
            parsed.pop("ResponseMetadata", None)
            error = None
        except client.exceptions.ClientError as failure:
            parsed, error = {}, failure.response["Error"]["Code"]
        if (service, operation) in calls.KEEP and not error:
            name, way = calls.KEEP[(service, operation)]
            kept = parsed
            for step in way:
                kept = kept[step] if isinstance(kept, dict) or len(kept) > step else "unknown"
            self.known[name] = kept
        return Answer(client.meta.service_model, operation, self.raw, error, parsed)


class Answer:
    def __init__(self, model, operation, raw, error, parsed):
        self.error = error
        self.status = raw["status_code"]
        self.headers = {key.lower(): value for key, value in raw["headers"].items()}
        self.is_json = model.metadata["protocol"] == "json"
        self.shape = model.operation_model(operation).output_shape
        # Of XML what botocore made of it, by the types of the model.
        self.document = json.loads(raw["body"].decode() or "{}") if self.is_json and not error else parsed


def check(value, shape, place, problems, seen):
    """Holds a value of the wire against its shape; notes the path of each member that is there."""
    kind = shape.type_name
    good = {
        # botocore reads the policies in IAM's answers.
        "string": lambda: shape.name == "policyDocumentType" and isinstance(value, dict)
        or isinstance(value, str)
        and (not getattr(shape, "enum", None) or value in shape.enum),
        "boolean": lambda: isinstance(value, bool),
        "integer": lambda: isinstance(value, int) and not isinstance(value, bool),
        "long": lambda: isinstance(value, int) and not isinstance(value, bool),
        "double": lambda: isinstance(value, (int, float)) and not isinstance(value, bool),
        "float": lambda: isinstance(value, (int, float)) and not isinstance(value, bool),
        "timestamp": lambda: isinstance(value, datetime.datetime)
        or isinstance(value, (int, float)) and not isinstance(value, bool) and plausible(value),
        "structure": lambda: isinstance(value, dict),
        "list": lambda: isinstance(value, list),
        "map": lambda: isinstance(value, dict),
    }[kind]
    if not good():
        problems.append(f"{place}: {json.dumps(value)[:80]} is no {kind} {shape.name}")
    elif kind == "structure":
        for name, item in value.items():
            if name not in shape.members:
                if any(f"{place}.{name}".endswith(newer) for newer in NEWER):
                    continue
                problems.append(f"{place}.{name}: the model has no such member")
                continue
            seen.add(f"{place}.{name}")
            check(item, shape.members[name], f"{place}.{name}", problems, seen)
        for name in shape.required_members:
            if name not in value:
                problems.append(f"{place}.{name}: is missing, and the model requires it")
    elif kind == "list":
        for item in value:
            check(item, shape.member, f"{place}[]", problems, seen)
    elif kind == "map":
        for item in value.values():
            check(item, shape.value, f"{place}[]", problems, seen)


def plausible(seconds):
    now = datetime.datetime.now().timestamp()
    return abs(seconds - now) < 86400 * 4000


def replay(ours, moto):
    problems = list(not_covered())
    for service, operation, given in calls.GIVEN:
        moto.call(service, operation, given)
    ours.known.update({"targets": moto.known["targets"]})
    used = set()
    repetitions = {}
    for service, operation, given in calls.STEPS:
        repetition = repetitions[operation] = repetitions.get(operation, 0) + 1
        mine, other = ours.call(service, operation, given), moto.call(service, operation, given)
        where = f"{service} {operation} #{repetition}"
        if (mine.error, mine.status) != (other.error, other.status):
            key = (f"{service} {operation}", repetition)
            used.add(key)
            if key not in OTHER_ERRORS:
                problems.append(f"{where}: we answer {mine.status} {mine.error}, moto {other.status} {other.error}")
        if not any(name in mine.headers for name in ("x-amzn-requestid", "x-amz-request-id")):
            problems.append(f"{where}: the answer has no request id")
        if mine.error and mine.is_json and not mine.headers.get("x-amzn-errortype", "").startswith(mine.error):
            problems.append(f"{where}: the header x-amzn-ErrorType is not {mine.error}")
        if mine.shape is None or mine.error:
            continue
        seen, theirs = set(), set()
        check(mine.document, mine.shape, operation, problems, seen)
        if other.error is None:
            check(other.document, other.shape, operation, [], theirs)
        for path in sorted(theirs - seen):
            reason = next((name for name in LEFT_OUT if path.startswith(name)), None)
            used.add(reason)
            if reason is None:
                problems.append(f"{where}: moto answers {path}, we do not")
    for key in [*LEFT_OUT, *OTHER_ERRORS]:
        if key not in used:
            problems.append(f"{key} is in a table of differences, and there is none")
    return list(dict.fromkeys(problems))


if __name__ == "__main__":
    moto_address, known = start_moto()
    found = replay(Cloud(sys.argv[1], known), Cloud(moto_address, known))
    print("\n".join(found) or f"{len(calls.STEPS)} calls have the shapes of the model")
    sys.exit(1 if found else 0)
