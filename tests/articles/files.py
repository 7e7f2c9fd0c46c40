"""Files for the import, and what becomes of them."""

from io import BytesIO
from pathlib import Path

from PIL import Image as Pillow

from articles.transfer.importing import import_paths

FULL = """\
---
title: Starting methadone
slug: starting-methadone
summary: Your first weeks.
city: austin
phases: [medication, aftercare]
tags: [First steps, Methadone]
writer: Wanda Writer
editor: Ed Editor
reviewer: Rita Reviewer
reviewed_on: 2026-03-12
next_review_due: 2027-01-31
published_on: 2026-03-19
sources:
  - title: Information about methadone
    publisher: FDA
    year: 2024
    url: https://www.fda.gov/methadone
    checked_on: 2026-02-01
  - title: FindTreatment.gov
questions:
  - question: Is it safe?
    answer: "Yes, as prescribed.[^1]"
  - question: Does it take long?
    answer: Some weeks.
---

## Day one

You get a first dose.[^1]
"""
# Front matter without a review, and with one.
DRAFT = "---\ntitle: {title}\nwriter: Wanda Writer\n---\n\n{body}\n"
REVIEWED = DRAFT.replace("---\n\n", "reviewer: Rita Reviewer\nreviewed_on: 2026-03-12\n{more}---\n\n")


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def draft(title: str = "A title", body: str = "Some text.") -> str:
    return DRAFT.format(title=title, body=body)


def reviewed(title: str = "A title", body: str = "Some text.", *, more: str = "") -> str:
    return REVIEWED.format(title=title, body=body, more=more)


def outcomes(*paths: Path) -> dict[str, str]:
    """Each file's name and what happened to it."""
    return {result.path.name: result.outcome for result in import_paths(paths)}


def problems(*paths: Path) -> list[tuple[str, int, str]]:
    """File, line and sentence of each."""
    results = import_paths(paths)
    return [(result.path.name, found.line, found.message) for result in results for found in result.problems]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def picture(colour: str = "teal", size: tuple[int, int] = (60, 40)) -> bytes:
    out = BytesIO()
    Pillow.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()
