#!/usr/bin/env python3
"""Plays the steps of action.yml as GitHub's runner does, with a release that lies in a folder, and says what came of it.

    play_action.py PROGRAM VERSION COMMAND [DIRECTORY]

A way to PROGRAM is packed as release VERSION; COMMAND is what the action is asked to run, in DIRECTORY. Steps of other actions are
skipped, as on a runner whose cache is empty. Prints what the steps printed, then `exit-code` as the action's output has it.
"""

import hashlib
import os
import platform
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[3]


def pack(program, version, folder):
    name = f"reconcile-{version}-linux-{platform.machine()}"
    place = folder / f"v{version}"
    place.mkdir(parents=True)
    archive = place / f"{name}.tar.gz"
    # What is built for debugging is large; a word that leads to it unpacks as well.
    wrapper = folder / "reconcile"
    wrapper.write_text(f'#!/bin/sh\nexec "{program}" "$@"\n')
    wrapper.chmod(0o755)
    with tarfile.open(archive, "w:gz") as packed:
        packed.add(wrapper, f"{name}/bin/reconcile")
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    (place / f"{name}.tar.gz.sha256").write_text(f"{digest}  {name}.tar.gz\n")


def main(program, version, command, directory="."):
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    with tempfile.TemporaryDirectory() as scratch:
        scratch = Path(scratch)
        pack(program, version, scratch / "releases")
        output, path = scratch / "output", scratch / "path"
        values = {
            "inputs.version": version, "inputs.command": command, "inputs.working-directory": directory,
            "steps.cache.outputs.cache-hit": "", "runner.temp": str(scratch), "runner.os": "Linux", "runner.arch": "X64",
            "github.server_url": f"file://{scratch}", "github.action_repository": "owner/reconcile",
        }  # fmt: skip

        def filled(text):
            text = re.sub(r"\$\{\{ *([a-z_.-]+) *\}\}", lambda match: values[match.group(1)], text)
            return text.replace("/owner/reconcile/releases/download", "/releases")

        for step in action["runs"]["steps"]:
            if "run" not in step:
                continue
            variables = {
                **os.environ, **{name: filled(value) for name, value in step.get("env", {}).items()}, "GITHUB_OUTPUT": str(output),
                "GITHUB_PATH": str(path), "GITHUB_ACTION_PATH": str(ROOT), "RUNNER_TEMP": str(scratch),
            }  # fmt: skip
            place = filled(step.get("working-directory", "."))
            done = subprocess.run(["bash", "-eo", "pipefail", "-c", step["run"]], env=variables, cwd=place)
            if done.returncode:
                break
        print(output.read_text().strip() if output.exists() else "no exit-code", flush=True)
        return done.returncode


sys.exit(main(*sys.argv[1:]))
