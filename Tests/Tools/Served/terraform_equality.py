"""What reconcile made is what Terraform would have made, and the other way round, on our served cloud.

Usage: python terraform_equality.py RECONCILE

1. After `reconcile apply` Terraform imports everything and plans the equivalent configuration: nothing to change.
2. After `terraform apply` in an account of its own, `reconcile import` and its plan: nothing to change; and the environment
   that a person wrote plans nothing but adoptions, and after their apply nothing at all.

`terraform` must be on the PATH; TERRAFORM_PLUGINS names a directory with the AWS provider for `init -plugin-dir`. Prints what
differs and exits with 1. Exits with 77 where there is no Terraform.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import shop

ROOT = Path(__file__).resolve().parents[3]
SKIPPED = 77

# Arguments that only say how Terraform itself behaves; no call of the API has them, so an import cannot know them.
TERRAFORM_ONLY = {
    "aws_ecs_task_definition": {"skip_destroy", "track_latest"},
    "aws_ecs_service": {"wait_for_steady_state"},
    "aws_ecr_repository": {"force_delete"},
    "aws_cloudwatch_log_group": {"skip_destroy"},
}


class Cloud:
    def __init__(self, program, directory):
        self.program, self.directory = program, directory
        self.file = directory / "cloud.sqlite"
        self.process = subprocess.Popen(
            [program, "simulate", "-listen", "127.0.0.1:0", "-cloud", str(self.file), "-speed", "60"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)  # fmt: skip
        self.address = re.search(r"http://[0-9.:]+", self.process.stdout.readline()).group(0)
        self.variables = {
            "PATH": f"{directory}/warm:{ROOT}/.venv/bin:{os.environ['PATH']}", "HOME": str(directory),
            "AWS_ENDPOINT_URL": self.address, "AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing",
            "AWS_EC2_METADATA_DISABLED": "true", "AWS_REGION": shop.REGION, "RECONCILE_CLOUD_SPEED": "60",
            "TF_IN_AUTOMATION": "1", "CHECKPOINT_DISABLE": "1",
        }  # fmt: skip

    def run(self, *words, allowed=(0,)):
        done = subprocess.run(
            [str(word) for word in words], cwd=self.directory, env=self.variables, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)  # fmt: skip
        if done.returncode not in allowed:
            sys.exit(f"{done.stdout[-6000:]}\n{' '.join(map(str, words))} ended with {done.returncode}")
        return done.stdout

    def reconcile(self, *words, **more):
        return self.run(self.program, *words, **more)

    def terraform(self, *words):
        if not (self.directory / ".terraform").exists():
            plugins = os.environ.get("TERRAFORM_PLUGINS")
            self.run("terraform", "init", "-no-color", *([f"-plugin-dir={plugins}"] if plugins else []))
        return self.run("terraform", *words)

    def push(self):
        self.reconcile("simulate", "push", "-cloud", self.file, "envs/shop", f"app={shop.TAG}")

    def stop(self):
        self.process.terminate()
        self.process.wait()


def differences(plan):
    """What Terraform would do, beside importing: one line for each argument that is not as configured."""
    for change in plan["resource_changes"]:
        if change["change"]["actions"] == ["no-op"]:
            continue
        before, after = change["change"]["before"] or {}, change["change"]["after"] or {}
        ignored = TERRAFORM_ONLY.get(change["type"], set())
        for name in sorted(set(before) | set(after)):
            if before.get(name) != after.get(name) and name not in ignored:
                yield f"{change['address']}: {name}: {json.dumps(before.get(name))} → {json.dumps(after.get(name))}"
        if "create" in change["change"]["actions"] or "delete" in change["change"]["actions"]:
            yield f"{change['address']}: {' and '.join(change['change']['actions'])}"


def terraform_after_reconcile(cloud):
    cloud.reconcile("apply", "-auto-approve", "-target", "aws_ecr_repository.app", "envs/shop")
    cloud.push()
    cloud.reconcile("apply", "-auto-approve", "-preflight=off", "envs/shop")
    cloud.reconcile("simulate", "scale", "-cloud", cloud.file, "envs/shop", "web=1..4")
    shop.write_terraform(cloud.directory, imports=True)
    cloud.terraform("plan", "-no-color", "-out=plan")
    yield from differences(json.loads(cloud.terraform("show", "-json", "plan")))


def reconcile_after_terraform(cloud):
    shop.write_terraform(cloud.directory, imports=False)
    cloud.terraform("apply", "-no-color", "-auto-approve", "-target=aws_ecr_repository.app")
    cloud.push()
    cloud.terraform("apply", "-no-color", "-auto-approve")
    again = json.loads(cloud.terraform("plan", "-no-color", "-out=plan") and cloud.terraform("show", "-json", "plan"))
    yield from (f"Terraform's own second plan: {line}" for line in differences(again))

    cloud.reconcile(
        "import", "-cluster", "shop", "-with-data-resources", "-region", shop.REGION, "-account", shop.ACCOUNT, "envs/copy")
    text = cloud.reconcile("plan", "-preflight=off", "envs/copy")
    if "No changes." not in text:
        yield f"after reconcile import:\n{text}"

    text = cloud.reconcile("plan", "-preflight=off", "envs/shop")
    if not re.search(r"^Plan: \d+ to adopt, 0 to add, 0 to change, 0 to destroy", text, re.MULTILINE):
        yield f"the environment that a person wrote:\n{text}"
    cloud.reconcile("apply", "-auto-approve", "-preflight=off", "envs/shop")
    text = cloud.reconcile("plan", "-preflight=off", "envs/shop")
    if "No changes." not in text:
        yield f"after its apply:\n{text}"


def main(program):
    if not shutil.which("terraform"):
        print("terraform is not on the PATH")
        sys.exit(SKIPPED)
    found = 0
    for title, work in [("after reconcile apply", terraform_after_reconcile), ("after terraform apply", reconcile_after_terraform)]:
        with tempfile.TemporaryDirectory() as folder:
            shop.write_environment(Path(folder) / "envs" / "shop")
            cloud = Cloud(program, Path(folder))
            try:
                for line in work(cloud):
                    print(f"{title}: {line}", flush=True)
                    found += 1
            finally:
                cloud.stop()
    if found:
        sys.exit(1)
    print(f"{len(shop.resources())} resources are the same to both")


if __name__ == "__main__":
    main(str(Path(sys.argv[1]).resolve()))
