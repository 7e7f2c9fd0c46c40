"""Invented programs for a site that shows how it works. They go through proposing, reviewing and publishing."""

import json
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from facilities.models import City, Facility
from programs.models import Program
from review.models import Person
from review.services.people import free_slug
from review.services.publishing import publish, record_review, submit
from review.services.revising import save

REVIEWER: Final = "Anneke Valdor"
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
    revision = save(subject=program, words=entry["words"], base=None, by=None).latest
    if entry["reviewed_on"]:
        reviewer = _invented(REVIEWER)
        submit(revision=revision, by=None)
        record_review(revision=revision, reviewer=reviewer, on=date.fromisoformat(entry["reviewed_on"]))
    if entry["published_on"]:
        publish(revision=revision, by=None, on=date.fromisoformat(entry["published_on"]))


def _invented(name: str) -> Person:
    """Who signs in the demonstration. What they sign names them as invented."""
    found, _made = Person.objects.get_or_create(
        name=name, defaults={"slug": free_slug(Person, name, 80), "invented": True}
    )
    return found
