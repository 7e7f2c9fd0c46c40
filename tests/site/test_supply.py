"""What the site is made of is known, and asking for holes never passes in silence."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

BASE_DIR = Path(settings.BASE_DIR)


def run(script: str, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, str(BASE_DIR / "requirements" / script), *arguments]
    return subprocess.run(command, capture_output=True, text=True, env={**os.environ, **environment}, check=False)


def test_each_pinned_package_is_named_with_version_hashes_and_license(tmp_path: Path) -> None:
    done = run("sbom.py", str(tmp_path / "sbom.json"))
    assert done.returncode == 0, done.stderr
    bill = json.loads((tmp_path / "sbom.json").read_text())
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    found = {one["name"].lower(): one for one in bill["components"]}
    pinned = [line for line in (BASE_DIR / "requirements/run.txt").read_text().splitlines() if "==" in line]
    assert len(bill["components"]) == len(pinned) > 20
    assert found["django"]["licenses"][0]["license"]["name"] == "BSD-3-Clause"
    assert all(one["hashes"] for one in found.values())
    assert not any("http" in json.dumps(one) for one in found.values()), "no address of an index"


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ("echo 'no route to host' >&2; exit 1", "no route to host"),
        ("exit 1", "ended without any output"),
    ],
)
def test_where_no_index_answers_it_fails_with_a_sentence(tmp_path: Path, answer: str, says: str) -> None:
    uv = tmp_path / "uv"
    uv.write_text(f"#!/bin/sh\n{answer}\n")
    uv.chmod(0o755)
    done = run("audit.py", PATH=f"{tmp_path}:/usr/bin:/bin")
    assert done.returncode == 1
    assert "Nothing was audited." in done.stderr
    assert says in done.stderr


def test_without_uv_too(tmp_path: Path) -> None:
    done = run("audit.py", PATH=str(tmp_path))
    assert (done.returncode, done.stderr.count("Nothing was audited.")) == (1, 1)


def test_a_hole_fails_with_what_was_found(tmp_path: Path) -> None:
    uv = tmp_path / "uv"
    uv.write_text("#!/bin/sh\necho 'Found 1 known vulnerability in 1 package' >&2; echo 'django 1.0 CVE-1'; exit 1\n")
    uv.chmod(0o755)
    done = run("audit.py", PATH=f"{tmp_path}:/usr/bin:/bin")
    assert (done.returncode, done.stdout) == (1, "django 1.0 CVE-1\n")
    assert "Nothing was audited" not in done.stderr
