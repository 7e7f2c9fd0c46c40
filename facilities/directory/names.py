"""From the names that FindTreatment.gov writes to the codes that the workbook writes."""

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path

from facilities.directory.rows import Code

_FILE = Path(__file__).with_name("service_codes.csv")


@cache
def known_codes() -> tuple[Code, ...]:
    """Those of SAMHSA's editions of 2022 and 2023, and a few that only FindTreatment.gov has."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Code(line["code"], line["name"], "", line["category_code"], line["category_name"])
            for line in csv.DictReader(file)
        )


def code_of(name: str, category: str) -> str | None:
    """None for a name that is not known, or that means several things and stands in none of their categories."""
    found = _by_name().get(_plain(name), {})
    if category in found:
        return found[category]
    return next(iter(found.values())) if len(found) == 1 else None


@cache
def _by_name() -> dict[str, dict[str, str]]:
    """For each name, present and former, the codes by category. Categories have been renamed, names seldom."""
    table: dict[str, dict[str, str]] = defaultdict(dict)
    with _FILE.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            for name in (line["name"], *filter(None, line["former_names"].split(" | "))):
                table[_plain(name)][line["category_code"]] = line["code"]
    return dict(table)


def _plain(name: str) -> str:
    return " ".join(name.replace("®", "").casefold().split())
