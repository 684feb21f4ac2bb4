#!/usr/bin/env python3
"""Writes where the services of AWS that reconcile calls are reached into Sources/AWSHTTPS/Generated/EndpointTable.swift.

    scripts/generate-endpoints.py            writes the file, by the rules of the botocore that is installed
    scripts/generate-endpoints.py --check    says whether it would change, and changes nothing
    scripts/generate-endpoints.py --list     prints service, region, variant, URL and signing region of each, for the tests

A line of the table is `service variant partition template signing-region`. The partition `*` is each that has no line of
its own; in the template `{region}`, `{dns}` and `{dual}` stand for the region and the suffixes of its partition.
"""

import sys
from collections import Counter
from pathlib import Path

from botocore.endpoint_provider import EndpointProvider
from botocore.exceptions import EndpointProviderError
from botocore.loaders import Loader

FILE = Path(__file__).resolve().parent.parent / "Sources/AWSHTTPS/Generated/EndpointTable.swift"
SERVICES = [
    "application-autoscaling", "ec2", "ecr", "ecs", "elbv2", "iam", "kms", "logs", "s3", "secretsmanager", "ssm", "sso", "sts",
]  # fmt: skip
VARIANTS = {"plain": (False, False), "dual": (False, True), "fips": (True, False), "fips-dual": (True, True)}


def resolved():
    """Service, region, partition, variant, URL (empty where there is none) and signing region."""
    loader = Loader()
    partitions = loader.load_data("partitions")
    for service in SERVICES:
        provider = EndpointProvider(loader.load_service_model(service, "endpoint-rule-set-1"), partitions)
        for partition in partitions["partitions"]:
            for region in sorted(name for name in partition["regions"] if not name.endswith("global")):
                for variant, (fips, dual) in VARIANTS.items():
                    parameters = {"Region": region, "UseFIPS": fips, "UseDualStack": dual}
                    if service == "sts":
                        parameters["UseGlobalEndpoint"] = False
                    try:
                        endpoint = provider.resolve_endpoint(**parameters)
                    except EndpointProviderError:
                        yield service, region, partition, variant, "", ""
                        continue
                    schemes = endpoint.properties.get("authSchemes", [])
                    signing = next((scheme["signingRegion"] for scheme in schemes if "signingRegion" in scheme), region)
                    yield service, region, partition, variant, endpoint.url.removeprefix("https://"), signing


def lines():
    found = {}
    for service, region, partition, variant, host, signing in resolved():
        found.setdefault((service, variant), {}).setdefault(partition["id"], []).append((region, partition, host, signing))
    for (service, variant), partitions in sorted(found.items()):
        templates = {name: template(regions) for name, regions in partitions.items()}
        usual, count = Counter(templates.values()).most_common(1)[0]
        if count > 1:
            yield f"{service} {variant} * {usual}"
        for name, one in sorted(templates.items()):
            if count == 1 or one != usual:
                yield f"{service} {variant} {name} {one}"


def template(regions):
    """One text for all regions of a partition."""
    hosts = {host for _, _, host, _ in regions}
    signings = {signing for _, _, _, signing in regions}
    if hosts == {""}:
        return "- -"
    if len(regions) > 1 and len(hosts) == 1:
        texts = {suffixed(next(iter(hosts)), regions[0][1])}
    else:
        texts = {suffixed(host.replace(f".{region}.", ".{region}."), partition) for region, partition, host, _ in regions}
    assert len(texts) == 1, texts
    own = all(signing == region for region, _, _, signing in regions)
    assert own or len(signings) == 1, signings
    return f"{texts.pop()} {'{region}' if own else signings.pop()}"


def suffixed(host, partition):
    for name, suffix in (("{dual}", partition["outputs"]["dualStackDnsSuffix"]), ("{dns}", partition["outputs"]["dnsSuffix"])):
        if host.endswith("." + suffix):
            return host[: -len(suffix)] + name
    return host


def text():
    table = "\n".join("    " + line for line in lines())
    return f'''// Written by scripts/generate-endpoints.py from botocore's endpoint rules; `make model` writes it anew.

enum EndpointTable {{
  static let text = """
{table}
    """
}}
'''


def main():
    if sys.argv[1:] == ["--list"]:
        for service, region, _, variant, host, signing in resolved():
            print(service, region, variant, host or "-", signing or "-")
        return 0
    wanted = text()
    if sys.argv[1:] == ["--check"]:
        isCurrent = FILE.exists() and FILE.read_text() == wanted
        print("current" if isCurrent else f"{FILE.name} would change")
        return 0 if isCurrent else 1
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(wanted)
    return 0


sys.exit(main())
