"""A new kind of content: its own files, and one line elsewhere."""

import os
import re
import subprocess
import sys
import tomllib
from dataclasses import fields
from pathlib import Path

from rehabsite.settings import BASE_DIR, ROOMS
from search.kinds import Kind
from tests import rooms
from tests.rooms import contracts

GUIDE = BASE_DIR / "docs" / "guides" / "adding-a-kind.md"
FILES = BASE_DIR / "tests" / "kinds" / "leaflets"


def test_it_is_found_everywhere() -> None:
    """In a process of its own, since the site with the new kind is another site."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--ds=tests.kinds.settings"]
    done = subprocess.run(
        [*command, "tests/kinds/look.py"],
        cwd=BASE_DIR,
        env={**os.environ, "PYTEST_XDIST_WORKER": "", "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-3000:]


def test_the_guide_shows_these_very_files() -> None:
    shown = dict(
        re.findall(r"`leaflets/([\w/.]+)`:\n\n```\w+\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    )
    there = [path for path in FILES.rglob("*") if path.suffix in {".py", ".html"} and path.stat().st_size]
    files = {str(path.relative_to(FILES)): _as_told(path) for path in there if "0001" not in path.name}
    assert shown == files


def test_the_reference_names_every_part_of_a_kind() -> None:
    reference = (BASE_DIR / "docs" / "reference" / "kinds.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \|", reference, re.MULTILINE) == [field.name for field in fields(Kind)]


def test_the_import_contracts_hold_for_it_without_a_line_there() -> None:
    asked = tomllib.loads(contracts([*rooms.ROOMS, "leaflets"]))["tool"]["importlinter"]
    apart, inside, *_plain = asked["contracts"]
    assert {*ROOMS, *rooms.ROOMS, "leaflets"} == {*asked["root_packages"]} == {*inside["containers"]}
    assert apart["layers"][:2] == ["rehabsite", "contact | articles | leaflets"]


def _as_told(path: Path) -> str:
    """Outside of the tests it has a shorter name, and comes before what it imports of the site."""
    text = path.read_text(encoding="utf-8").replace("tests.kinds.leaflets", "leaflets")
    return re.sub(
        r"(?m)(?:^from (?:leaflets|search)\b.*\n)+", lambda block: "".join(sorted(block[0].splitlines(True))), text
    )
