"""What the site is made of: each package that `requirements/run.txt` pins, with version, hashes and license.

In the format of CycloneDX 1.5. Standard library only; licenses are read from the packages in this environment, so
nothing is asked for over the network.
"""

import json
import re
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

PINS = Path(__file__).with_name("run.txt")
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;\\]+)", re.MULTILINE)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
CLASSIFIER = "License :: OSI Approved :: "


def components() -> Iterator[dict[str, Any]]:
    text = PINS.read_text(encoding="utf-8")
    found = list(PIN.finditer(text))
    for pin, following in zip(found, [*found[1:], None], strict=True):
        name, version = pin.groups()
        part = text[pin.end() : following.start() if following else len(text)]
        yield {
            "type": "library",
            "name": name,
            "version": version,
            "purl": f"pkg:pypi/{name.lower()}@{version}",
            "licenses": [{"license": {"name": license_of(name)}}],
            "hashes": [{"alg": "SHA-256", "content": digest} for digest in HASH.findall(part)],
        }


def license_of(name: str) -> str:
    """As the package says it itself. Some are pinned for other systems, and are not here to be asked."""
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return "unknown: not installed on this system"
    classifiers = [line.removeprefix(CLASSIFIER) for line in told.get_all("Classifier") or [] if CLASSIFIER in line]
    said = _first(told, "License-Expression") or " and ".join(classifiers) or _first(told, "License").split("\n")[0]
    return said or "unknown: the package does not say"


def _first(told: metadata.PackageMetadata, field: str) -> str:
    return str((told.get_all(field) or [""])[0])


def bill() -> dict[str, Any]:
    about = {
        "component": {"type": "application", "name": "rehabsite", "licenses": [{"license": {"id": "BSD-3-Clause"}}]}
    }
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": about,
        "components": list(components()),
    }


def main(target: str) -> None:
    made = bill()
    file = Path(target)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
    unknown = [
        one["name"] for one in made["components"] if one["licenses"][0]["license"]["name"].startswith("unknown")
    ]
    print(f"{target}: {len(made['components'])} packages. License not known here: {', '.join(unknown) or 'none'}.")


if __name__ == "__main__":
    main(*sys.argv[1:])
