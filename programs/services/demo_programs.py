"""Invented programs for a site that shows how it works. They go through proposing, reviewing and publishing."""

import json
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from facilities.models import City, Facility
from programs.models import Program
from programs.services.proposals import propose, record_review, submit
from programs.services.publishing import publish_program

FILE: Final = Path(__file__).parent.parent / "demo" / "programs.json"


@transaction.atomic
def load_programs() -> int:
    """Load the facilities first: some programs are theirs. A program that is there already stays as it is."""
    entries = json.loads(FILE.read_text(encoding="utf-8"))
    known = set(Program.objects.values_list("slug", flat=True))
    for entry in entries:
        if entry["slug"] not in known:
            _load(entry)
    return len(entries)


def _load(entry: dict[str, Any]) -> None:
    program = Program.objects.create(
        slug=entry["slug"],
        name=entry["name"],
        setting=entry["setting"],
        city=City.objects.get(slug=entry["city"]),
        facility=Facility.objects.filter(slug=entry["facility"], edition__invented=True).first(),
        invented=True,
    )
    proposal = propose(target=program, words=entry["words"], base=0, by=None)
    if entry["reviewed_on"]:
        submit(proposal=proposal, by=None)
        record_review(proposal=proposal, by=None, on=date.fromisoformat(entry["reviewed_on"]), due=None)
    if entry["published_on"]:
        publish_program(program=program, by=None, on=date.fromisoformat(entry["published_on"]))
