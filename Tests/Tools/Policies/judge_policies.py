#!/usr/bin/env python3
"""Holds every call of whole lives of environments against the policies that `reconcile permissions` prints.

    judge_policies.py RECONCILE ENVS

Each environment is planned, applied, changed, rolled out badly, rolled back, looked at, imported and destroyed on the
simulated cloud, and its calls are written down on their way (`calls` of docs/failure-simulation.md). IAM would have to allow
each of them under the printed policy, and every action and resource of that policy has to be needed by one of them, or stand
in a list here with the reason. What IAM asks is taken from AWS's Service Authorization Reference (authorization.py).
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

from authorization import FACTS, Place, form, requests
from evaluator import Policy, several

ACCOUNT, REGION = "111111111111", "eu-west-1"

# Allowed and not asked for in these lives, and why it is in the policy all the same: Sid, part, value.
UNUSED = [
    (r"CloudwatchLogGroup(Read|Change)", "Resource", r".*:log-group:[^:*]+", "tags of a group that has none: they may come into its file"),
    (r"EcsTaskDefinitionChange", "Resource", r".*:log-stream:\*", "of a container that did not fail in this life"),
    (r"EcsServiceChange", "Resource", r"\*|.*:task/almanac/\*", "no rollout failed in this life"),
    (r"EcsTaskExecutionChange", "Action", r"ecs:StopTask", "a task that runs out of time, or whose container has ended while others go on"),
]

# What an import asks for beyond the policy of a plan of the environment that it writes: it lists what is there.
IMPORT_ONLY = {
    "ecs:ListServices": "the cluster's services are listed",
    "application-autoscaling:DescribeScalingPolicies": "what hangs on a service is looked for before anything is known",
    "application-autoscaling:DescribeScheduledActions": "the same",
    "application-autoscaling:DescribeScalableTargets": "the same",
    "cloudwatch:DescribeAlarms": "policies are answered with their alarms",
    "ecs:DescribeServices": "of all services of the cluster",
    "ecs:DescribeClusters": "of the cluster, also where only some services are taken over",
}


def everything():
    """An environment with an object of every kind, and with all that policies are about."""
    registry = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com"
    target = f"arn:aws:elasticloadbalancing:{REGION}:{ACCOUNT}:targetgroup"
    rule = f"arn:aws:elasticloadbalancing:{REGION}:{ACCOUNT}:listener-rule/app/s/1a2b3c4d5e6f7a8b/1a2b3c4d5e6f7a8b/1a2b3c4d5e6f7a8b"
    network = {"awsvpcConfiguration": {"subnets": ["subnet-0a1b2c3d"], "securityGroups": ["sg-0a1b2c3d"]}}

    def log(group):
        return {"logDriver": "awslogs", "options": {"awslogs-group": group, "awslogs-region": REGION, "awslogs-stream-prefix": "s"}}

    def definition(family, **more):
        container = {"name": "web", "image": "${image.web}", "portMappings": [{"containerPort": 80}], "logConfiguration": log("/shop/web")}
        return {
            "family": family, "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"], "cpu": "256", "memory": "512",
            "executionRoleArn": "shop-execution", "taskRoleArn": f"arn:aws:iam::{ACCOUNT}:role/shop-task",
            "tags": [{"key": "team", "value": "shop"}],
            "containerDefinitions": [{**container, **more}],
        }  # fmt: skip

    agent = {
        "name": "agent", "image": f"{registry}/lent:1", "essential": False, "logConfiguration": log("/others/agent"),
        "secrets": [
            {"name": "A", "valueFrom": f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:db-Zk3xQ9:url::"},
            {"name": "B", "valueFrom": f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:plain"},
            {"name": "C", "valueFrom": "/shop/parameter"},
        ],
    }  # fmt: skip
    foreign = {"name": "foreign", "image": f"222222222222.dkr.ecr.{REGION}.amazonaws.com/tools:1", "essential": False}
    web = definition("web")
    web["containerDefinitions"] += [agent, foreign]
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": ["ecr:BatchGetImage"]}]}
    rules = {"rules": [{"rulePriority": 1, "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 9}, "action": {"type": "expire"}}]}
    tags = [{"key": "team", "value": "shop"}]
    shifting = {
        "desiredCount": 2, "networkConfiguration": network, "launchType": "FARGATE", "tags": tags,
        "loadBalancers": [{
            "targetGroupArn": f"{target}/blue/1a2b3c4d5e6f7a8b", "containerName": "web", "containerPort": 80,
            "advancedConfiguration": {
                "alternateTargetGroupArn": f"{target}/green/2a2b3c4d5e6f7a8b", "productionListenerRule": rule,
                "roleArn": f"arn:aws:iam::{ACCOUNT}:role/shop-balancer"},
        }],
        "deploymentConfiguration": {
            "strategy": "BLUE_GREEN", "bakeTimeInMinutes": 5,
            "lifecycleHooks": [{"targetType": "PAUSE", "lifecycleStages": ["PRE_PRODUCTION_TRAFFIC_SHIFT"]}]},
    }  # fmt: skip
    rolling = {
        "desiredCount": 2, "networkConfiguration": network, "launchType": "FARGATE", "tags": tags,
        "loadBalancers": [{"targetGroupArn": f"{target}/work/3a2b3c4d5e6f7a8b", "containerName": "web", "containerPort": 80}],
        "deploymentConfiguration": {"deploymentCircuitBreaker": {"enable": True, "rollback": True}},
    }  # fmt: skip
    return {
        "environment.json": {
            "name": "shop", "provider": {"name": "simulated-aws", "region": REGION, "accountId": ACCOUNT}, "cluster": "shop",
            "images": {"web": "web"}, "imageTags": {"bootstrap": "bootstrap"},
            "state": {
                "backend": "s3", "bucket": "shop-states", "key": "shop.json", "encrypt": True,
                "kmsKeyId": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1a2b3c4d-0a1b-0a1b-0a1b-0a1b2c3d4e5f",
                "encryption": {"kmsKeyId": "2a3b4c5d-0a1b-0a1b-0a1b-0a1b2c3d4e5f"},
            },
        },
        "image-tags.auto.tfvars.json": {"image_tags": {"web": "bootstrap"}},
        "clusters/main.json": {"clusterName": "shop", "capacityProviders": ["FARGATE"], "tags": tags},
        "log-groups/web.json": {"logGroupName": "/shop/web", "retentionInDays": 7, "tags": {"team": "shop"}},
        "log-groups/key.json": {"logGroupName": "/shop/key", "kmsKeyId": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f"},
        "repositories/web.json": {
            "repositoryName": "web", "imageTagMutability": "IMMUTABLE", "imageScanningConfiguration": {"scanOnPush": True},
            "lifecyclePolicy": rules, "repositoryPolicy": policy, "tags": [{"Key": "team", "Value": "shop"}],
            "encryptionConfiguration": {"encryptionType": "KMS", "kmsKey": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f"},
        },
        "task-definitions/web.json": web,
        "task-definitions/work.json": definition("work"),
        "services/web.json": shifting,
        "services/work.json": rolling,
        "tasks/migrate.json": {
            "taskDefinition": "work", "launchType": "FARGATE", "networkConfiguration": network,
            "tags": [{"key": "kind", "value": "task"}],
            "overrides": {"containerOverrides": [{"name": "web", "command": ["migrate"]}], "taskRoleArn": f"arn:aws:iam::{ACCOUNT}:role/shop-migrate"},
            "reconcile": {"before": ["work"], "container": "web"},
        },
        "scaling-targets/work.json": {"MinCapacity": 2, "MaxCapacity": 6, "Tags": {"team": "shop"}},
        "scaling-policies/work.json": {
            "PolicyName": "cpu", "ResourceId": "service/${cluster}/work", "PolicyType": "TargetTrackingScaling",
            "TargetTrackingScalingPolicyConfiguration": {"TargetValue": 60, "PredefinedMetricSpecification": {"PredefinedMetricType": "ECSServiceAverageCPUUtilization"}},
        },
        "scheduled-actions/work.json": {
            "ScheduledActionName": "morning", "ResourceId": "service/${cluster}/work", "Schedule": "rate(1 day)",
            "ScalableTargetAction": {"MinCapacity": 3},
        },
    }  # fmt: skip


class Life:
    """One environment in a folder of its own, and the calls of its commands."""

    def __init__(self, program, folder, environment):
        self.program, self.folder, self.environment = program, pathlib.Path(folder), environment
        self.log = self.folder / "calls.jsonl"
        self.scenario = {"calls": str(self.log)}
        self.calls = []  # (what the caller has to be allowed: plan, apply or import; the command; the call)
        self.imported = None  # the life that an import out of this one began
        self.policies = {}  # by what the caller has to be allowed

    @property
    def path(self):
        return self.folder / self.environment

    def run(self, *words, purpose="apply", may_refuse=False):
        """Runs a command; its calls need the policy for `purpose`, as it is at that moment."""
        self.log.unlink(missing_ok=True)
        (self.folder / "scenario.json").write_text(json.dumps(self.scenario))
        variables = {
            "PATH": "/usr/bin:/bin", "HOME": str(self.folder), "RECONCILE_WHO": "kim@laptop", "LC_ALL": "C.UTF-8",
            "RECONCILE_SIMULATION": str(self.folder / "scenario.json"),
        }  # fmt: skip
        start = time.monotonic()
        result = subprocess.run([self.program, *words], cwd=self.folder, env=variables, capture_output=True, text=True)
        if os.environ.get("VERBOSE"):
            print(f"{time.monotonic() - start:.1f} s: reconcile {' '.join(words)}: {result.returncode}", file=sys.stderr)
        # What is wrong with this program's own files, and no verdict on what the cloud did.
        if not may_refuse and re.search(r"^error|: error: ", result.stderr, re.MULTILINE):
            sys.exit(f"reconcile {' '.join(words)} ended with {result.returncode}:\n{result.stdout}{result.stderr}")
        if self.log.exists() and purpose:
            command = "reconcile " + " ".join(words)
            lines = self.log.read_text().splitlines()
            policy = self.policy(purpose)
            self.calls += [(purpose, command, policy, json.loads(line)) for line in lines]
        return result.stdout

    def policy(self, purpose):
        """The policy for a purpose as files are now: one object for each text."""
        name = "plan" if purpose == "import" else purpose
        if not (self.path / "environment.json").exists():
            return None
        words = ["permissions", "-for", name] + (["-delete-data"] if name == "apply" else []) + [self.environment]
        log, self.log = self.log, self.folder / "none.jsonl"
        text = self.run(*words, purpose=None)
        self.log = log
        return self.policies.setdefault((name, text), Policy(json.loads(text)))

    def write(self, files):
        for name, document in files.items():
            file = self.path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(document))

    def edit(self, name, change):
        file = self.path / name
        document = json.loads(file.read_text())
        change(document)
        file.write_text(json.dumps(document))

    def tag(self, **tags):
        """Other tags in the map of this environment."""
        def change(document):
            document = document.get("image_tags", document)
            document.update(tags)
        self.edit("image-tags.auto.tfvars.json", change)

    # What each command asks is what matters here, not how it ends.

    def looks(self):
        self.run("plan", self.environment, purpose="plan", may_refuse=True)
        self.run("drift", self.environment, purpose="plan", may_refuse=True)

    def looks_by_day(self):
        """What people look at while things run, and what `aws ecs execute-command` asks for `exec`."""
        self.run("tags", self.environment, purpose="look")
        tasks = [json.loads(line) for line in self.run("tasks", "-json", self.environment, purpose="look").splitlines()]
        tasks = [task for task in tasks if task["type"] == "task"]
        for service in sorted({task["address"] for task in tasks}):
            self.run("logs", "-since=1h", self.environment, service, purpose="look", may_refuse=True)
        for task in tasks:
            place = {"cluster": task["arn"].split("/")[-2], "task": task["arn"]}
            policy = self.policy("exec")
            calls = [("DescribeTasks", {"cluster": place["cluster"], "tasks": [place["task"]]}), ("ExecuteCommand", place)]
            for operation, given in calls:
                self.calls.append(("exec", f"exec into {task['address']}", policy, {"service": "ecs", "operation": operation, "input": given}))

    def applies(self, *options):
        self.run("apply", "-auto-approve", "-allow-deletions", *options, self.environment)

    def judge(self):
        """What IAM would have refused."""
        place = self.place({})
        latest, former = None, None
        for purpose, command, policy, call in self.calls:
            if purpose == "apply" and policy is not latest:
                latest, former = policy, latest
            for request in requests(place, call):
                if policy.allows(request):
                    continue
                # What leaves the files is deleted by leave of the policy of before.
                if former and former.allows(request):
                    continue
                if purpose == "import" and request.action in IMPORT_ONLY:
                    continue
                yield f"{self.environment}: {command}: DENIED {request}"

    def place(self, roles):
        layers = [self.path / "environment.json", self.path.parent / "base" / "environment.json"]
        provider = {}
        for layer in layers:
            if layer.exists():
                provider = {**json.loads(layer.read_text()).get("provider", {}), **provider}
        return Place("aws", provider["region"], provider["accountId"], roles)


def others(life):
    """What the environment uses and others own: a repository and a log group of its account, a repository of another one."""
    for account, name, files in (
        (ACCOUNT, "others", {"repositories/lent.json": {}, "log-groups/agent.json": {"logGroupName": "/others/agent"}}),
        ("222222222222", "strangers", {"repositories/tools.json": {}}),
    ):
        provider = {"name": "simulated-aws", "region": REGION, "accountId": account}
        image = "lent" if account == ACCOUNT else "tools"
        other = Life(life.program, life.folder, f"envs/{name}")
        tags = {"image-tags.auto.tfvars.json": {"image_tags": {image: "1"}}}
        other.write({"environment.json": {"provider": provider, "cluster": "theirs", "images": {image: image}}, **tags, **files})
        other.run("apply", "-auto-approve", other.environment, purpose=None)
        other.run("simulate", "push", other.environment, f"{image}=1", purpose=None)


def live_everything(life):
    others(life)
    life.write(everything())
    life.run("simulate", "bucket", life.environment, purpose=None)
    life.looks()
    life.applies()
    life.run("simulate", "push", life.environment, "web=1.0", purpose=None)
    life.tag(web="1.0")
    life.looks()
    life.applies()
    life.run("continue", life.environment, "web")
    life.looks_by_day()
    # Another key for the state, which an alias names.
    former = everything()["environment.json"]["state"]["encryption"]
    life.edit("environment.json", lambda d: d["state"].update(encryption={"kmsKeyId": "alias/states", "fallback": [former]}))
    life.run("state", "encrypt", life.environment)
    life.applies()
    life.looks()
    # Everything that can be changed in place, there and back.
    life.edit("log-groups/web.json", lambda d: (d.pop("retentionInDays"), d.update(tags={"owner": "kim"}, deletionProtectionEnabled=True)))
    life.edit("log-groups/key.json", lambda d: d.pop("kmsKeyId"))
    life.edit("clusters/main.json", lambda d: d.update(capacityProviders=["FARGATE", "FARGATE_SPOT"], tags=[{"key": "owner", "value": "kim"}], settings=[{"name": "containerInsights", "value": "enabled"}]))
    life.edit("repositories/web.json", lambda d: (d.pop("lifecyclePolicy"), d.pop("repositoryPolicy"), d.update(imageTagMutability="MUTABLE", imageScanningConfiguration={"scanOnPush": False}, tags=[{"Key": "owner", "Value": "kim"}])))
    life.edit("task-definitions/work.json", lambda d: d.update(tags=[{"key": "owner", "value": "kim"}]))
    life.edit("services/work.json", lambda d: d.update(desiredCount=3, tags=[{"key": "owner", "value": "kim"}]))
    life.edit("scaling-targets/work.json", lambda d: d.update(MaxCapacity=8, Tags={"owner": "kim"}))
    life.edit("scaling-policies/work.json", lambda d: d["TargetTrackingScalingPolicyConfiguration"].update(TargetValue=50))
    life.edit("scheduled-actions/work.json", lambda d: d.update(Schedule="rate(2 days)"))
    life.applies()
    files = everything()
    life.write({name: files[name] for name in ("log-groups/web.json", "log-groups/key.json", "repositories/web.json")})
    life.edit("log-groups/web.json", lambda d: d.update(deletionProtectionEnabled=False))
    life.applies()
    # Rollouts that fail, in each way that asks for other evidence; the one that shifts traffic is stopped.
    for tag, fares in (("2.0", "exit:1"), ("3.0", "unhealthy"), ("4.0", "answers:500"), ("5.0", "exit:3@30")):
        life.run("simulate", "push", life.environment, f"web={tag},{fares}", purpose=None)
        life.tag(web=tag)
        life.applies()
        life.run("stop", life.environment, "web", may_refuse=True)
    life.tag(web="1.0")
    life.applies()
    life.run("rehearse", life.environment, purpose="plan")
    # Others change things.
    life.run("simulate", "scale", life.environment, "work=2..8,5", purpose=None)
    life.looks()
    life.applies()
    copy = Life(life.program, life.folder, "envs/copies/copy")
    copy.run("import", "-cluster", "shop", "-with-data-resources", "-provider", "simulated-aws", "-region", REGION, "-account", ACCOUNT, copy.environment, purpose="import")
    life.imported = copy
    # Kinds leave one by one, then all goes.
    for name in ("scheduled-actions/work.json", "scaling-policies/work.json"):
        (life.path / name).unlink()
    life.applies()
    life.write({name: files[name] for name in ("scheduled-actions/work.json", "scaling-policies/work.json")})
    life.applies()
    life.run("destroy", "-auto-approve", "-delete-data", life.environment)


def live(life):
    """What can be done with any environment."""
    life.looks()
    if not (life.path / "image-tags.auto.tfvars.json").exists():
        life.applies()
    else:
        document = json.loads((life.path / "image-tags.auto.tfvars.json").read_text())
        keys = sorted(document.get("image_tags", document))
        layers = [life.path] + ([life.folder / "envs" / "base"] if "extends" in (life.path / "environment.json").read_text() else [])
        targets = [f"-target=aws_ecr_repository.{file.stem}" for layer in layers for file in layer.glob("repositories/*.json")]
        life.applies(*targets)
        for number, fares in (("1111111", ""), ("2222222", ",exit:1"), ("1111111", "")):
            tags = {key: re.sub(r"(sha-|staging-|production-).*", rf"\g<1>{number}", document.get("image_tags", document)[key]) for key in keys}
            life.run("simulate", "push", life.environment, *(f"{key}={tags[key]}{fares}" for key in keys), purpose=None, may_refuse=True)
            life.tag(**tags)
            life.applies()
            life.looks()
        life.looks_by_day()
    life.run("destroy", "-auto-approve", "-delete-data", life.environment)


def structure(document):
    """What is wrong with a policy by itself: conditions that can never hold, resources of another kind than the action's."""
    for statement in document["Statement"]:
        for action in several(statement["Action"]):
            facts = FACTS["actions"].get(action)
            if facts is None:
                yield f"{action} is not an action of the reference"
                continue
            for keys in statement.get("Condition", {}).values():
                for key in keys:
                    if form(key) not in facts["conditions"]:
                        yield f"{action} knows no condition key {key}"
            if not facts["types"] and several(statement["Resource"]) != ["*"]:
                yield f"{action} can be allowed on * only"


def main():
    program, envs = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2])
    findings, used, printed = [], set(), {}
    with tempfile.TemporaryDirectory() as root:
        lives = []
        for name in ["everything", "staging", "prod"] + [f"examples/{path.name}" for path in sorted((envs / "examples").iterdir())]:
            folder = pathlib.Path(root) / name.replace("/", "-")
            shutil.copytree(envs, folder / "envs")
            life = Life(program, folder, f"envs/{name}")
            (live_everything if name == "everything" else live)(life)
            lives += [life, life.imported] if life.imported else [life]
        for life in lives:
            findings += life.judge()
            if life.environment == "envs/copies/copy":
                continue  # Only its import was lived.
            for (purpose, text), policy in life.policies.items():
                findings += [f"{life.environment}: {problem}" for problem in structure(json.loads(text))]
                for number, statement in enumerate(policy.statements):
                    kind = re.sub(r"\d+$", "", statement["Sid"])
                    for part in ("Action", "Resource"):
                        for value in several(statement[part]):
                            key = (life.environment if part == "Resource" else "", kind, part, value)
                            printed[key] = purpose
                            if (number, part, value) in policy.used:
                                used.add(key)
        for key in sorted(printed.keys() - used):
            if not any(all(map(re.fullmatch, reason[:3], key[1:])) for reason in UNUSED):
                findings.append(f"UNUSED {' '.join(key)} ({printed[key]})")
    for finding in dict.fromkeys(findings):
        print(finding)
    print(f"{sum(len(life.calls) for life in lives)} calls, {len(printed)} grants, {len(dict.fromkeys(findings))} findings")
    sys.exit(1 if findings else 0)


if __name__ == "__main__":
    main()
