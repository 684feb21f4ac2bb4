#!/usr/bin/env python3
"""Writes what AWS's own model says about the calls that reconcile makes and simulates into Sources/APIModel/Generated.

    scripts/generate-model.py            writes the files, from the botocore that scripts/model-requirements.txt pins
    scripts/generate-model.py --check    says which of them would change, and changes nothing
    scripts/generate-model.py --news     says which members, values and limits the newest botocore has beyond them

Structure only: names, types, required members, enumerations, ranges, lengths and patterns. Each line of the text is one
shape, with tabs between its parts; Sources/APIModel/ModelReader.swift reads it.
"""

import sys

from api_model import ROOT, SERVICES, Botocore, newest, operations

FOLDER = ROOT / "Sources" / "APIModel" / "Generated"
TYPES = {
    "string": "s", "integer": "i", "long": "l", "double": "d", "float": "d", "boolean": "b", "timestamp": "t", "blob": "x",
}  # fmt: skip


def bounds(shape):
    return [str(shape.get("min", "")), str(shape.get("max", ""))]


def line(name, shape):
    """One shape as text. What is at its end and empty is left out."""
    kind = shape["type"]
    if shape.get("document"):
        parts = ["a"]
    elif kind == "structure":
        required = set(shape.get("required", []))
        parts = ["{"]
        for member, target in shape["members"].items():
            parts += [("*" if member in required else "") + member, target["shape"]]
    elif kind == "list":
        parts = ["[", shape["member"]["shape"], *bounds(shape)]
    elif kind == "map":
        parts = ["<", shape["key"]["shape"], shape["value"]["shape"], *bounds(shape)]
    elif "enum" in shape:
        parts = ["=", *shape["enum"]]
    else:
        parts = [TYPES[kind], *bounds(shape), shape.get("pattern", "")]
    while parts[-1] == "":
        parts.pop()
    return "\t".join([name, *parts])


def reachable(shapes, names):
    found, open_names = set(), list(names)
    while open_names:
        name = open_names.pop()
        if name in found:
            continue
        found.add(name)
        shape = shapes[name]
        for part in [*shape.get("members", {}).values(), *(shape[key] for key in ("member", "key", "value") if key in shape)]:
            open_names.append(part["shape"])
    return found


def lines(service, botocore):
    model = botocore.model(service)
    rows, roots = [], []
    for operation in operations(service, model):
        ends = [model["operations"][operation].get(end, {}).get("shape", "") for end in ("input", "output")]
        rows.append("\t".join([operation, ">", *ends]).rstrip("\t"))
        roots += [end for end in ends if end]
    return rows + [line(name, model["shapes"][name]) for name in sorted(reachable(model["shapes"], roots))]


def constant(service):
    first, *rest = service.split("-")
    return first + "".join(word.capitalize() for word in rest)


def header(botocore):
    return (
        f"// swift-format-ignore-file\n// Written by scripts/generate-model.py from botocore {botocore.version}. "
        "Do not edit; run `make model`.\n\n"
    )


def files(botocore):
    texts = {
        "ModelRelease.swift": header(botocore)
        + "extension ModelRelease {\n  /// Of the model that this program knows.\n"
        + f'  package static let known = ModelRelease(botocore: "{botocore.version}", date: "{botocore.date}")\n}}\n'
    }
    for service in SERVICES:
        name = constant(service)
        text = "\n".join(lines(service, botocore))
        assert '"""##' not in text
        texts[f"{name[0].upper()}{name[1:]}Model.swift"] = (
            header(botocore) + f'extension ModelText {{\n  static let {name} = ##"""\n{text}\n"""##\n}}\n'
        )
    return texts


def news():
    """Lines that the newest model has and the pinned one has not."""
    ours, theirs = Botocore(), Botocore(newest())
    print(f"known: botocore {ours.version} of {ours.date}; newest: {theirs.version} of {theirs.date}")
    for service in SERVICES:
        before = dict(row.split("\t", 1) for row in lines(service, ours))
        for row in lines(service, theirs):
            name, text = row.split("\t", 1)
            if name not in before:
                print(f"{service}: {name} is new")
            elif before[name] != text:
                known = set(before[name].split("\t"))
                added = [part for part in text.split("\t") if part not in known]
                print(f"{service}: {name}: {', '.join(added) or 'less than before'}")
    return 0


def write(check):
    stale = 0
    for name, text in files(Botocore()).items():
        path = FOLDER / name
        if path.exists() and path.read_text() == text:
            continue
        stale += 1
        print(f"{path.relative_to(ROOT)} {'would change' if check else 'written'}")
        if not check:
            FOLDER.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    return 1 if check and stale else 0


def main():
    match sys.argv[1:]:
        case []:
            return write(check=False)
        case ["--check"]:
            return write(check=True)
        case ["--news"]:
            return news()
    raise SystemExit(__doc__)


if __name__ == "__main__":
    sys.exit(main())
