#!/usr/bin/env python3
"""Checks the schemas: the checked-in environments fit them, wrong documents do not, and they are up to date.

Needs the Python of `scripts/setup --test-tools`; `make test` runs it.
"""

import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from jsonschema import Draft202012Validator

ROOT = Path(__file__).resolve().parents[3]
SCHEMAS = ROOT / "schemas"
TAG_MAP = "image-tags.auto.tfvars.json"
SPECS = {  # by folder
    "task-definitions": "task-definition",
    "services": "service",
    "clusters": "cluster",
    "repositories": "repository",
    "log-groups": "log-group",
    "tasks": "task",
    "scaling-targets": "scaling-target",
    "scaling-policies": "scaling-policy",
    "scheduled-actions": "scheduled-action",
}

CONTAINER = {"name": "web", "image": "${image.web}"}


def containers(**members):
    return {"containerDefinitions": [{**CONTAINER, **members}]}


# What must fit although it looks unusual: schema, what it shows, document.
GOOD = [
    ("environment", "a base that is no environment of its own", {"images": {"web": "team/web"}}),
    ("environment", "an image in another registry",
     {"images": {"box": {"repository": "ops/box", "registry": "public.ecr.aws", "placeholder": "<IMAGE1_NAME>"}}}),
    ("environment", "a member taken away from the base", {"extends": "../base", "imageTags": {"pattern": None}}),
    ("environment", "where tags come from, and what they are called there",
     {"promotion": {"from": "../staging", "tags": {"staging-*": "production-*"}}}),
    ("environment", "what builds its images",
     {"build": {"bakeFile": "docker/bake.hcl", "targets": {"api": "tracker-api", "web": None}}}),
    ("environment", "who may change it, and when",
     {"protection": {"protected": True, "approvals": 1, "windows": [
         {"days": "Mon-Thu", "from": "9:00", "to": "24:00", "timeZone": "Europe/Berlin"}, {"timeZone": "UTC"}]}}),
    ("environment", "who is told what, and how many revisions stay",
     {"keepRevisions": 3, "notifications": [
         {"sink": "slack", "urlVariable": "SLACK_URL", "on": ["start", "drift"]},
         {"sink": "webhook", "urlFile": "/run/url", "secretFile": "/run/key"}]}),
    ("image-tags", "numbers and booleans, which become strings", {"image_tags": {"a": 5, "b": True}}),
    ("image-tags", "a digest", {"image_tags": {"a": "sha256:" + "0a" * 32}}),
    ("image-tags", "a full reference", {"image_tags": {"a": "ghcr.io/team/web:1.2@sha256:" + "0a" * 32}}),
    ("image-tags", "other variables beside the map", {"image_tags": {}, "log_level": "info"}),
    ("task-definition", "an overlay of one entry", containers(environment=[{"name": "LOG_LEVEL", "value": "debug"}])),
    ("task-definition", "a health check of which only the interval differs", containers(healthCheck={"interval": 10})),
    ("task-definition", "cpu and memory as numbers", {"cpu": 256, "memory": 512}),
    ("task-definition", "variables where numbers and lists belong",
     containers(portMappings="${var.ports}", stopTimeout="${var.stop_timeout}")),
    ("task-definition", "an enumeration completed by a variable", {"networkMode": "${var.network_mode}"}),
    ("task-definition", "empty enumerations, as ecspresso writes them", {"pidMode": "", "ipcMode": "", "family": "web"}),
    ("service", "an empty launch type", {"launchType": "", "propagateTags": ""}),
    ("task-definition", "null, which means absent", {"volumes": None, "runtimePlatform": {"cpuArchitecture": None}}),
    ("task-definition", "members that no model knows", containers(newInTheApi={"enabled": True})),
    ("task-definition", "output of describe-task-definition", {"taskDefinition": {"family": "web", "revision": 7}}),
    ("service", "an overlay of one number", {"desiredCount": 3}),
    ("service", "half of a circuit breaker", {"deploymentConfiguration": {"deploymentCircuitBreaker": {"rollback": False}}}),
    ("service", "a breaker's threshold",
     {"deploymentConfiguration": {"deploymentCircuitBreaker": {"thresholdConfiguration": {"type": "COUNT", "value": 5}}}}),
    ("service", "variables for lists and numbers",
     {"desiredCount": "${var.count}", "networkConfiguration": {"awsvpcConfiguration": {"subnets": "${var.subnets}"}}}),
    ("task", "half of a task, over a base", {"overrides": {"containerOverrides": [{"name": "web", "command": ["migrate"]}]}}),
    ("task", "when it runs", {"reconcile": {"before": ["web"], "runs": "always", "timeout": 60, "onTimeout": "stop"}}),
    ("log-group", "a variable for the retention", {"retentionInDays": "${var.days}"}),
    ("environment", "images pinned to digests", {"pin": "digest"}),
    ("environment", "waves", {"order": ["api", ["worker-*"], ["*"]]}),
    ("scenario", "nothing at all", {}),
    ("scenario", "each kind of fault",
     {"seed": 7, "faults": [{"fault": "throttle", "times": 3}, {"fault": "refuse", "code": "AccessDeniedException"},
                            {"fault": "lose-request"}, {"fault": "lose-answer", "from": 2}, {"fault": "crash", "moment": "after"},
                            {"fault": "delay", "seconds": 0.5, "operation": "Describe*", "probability": 0.1}]}),
    ("scenario", "how tasks fare",
     {"tasks": [{"service": "api", "tag": "sha-*", "fares": "exit:1@30", "first": 2, "log": ["a"]}, {"fares": "fails:efs-mount"},
                {"fares": "platform:linux/arm64"}, {"fares": "out-of-memory"}, {"fares": "answers:502"}]}),
    ("scenario", "instances",
     {"instances": [{"cluster": "main", "count": 0, "cpu": 2048, "memory": 3840, "architecture": "arm64",
                     "attributes": {"disk": "ssd"}, "networkInterfaces": 3, "connected": False}]}),
    ("scenario", "what only the program does", {"crash-at": 3, "trace": "points", "calls": "calls", "state-pages": 24, "pace": "real"}),
    ("environment", "checks", {"checks": {"api": [{"url": "https://x", "json": {"/tag": "1"}}, {"command": ["./smoke"]}]}}),
]  # fmt: skip

# What must not fit: schema, what is wrong, document.
BAD = [
    ("environment", "a list", []),
    ("environment", "an account with 11 digits", {"provider": {"accountId": "11111111111"}}),
    ("environment", "an account as a number", {"provider": {"accountId": 111111111111}}),
    ("environment", "a provider that does not exist", {"provider": {"name": "amazon"}}),
    ("environment", "a misspelt member of the provider", {"provider": {"reigon": "eu-west-1"}}),
    ("environment", "upper case in the name", {"name": "Staging"}),
    ("environment", "a misspelt member", {"image": {}}),
    ("environment", "a pin that does not exist", {"pin": "sha256"}),
    ("environment", "a member kept for later", {"hooks": {}}),
    ("task", "an occasion that does not exist", {"reconcile": {"runs": "sometimes"}}),
    ("task", "a command as a text", {"overrides": {"containerOverrides": [{"name": "web", "command": "migrate"}]}}),
    ("environment", "a window without a time zone", {"protection": {"windows": [{"days": "Mon-Thu"}]}}),
    ("environment", "a window in an abbreviation of a zone", {"protection": {"windows": [{"timeZone": "CET"}]}}),
    ("environment", "approvals of nobody knows whom", {"protection": {"approvals": "kim"}}),
    ("environment", "an address in the file", {"notifications": [{"sink": "slack", "url": "https://hooks.example/x"}]}),
    ("environment", "no revision at all", {"keepRevisions": 0}),
    ("environment", "an order that is no list", {"order": {"api": 1}}),
    ("environment", "a check of nothing", {"checks": {"api": [{"attempts": 3}]}}),
    ("environment", "a check's command as a text", {"checks": {"api": [{"command": "./smoke"}]}}),
    ("environment", "an image without a place to live", {"images": {"web": ""}}),
    ("environment", "a repository with a tag", {"images": {"web": {"repository": "web:1"}}}),
    ("environment", "a registry with a scheme", {"images": {"web": {"repository": "web", "registry": "https://ghcr.io"}}}),
    ("environment", "images as a list", {"images": [{"repository": "web"}]}),
    ("scenario", "a list", []),
    ("scenario", "a misspelt member", {"sead": 7}),
    ("scenario", "a fault that does not exist", {"faults": [{"fault": "explode"}]}),
    ("scenario", "a refusal without a code", {"faults": [{"fault": "refuse"}]}),
    ("scenario", "a delay of no length", {"faults": [{"fault": "delay"}]}),
    ("scenario", "a member of another fault", {"faults": [{"fault": "throttle", "seconds": 3}]}),
    ("scenario", "a task of which nothing is said", {"tasks": [{"service": "api"}]}),
    ("scenario", "a word that does not exist", {"tasks": [{"fares": "explodes"}]}),
    ("scenario", "a reason that does not exist", {"tasks": [{"fares": "fails:moon"}]}),
    ("scenario", "no task at all", {"tasks": [{"fares": "runs", "first": 0}]}),
    ("scenario", "an instance without memory", {"instances": [{"cpu": 1024}]}),
    ("scenario", "an architecture that does not exist", {"instances": [{"cpu": 1, "memory": 1, "architecture": "amd64"}]}),
    ("image-tags", "no tag map", {"tags": {}}),
    ("image-tags", "a list of tags", {"image_tags": ["sha-1"]}),
    ("image-tags", "a tag that is null", {"image_tags": {"web": None}}),
    ("image-tags", "a tag that is an object", {"image_tags": {"web": {"tag": "sha-1"}}}),
    ("image-tags", "an empty tag", {"image_tags": {"web": ""}}),
    ("image-tags", "a blank in a tag", {"image_tags": {"web": "sha 1"}}),
    ("image-tags", "a digest that is too short", {"image_tags": {"web": "sha256:abc"}}),
    ("task-definition", "a port as text", containers(portMappings=[{"containerPort": "80"}])),
    ("task-definition", "ports as an object", containers(portMappings={"containerPort": 80})),
    ("task-definition", "a network mode that does not exist", {"networkMode": "vpc"}),
    ("task-definition", "a protocol in upper case", containers(portMappings=[{"protocol": "TCP"}])),
    ("task-definition", "a container without a name", {"containerDefinitions": [{"image": "web"}]}),
    ("task-definition", "an environment entry without a name", containers(environment=[{"value": "x"}])),
    ("task-definition", "an environment as an object", containers(environment={"LOG_LEVEL": "debug"})),
    ("task-definition", "an environment value as a number", containers(environment=[{"name": "PORT", "value": 8080}])),
    ("task-definition", "a dependency without a condition", containers(dependsOn=[{"containerName": "db"}])),
    ("task-definition", "a condition that does not exist",
     containers(dependsOn=[{"containerName": "db", "condition": "READY"}])),
    ("task-definition", "a ulimit without limits", containers(ulimits=[{"name": "nofile"}])),
    ("task-definition", "a file of variables without its type", containers(environmentFiles=[{"value": "arn:aws:s3:::b/.env"}])),
    ("task-definition", "essential as text", containers(essential="yes")),
    ("task-definition", "an image key where a list belongs", containers(command="${image.web}")),
    ("task-definition", "a command as text", containers(command="run")),
    ("service", "a count as text", {"desiredCount": "3"}),
    ("service", "subnets as text", {"networkConfiguration": {"awsvpcConfiguration": {"subnets": "subnet-1"}}}),
    ("service", "a launch type that does not exist", {"launchType": "fargate"}),
    ("service", "a load balancer that is no list", {"loadBalancers": {"containerName": "web"}}),
    ("service", "a strategy without a provider", {"capacityProviderStrategy": [{"weight": 1}]}),
    ("service", "a breaker's threshold of an unknown kind",
     {"deploymentConfiguration": {"deploymentCircuitBreaker": {"thresholdConfiguration": {"type": "PERCENT"}}}}),
    ("cluster", "settings as an object", {"settings": {"containerInsights": "enabled"}}),
    ("repository", "a mutability that does not exist", {"imageTagMutability": "immutable"}),
    ("repository", "a lifecycle policy as text", {"lifecyclePolicy": "{\"rules\": []}"}),
    ("repository", "a lifecycle rule without a selection",
     {"lifecyclePolicy": {"rules": [{"rulePriority": 1, "action": {"type": "expire"}}]}}),
    ("log-group", "a retention that CloudWatch does not offer", {"retentionInDays": 10}),
    ("log-group", "tags as a list", {"tags": [{"key": "a", "value": "b"}]}),
]  # fmt: skip


class Report:
    passed = failed = 0

    def check(self, what, problems):
        if problems:
            self.failed += 1
            print(f"FAILED {what}", *(f"  {problem}" for problem in problems), sep="\n")
        else:
            self.passed += 1


def load(path):
    """The document in a file; a key that stands twice is an error, as it is for reconcile and Terraform."""

    def unique(pairs):
        keys = [key for key, _ in pairs]
        twice = {key for key in keys if keys.count(key) > 1}
        if twice:
            raise ValueError(f"keys that stand twice: {', '.join(sorted(twice))}")
        return dict(pairs)

    return json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=unique)


def violations(schema, document):
    found = Draft202012Validator(schema).iter_errors(document)
    return [f"{error.json_path}: {error.message}" for error in found]


def schema_of(path, document):
    """The schema a file must fit: the one it names, or the one its name stands for. None for plain variables."""
    if path.name == TAG_MAP:
        return SCHEMAS / "image-tags.schema.json"
    if path.name.endswith(".tfvars.json"):
        return None
    if "$schema" not in document:
        raise ValueError('no "$schema"')
    return (path.parent / document["$schema"]).resolve()


def expected_schema(path):
    """The schema a file belongs to by its place, whatever it names."""
    if path.name == TAG_MAP:
        return "image-tags.schema.json"
    kind = SPECS.get(path.parent.name, path.stem)
    return f"{kind}.schema.json"


def layout_problems(text):
    problems = []
    if not text.endswith("\n") or text.endswith("\n\n"):
        problems.append("does not end in one newline")
    if re.search(r"\t|\r|[ ]+$", text, re.MULTILINE):
        problems.append("has tabs, carriage returns or blanks at the end of a line")
    if any(len(indent) % 2 for indent in re.findall(r"^ +", text, re.MULTILINE)):
        problems.append("is not indented by two blanks")
    return problems


def check_file(path):
    try:
        document = load(path)
        schema = schema_of(path, document)
        problems = layout_problems(path.read_text(encoding="utf-8"))
        if schema:
            if schema != SCHEMAS / expected_schema(path):
                problems.append(f"names {schema}, but is a file for {expected_schema(path)}")
            problems += violations(load(schema), document)
        return problems
    except (ValueError, OSError) as error:
        return [str(error)]


def generator():
    sys.path.insert(0, str(ROOT / "scripts"))
    spec = importlib.util.spec_from_file_location("generate_schemas", ROOT / "scripts" / "generate-schemas.py")
    module = importlib.util.module_from_spec(spec)
    sys.dont_write_bytecode = True
    spec.loader.exec_module(module)
    return module


def check_generated(report):
    """The generated schemas, and the model that the program carries."""
    for name, text in generator().generate().items():
        same = (SCHEMAS / name).read_text(encoding="utf-8") == text
        report.check(f"schemas/{name} is up to date", [] if same else ["run `make model`"])
    command = [sys.executable, "-B", str(ROOT / "scripts" / "generate-model.py"), "--check"]
    stale = subprocess.run(command, capture_output=True, text=True)
    report.check("Sources/APIModel/Generated is up to date", stale.stdout.splitlines() + stale.stderr.splitlines())


class Model:
    """The API model as botocore carries it, walked without the generator: what it must not have left out."""

    SCALARS = {
        "string": "string", "integer": "integer", "long": "integer", "double": "number", "float": "number",
        "boolean": "boolean", "timestamp": "string",
    }  # fmt: skip

    def __init__(self, spec, schemas):
        made = generator()
        service, self.operation, _ = made.SPECS[spec]
        model = made.Botocore().model(service)
        self.shapes = model["shapes"]
        self.input = model["operations"][self.operation]["input"]["shape"]
        self.schema = schemas[spec]
        # The file is ours, and no call of the API: a token is made for each call, and one task is run at a time.
        self.left_out = {f"{self.operation}.clientToken", "RunTask.startedBy", "RunTask.count"}
        self.fields = 0

    def problems(self):
        return list(self.uncovered(self.input, self.schema, self.operation, ()))

    def resolved(self, node):
        while "$ref" in node:
            node = self.schema["$defs"][node["$ref"].rsplit("/", 1)[1]]
        return node

    def uncovered(self, name, node, path, above):
        """What the schema's `node` lacks of the shape `name`."""
        shape, node = self.shapes[name], self.resolved(node)
        if name in above:
            return
        above = (*above, name)
        if shape.get("document"):
            return
        if shape["type"] == "structure":
            for member, of in shape["members"].items():
                place = f"{path}.{member}"
                if place in self.left_out:
                    continue
                self.fields += 1
                if member not in node.get("properties", {}):
                    yield f"{place} is missing"
                else:
                    yield from self.uncovered(of["shape"], node["properties"][member], place, above)
        elif shape["type"] == "list":
            if "items" not in node:
                yield f"{path} is no list"
            else:
                yield from self.uncovered(shape["member"]["shape"], node["items"], f"{path}[]", above)
        elif shape["type"] == "map":
            yield from self.uncovered(shape["value"]["shape"], node.get("additionalProperties", {}), f"{path}.*", above)
        elif "enum" in shape:
            known = [value for choice in node.get("anyOf", []) for value in choice.get("enum", [])]
            yield from (f"{path} knows no {value}" for value in shape["enum"] if value not in known)
        elif self.SCALARS[shape["type"]] not in node.get("type", []):
            # Task sizes may be numbers as well; a number takes whole ones, too.
            yield f"{path} takes no {shape['type']}"

    def document(self, number):
        """A document with every member, and the `number`th value of each enumeration."""
        return self.value(self.input, number, self.operation, ())

    def value(self, name, number, path, above):
        shape = self.shapes[name]
        if shape["type"] == "structure":
            members = shape["members"].items() if name not in above else ()
            return {
                member: self.value(of["shape"], number, f"{path}.{member}", (*above, name))
                for member, of in members
                if f"{path}.{member}" not in self.left_out
            }
        if shape["type"] == "list":
            return [self.value(shape["member"]["shape"], number, f"{path}[]", above)]
        if shape["type"] == "map":
            return {"key": self.value(shape["value"]["shape"], number, f"{path}.*", above)}
        if "enum" in shape:
            return shape["enum"][number % len(shape["enum"])]
        return {"integer": 5, "number": 5, "boolean": True, "string": "text"}[self.SCALARS[shape["type"]]]

    @property
    def variants(self):
        return max((len(shape["enum"]) for shape in self.shapes.values() if "enum" in shape), default=1)


# What the program must not find in a document that only the API model was asked about. It may refuse how values go together.
STRUCTURAL = {"unknown-member", "misspelt-member", "wrong-type", "wrong-value", "missing-member"}

# Enumerations of which the program takes only the values about services of ECS: Application Auto Scaling scales much else.
OF_ECS_ONLY = {"ServiceNamespace", "ScalableDimension", "PredefinedMetricType"}


def is_of_others(found):
    """A value that is right for something else than a service of ECS."""
    member = found["message"].split('"')[1] if '"' in found["message"] else ""
    return found["code"] == "wrong-value" and member in OF_ECS_ONLY


def check_model(report, schemas):
    """Every field of the API model, with its type and its enumeration, in the schemas and in the program."""
    program = os.environ.get("RECONCILE")
    fields = 0
    with tempfile.TemporaryDirectory() as scratch:
        for folder, spec in SPECS.items():
            model = Model(spec, schemas)
            report.check(f"{spec} has every field of {model.operation}", model.problems())
            fields += model.fields
            files = []
            for number in range(model.variants):
                document = model.document(number)
                report.check(f"{spec} takes every field of {model.operation}, {number}", violations(schemas[spec], document))
                files.append(Path(scratch) / str(number) / folder / f"{spec}.json")
                files[-1].parent.mkdir(parents=True)
                files[-1].write_text(json.dumps(document))
            if program:
                command = [program, "validate", "-json", *map(str, files)]
                run = subprocess.run(command, capture_output=True, text=True, check=False)
                findings = [json.loads(line) for line in run.stdout.splitlines()]
                wrong = {
                    f"{found['code']}: {found['message']}"
                    for found in findings
                    if found.get("code") in STRUCTURAL and not is_of_others(found)
                }
                report.check(f"the program knows every field of {model.operation}", sorted(wrong))
    print(f"{fields} fields of the API model")


def check_program(report):
    """The program's own verdicts: it takes what the schemas take, and refuses what they refuse."""
    program = os.environ.get("RECONCILE")
    if not program:
        print("skipped: the program's verdicts; RECONCILE names the program to ask")
        return

    def validate(*paths):
        return subprocess.run([program, "validate", *map(str, paths)], capture_output=True, text=True, check=False)

    for environment in sorted(path.parent for path in (ROOT / "envs").rglob("environment.json")):
        if environment.name != "base":
            run = validate(environment)
            report.check(f"the program takes {environment.relative_to(ROOT)}", run.stderr.splitlines() if run.returncode else [])
    with tempfile.TemporaryDirectory() as scratch:
        for name, wrong, document in BAD:
            folder = next((folder for folder, schema in SPECS.items() if schema == name), None)
            if not folder:
                continue
            file = Path(scratch) / folder / "wrong.json"
            file.parent.mkdir(exist_ok=True)
            file.write_text(json.dumps(document))
            run = validate(file)
            report.check(f"the program refuses {name}: {wrong}", [] if run.returncode == 1 else ["is accepted"])


def main():
    report = Report()
    schemas = {path.name.removesuffix(".schema.json"): load(path) for path in sorted(SCHEMAS.glob("*.schema.json"))}
    for name, schema in schemas.items():
        errors = Draft202012Validator(Draft202012Validator.META_SCHEMA).iter_errors(schema)
        report.check(f"schemas/{name}.schema.json is a schema", [error.message for error in errors])

    files = sorted((ROOT / "envs").rglob("*.json"))
    for path in files:
        report.check(path.relative_to(ROOT), check_file(path))

    for name, shows, document in GOOD:
        report.check(f"{name}: {shows}", violations(schemas[name], document))
    for name, wrong, document in BAD:
        report.check(f"{name}: {wrong}", [] if violations(schemas[name], document) else ["is accepted"])

    check_generated(report)
    check_model(report, schemas)
    check_program(report)
    print(f"{report.passed} passed, {report.failed} failed")
    return 1 if report.failed or not files else 0


if __name__ == "__main__":
    sys.exit(main())
