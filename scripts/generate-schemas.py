#!/usr/bin/env python3
"""Writes the schemas of the spec files from the API model that `scripts/model-requirements.txt` pins.

    scripts/generate-schemas.py            writes schemas/*.schema.json
    scripts/generate-schemas.py --check    says which of them would change, and changes nothing

Only the structure is taken: names, types, enumerations, what is required. What a spec file may say beyond the API
stands in the tables ADDED and REMOVED below. `environment.schema.json`, `image-tags.schema.json` and `scenario.schema.json`
describe our own formats and are written by hand.

Three things differ from the API:
- null means absent, so every value may be null.
- A value that is not a string may be a string holding one variable: "subnets": "${var.private_subnets}".
- Members that nobody knows are kept and sent (the API grows every month), so no schema forbids them.

What is required: a file may be laid over a file of the same name in a base directory, and then holds only what
differs. So nothing is required at the top of a spec, nor in objects, which are merged member by member. Lists are
replaced whole, so inside them the API's own `required` holds. The lists in KEYED are the exception: they are merged
by `name`, and `name` is all that an entry needs.
"""

import json
import sys
from pathlib import Path

from api_model import Botocore

SCHEMAS = Path(__file__).resolve().parent.parent / "schemas"

# file: (service, operation whose input the file holds, title)
SPECS = {
    "task-definition": ("ecs", "RegisterTaskDefinition", "An ECS task definition"),
    "service": ("ecs", "CreateService", "An ECS service"),
    "cluster": ("ecs", "CreateCluster", "An ECS cluster"),
    "repository": ("ecr", "CreateRepository", "An ECR repository"),
    "task": ("ecs", "RunTask", "A one-off task"),
    "log-group": ("logs", "CreateLogGroup", "A CloudWatch log group"),
    "scaling-target": ("application-autoscaling", "RegisterScalableTarget", "A scalable target of an ECS service"),
    "scaling-policy": ("application-autoscaling", "PutScalingPolicy", "A scaling policy of an ECS service"),
    "scheduled-action": ("application-autoscaling", "PutScheduledAction", "A scheduled action of an ECS service"),
}

KEYED = {
    "ContainerDefinition.environment", "ContainerDefinition.secrets", "RegisterTaskDefinition.containerDefinitions",
    "TaskOverride.containerOverrides", "ContainerOverride.environment",
}  # fmt: skip

# Not for files: reconcile makes its own token for each call, and runs one task.
REMOVED = {"CreateService.clientToken", "RunTask.clientToken", "RunTask.startedBy", "RunTask.count"}

VARIABLE = r"^\$\{var\.[^{}]+\}$"
INTERPOLATED = r"\$\{"

TEXT = {"type": ["string", "null"]}


def value(kind, **more):
    """A value that is not a string: itself, null, or one variable."""
    return {"type": [kind, "string", "null"], "pattern": VARIABLE, **more}


def choice(values):
    """One of `values`, null, or text that a variable completes. Empty text is taken as absent, as the program takes it."""
    return {"anyOf": [{"enum": [*values, None]}, {"type": "string", "pattern": f"^$|{INTERPOLATED}"}]}


def list_of(items):
    return value("array", items=items)


def record(required=(), **members):
    more = {"required": list(required)} if required else {}
    return value("object", properties=members, **more)


LIFECYCLE_RULE = record(
    ["rulePriority", "selection", "action"],
    rulePriority=value("integer"),
    description=TEXT,
    selection=record(
        ["tagStatus", "countType", "countNumber"],
        tagStatus=choice(["tagged", "untagged", "any"]),
        tagPrefixList=list_of(TEXT),
        tagPatternList=list_of(TEXT),
        countType=choice(["imageCountMoreThan", "sinceImagePushed", "sinceImagePulled", "sinceImageTransitioned"]),
        countUnit=choice(["days"]),
        countNumber=value("integer"),
        storageClass=choice(["standard", "archive"]),
    ),
    action=record(["type"], type=choice(["expire", "transition"]), targetStorageClass=choice(["archive"])),
)

RETENTION_DAYS = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]  # fmt: skip

# structure.member: what a file may say there. New members first, then ones that files may write in more ways than the API.
ADDED = {
    "CreateRepository.lifecyclePolicy": record(rules=list_of(LIFECYCLE_RULE)),
    "CreateRepository.repositoryPolicy": record(
        Version=TEXT, Id=TEXT, Statement={"type": ["array", "object", "string", "null"]}
    ),
    "CreateLogGroup.retentionInDays": choice(RETENTION_DAYS),
    "RunTask.reconcile": record(
        container=TEXT,
        before=list_of(TEXT),
        like=TEXT,
        runs=choice(["once-per-image", "always", "by-hand"]),
        timeout=value("integer", minimum=1),
        onTimeout=choice(["leave", "stop"]),
    ),
    "PutScheduledAction.StartTime": {"type": ["string", "number", "null"]},
    "PutScheduledAction.EndTime": {"type": ["string", "number", "null"]},
    "RegisterTaskDefinition.cpu": {"type": ["string", "number", "null"]},
    "RegisterTaskDefinition.memory": {"type": ["string", "number", "null"]},
}


class Generator:
    """Makes one schema. `definitions` grows while the structures are walked."""

    def __init__(self, model, operation):
        self.shapes = model["shapes"]
        self.operation = operation
        self.input = model["operations"][operation]["input"]["shape"]
        self.definitions = {}

    def schema(self, title):
        top = self.shapes[self.input]
        properties = {"$schema": {"type": "string"}, "//": {}}
        properties.update(self.members(self.operation, top, complete=False))
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": title,
            "type": "object",
            "properties": properties,
            **({"$defs": dict(sorted(self.definitions.items()))} if self.definitions else {}),
        }

    def members(self, owner, shape, complete):
        """The members of a structure. `complete`: nothing is merged in here, so the API's `required` holds."""
        found = {}
        for name, member in shape["members"].items():
            path = f"{owner}.{name}"
            if path not in REMOVED:
                keyed = not complete and path in KEYED
                found[name] = ADDED.get(path) or self.of(member["shape"], complete, keyed)
        for path, added in ADDED.items():
            structure, name = path.split(".")
            if structure == owner and name not in found:
                found[name] = added
        return found

    def of(self, name, complete, keyed=False):
        shape = self.shapes[name]
        kind = shape["type"]
        if shape.get("document"):
            return {}
        if kind == "string":
            return choice(shape["enum"]) if "enum" in shape else TEXT
        if kind in ("integer", "long"):
            return value("integer")
        if kind in ("double", "float"):
            return value("number")
        if kind == "boolean":
            return value("boolean")
        if kind == "map":
            return value("object", additionalProperties=self.of(shape["value"]["shape"], complete))
        if kind == "list":
            return list_of(self.of(shape["member"]["shape"], complete=not keyed, keyed=keyed))
        if kind == "structure":
            return self.structure(name, shape, complete, keyed)
        raise SystemExit(f"no rule for a member of type {kind} ({name})")

    def structure(self, name, shape, complete, keyed):
        title = name if complete else f"{name}Part"
        if title not in self.definitions:
            self.definitions[title] = {}  # for structures that hold themselves
            required = ["name"] if keyed else shape.get("required", []) if complete else []
            self.definitions[title] = record(required, **self.members(name, shape, complete))
        return {"$ref": f"#/$defs/{title}"}


def layout(document, indent=0, before=0, width=118):
    """JSON text in which whatever fits stays on one line; `before` counts what stands in front of the document."""
    line = json.dumps(document, ensure_ascii=False)
    if not isinstance(document, (dict, list)) or (indent and before + len(line) < width):
        return line
    pad = "  " * (indent + 1)
    if isinstance(document, dict):
        heads = [f"{pad}{json.dumps(key, ensure_ascii=False)}: " for key in document]
        values, opening, closing = document.values(), "{", "}"
    else:
        heads, values, opening, closing = [pad] * len(document), document, "[", "]"
    rows = [head + layout(value, indent + 1, len(head)) for head, value in zip(heads, values)]
    return opening + "\n" + ",\n".join(rows) + "\n" + "  " * indent + closing


def generate():
    """The text of every generated schema, by file name."""
    texts = {}
    botocore = Botocore()
    for name, (service, operation, title) in SPECS.items():
        schema = Generator(botocore.model(service), operation).schema(title)
        texts[f"{name}.schema.json"] = layout(schema) + "\n"
    return texts


def main():
    check = sys.argv[1:] == ["--check"]
    if sys.argv[1:] and not check:
        raise SystemExit(__doc__)
    stale = 0
    for name, text in generate().items():
        path = SCHEMAS / name
        if path.exists() and path.read_text() == text:
            continue
        stale += 1
        if check:
            print(f"schemas/{name} would change")
        else:
            path.write_text(text)
            print(f"schemas/{name} written")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
