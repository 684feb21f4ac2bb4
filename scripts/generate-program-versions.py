#!/usr/bin/env python3
"""Writes Sources/AWSCommandLine/Versions/CLISupportReleases.swift: which release of the aws program learned which member.

    scripts/generate-program-versions.py            writes it
    scripts/generate-program-versions.py --check    says whether it would change, and changes nothing

RELEASES below is written by hand, from two sources that must agree:
- aws-cli's changelog, which since 2017 is one file for each release (.changes/1.36.7.json on its branch `develop`,
  .changes/2.22.2.json on `v2`). The same words stand in a release of version 1 and in one of version 2. Version 2 has been
  made on the same day since the end of 2023; before that, it came some days later.
- botocore's API model of the release that this version 1 requires (`awscli==1.36.7` requires `botocore==1.35.66`).

For each of them the model is fetched with pip (some 10 MB each, once, into .build/api-models), and what it has and its
predecessor here has not is written down as learned by it. So a release that is missing here makes a member look younger
than it is, never older: run this again when scripts/requirements.txt names a newer botocore, and add the releases that the
changelog names. A member of another service than the entry's stops the script, since then a release is missing.

What version 1.22.0 and 2.4.0 (November 2021) knew is taken as known.
"""

import json
import subprocess
import sys
import tempfile
import zipfile
from gzip import decompress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "Sources/AWSCommandLine/Versions/CLISupportReleases.swift"
MODELS = ROOT / ".build/api-models"

BASE = "1.23.0"
# (version 1, version 2, the botocore of version 1, service, what the changelog says)
RELEASES = [
    ("1.22.69", "2.4.24", "1.24.14", "ecs", "UpdateService API now supports additional parameters"),
    ("1.26.5", "2.8.8", "1.28.5", "logs", "support tagging for destinations and log groups with TagResource"),
    ("1.27.17", "2.9.2", "1.29.17", "ecs", "support for ECS Service Connect"),
    ("1.27.31", "2.9.9", "1.29.31", "ecs", "support for container port ranges"),
    ("1.27.33", "2.9.9", "1.29.33", "ecs", "support for alarm-based rollbacks"),
    ("1.27.165", "2.12.7", "1.29.165", "ecs", "new field \"credentialspecs\""),
    ("1.29.85", "2.13.36", "1.31.85", "ecs", "a Client Token parameter to the ECS RunTask API"),
    ("1.30.7", "2.13.39", "1.32.7", "logs", "LogGroupClass attribute for LogGroups"),
    ("1.32.17", "2.15.10", "1.34.17", "ecs", "ElasticBlockStorage volume configurations"),
    ("1.32.24", "2.15.14", "1.34.24", "ecs", "TLS and Configurable Timeout to ECS Service Connect"),
    ("1.33.5", "2.16.5", "1.34.123", "ecs", "customer-managed keys for ECS managed storage encryption"),
    ("1.33.44", "2.17.31", "1.34.162", "ecs", "ECS container restart feature"),
    ("1.35.18", "2.18.18", "1.35.52", "ecs", "service deployments and service revisions"),
    ("1.36.5", "2.22.0", "1.35.64", "ecs", "VPC Lattice configurations"),
    ("1.36.6", "2.22.1", "1.35.65", "ecs", "version consistency feature for individual containers"),
    ("1.36.7", "2.22.2", "1.35.66", "ecs", "Availability Zone rebalancing"),
    ("1.36.24", "2.22.19", "1.35.83", "ecs", "enableFaultInjection task definition parameter"),
    ("1.40.0", "2.27.0", "1.38.1", "ecs", "roll back an In_Progress ECS Service Deployment"),
    ("1.40.14", "2.27.14", "1.38.15", "ecs", "EBS volumeInitializationRate parameter"),
    ("1.41.5", "2.27.51", "1.39.5", "ecs", "native blue/green deployments"),
    ("1.41.11", "2.27.57", "1.39.11", "ecr", "Image Tag Mutability Exception feature"),
    ("1.42.29", "2.30.0", "1.40.29", "ecs", "hook details for Amazon ECS lifecycle hooks"),
    ("1.42.61", "2.31.24", "1.40.61", "ecs", "native linear and canary service deployments"),
    ("1.42.63", "2.31.26", "1.40.63", "ecs", "Service Connect now supports Envoy access logs"),
    ("1.43.3", "2.32.4", "1.41.3", "logs", "LogGroup Deletion Protection"),
    ("1.44.75", "2.34.26", "1.42.85", "ecs", "mounting Amazon S3 Files"),
    ("1.45.10", "2.34.49", "1.43.10", "ecs", "Pause lifecycle hooks for service deployments"),
]

# The operations that reconcile calls and that have, or are, something younger than BASE. Of those that only ask, reconcile
# sends nothing young.
OPERATIONS = {
    "ecs/2014-11-13": [
        "CreateCluster", "CreateService", "PutClusterCapacityProviders", "RegisterTaskDefinition", "RunTask",
        "UpdateCluster", "UpdateService", "DescribeServiceDeployments", "StopServiceDeployment", "ContinueServiceDeployment",
    ],
    "ecr/2015-09-21": ["CreateRepository", "PutImageTagMutability", "PutImageScanningConfiguration"],
    "logs/2014-03-28": [
        "CreateLogGroup", "PutRetentionPolicy", "PutLogGroupDeletionProtection", "ListTagsForResource", "TagResource",
        "UntagResource",
    ],
}  # fmt: skip


def fetch(version):
    """The models of one release of botocore, in MODELS."""
    folder = MODELS / version
    if folder.is_dir():
        return folder
    print(f"fetching botocore {version}", file=sys.stderr)
    with tempfile.TemporaryDirectory() as temporary:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        subprocess.run([*command, "--dest", temporary, f"botocore=={version}"], check=True)
        wheel = zipfile.ZipFile(next(Path(temporary).glob("*.whl")))
        folder.mkdir(parents=True)
        for service in OPERATIONS:
            path = f"botocore/data/{service}/service-2.json"
            packed = f"{path}.gz" in wheel.namelist()
            text = decompress(wheel.read(f"{path}.gz")) if packed else wheel.read(path)
            (folder / f"{service.split('/')[0]}.json").write_bytes(text)
    return folder


def known(version):
    """`ecs CreateService` and `ecs CreateService.loadBalancers[].containerName` … that this botocore knows."""
    folder = fetch(version)
    found = set()
    for service, operations in OPERATIONS.items():
        name = service.split("/")[0]
        model = json.loads((folder / f"{name}.json").read_text())
        for operation in operations:
            if operation not in model["operations"]:
                continue
            path = f"{name} {operation}"
            found.add(path)
            found |= members(model["shapes"], model["operations"][operation].get("input", {}).get("shape"), path, ())
    return found


def members(shapes, name, path, outer):
    shape = shapes.get(name, {"type": "none"})
    if shape["type"] == "list":
        return members(shapes, shape["member"]["shape"], f"{path}[]", outer)
    if shape["type"] != "structure" or name in outer:
        return set()
    found = set()
    for member, reference in shape["members"].items():
        below = f"{path}.{member}"
        found |= {below} | members(shapes, reference["shape"], below, (*outer, name))
    return found


def learned():
    """For each release: what it has and the one before it has not, without what came with its parent."""
    sets = [known(BASE)] + [known(release[2]) for release in RELEASES]
    for number, (v1, v2, _, service, words) in enumerate(RELEASES, start=1):
        # A member that was taken back for a while is learned by the release that brings it for good.
        new = {path for path in sets[number] - sets[number - 1] if all(path in later for later in sets[number:])}
        for path in new:
            if not path.startswith(f"{service} "):
                sys.exit(f"{v1} has {path}, which is not of {service}: a release is missing in RELEASES")
        roots = {path for path in new if path.rpartition(".")[0].removesuffix("[]") not in new}
        yield v1, v2, words, sorted(roots)
    kept = set.intersection(*sets[1:])
    if not sets[0] <= kept:
        print(f"no longer in the API: {sorted(sets[0] - kept)}", file=sys.stderr)


def swift():
    lines = [
        "// Written by scripts/generate-program-versions.py, where the sources stand. Not to be changed by hand.",
        "",
        "extension CLISupportRelease {",
        "  /// Oldest first. What versions 1.22.0 and 2.4.0 knew is not listed.",
        "  static let all: [CLISupportRelease] = [",
    ]
    for v1, v2, words, paths in learned():
        lines.append(f"    // {words}")
        texts = [json.dumps(path) for path in paths]
        if len(texts) == 1:
            lines.append(f'    CLISupportRelease("{v1}", "{v2}", [{texts[0]}]),')
        else:
            lines += [f'    CLISupportRelease(', f'      "{v1}", "{v2}",', "      [", *(f"        {text}," for text in texts), "      ]),"]
    return "\n".join([*lines, "  ]", "}", ""])


def main():
    if sys.argv[1:] not in ([], ["--check"]):
        sys.exit(__doc__)
    text = swift()
    if sys.argv[1:]:
        sys.exit(0 if TARGET.read_text() == text else f"{TARGET.relative_to(ROOT)} would change")
    TARGET.write_text(text)


main()
