"""What the demo brings: two cities, and invented facilities that come in by the same way as real ones."""

import json
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from facilities.directory import Problems, Row
from facilities.directory.names import known_codes
from facilities.directory.rows import make_row
from facilities.models import City, Facility, Tonight
from facilities.services.facilities import delist
from facilities.services.importing import EditionFacts, import_rows
from facilities.services.matching import key_of
from facilities.services.rankings import leave_out, make_ranking, publish_ranking

CITIES_FILE: Final = Path(__file__).parent.parent / "demo" / "cities.json"


@transaction.atomic
def load_cities() -> int:
    """How many there are. One that is there already stays as an editor left it. The caller rebuilds the search."""
    entries = json.loads(CITIES_FILE.read_text(encoding="utf-8"))
    for entry in entries:
        City.objects.get_or_create(slug=entry["slug"], defaults=entry)
    return len(entries)


@transaction.atomic
def load_tonight() -> int:
    """What the demo says to do tonight. Load the cities first."""
    entries = json.loads(CITIES_FILE.with_name("tonight.json").read_text(encoding="utf-8"))
    for entry in entries:
        slug = entry.pop("city", "")
        where = {"city": City.objects.get(slug=slug)} if slug else {"state": entry.pop("state")}
        Tonight.objects.get_or_create(**where, kind=entry.pop("kind"), defaults=entry)
    return len(entries)


FILE: Final = Path(__file__).parent.parent / "demo" / "facilities.json"


LEFT_OUT: Final = "Cedar Whistle Treatment"
REASON: Final = "It told us by phone that it is moving, and takes no new patients until then."


@transaction.atomic
def load_facilities() -> int:
    """How many there are. A second time changes nothing that is reported, and no slug."""
    load_cities()
    entries = json.loads(FILE.read_text(encoding="utf-8"))
    problems = Problems()
    rows = [make_row(entry, frozenset(entry["codes"].split()), n, problems) for n, entry in enumerate(entries, 1)]
    problems.settle()
    pairs = [(row, entry) for row, entry in zip(rows, entries, strict=True) if row]
    digest = sha256(FILE.read_bytes()).hexdigest()
    edition = EditionFacts("Demo", "Invented for this demonstration", digest, invented=True)
    report = import_rows(rows=[row for row, _ in pairs], codes=known_codes(), edition=edition)
    if not report.already:
        for row, entry in pairs:
            _set_ours(row, entry)
    return len(pairs)


@transaction.atomic
def load_rankings() -> None:
    """One for each city, and a second one for the city whose facility was left out since."""
    cities = City.objects.filter(facilities__in=Facility.objects.listed()).distinct()
    for city in cities:
        publish_ranking(ranking=make_ranking(city=city, by=None), by=None)
    facility = Facility.objects.get(name1=LEFT_OUT)
    leave_out(facility=facility, by=None, reason=REASON)
    publish_ranking(ranking=make_ranking(city=cities.get(facilities=facility), by=None), by=None)


def _set_ours(row: Row, entry: dict[str, Any]) -> None:
    """What editors would have set."""
    facility = Facility.objects.get(key=key_of(row))
    facility.takes_inquiries = entry.get("takes_inquiries", False)
    facility.relationship = entry.get("relationship", Facility.Relationship.NONE)
    confirmed = entry.get("last_confirmed_on")
    facility.last_confirmed_on = date.fromisoformat(confirmed) if confirmed else None
    facility.save(update_fields=["takes_inquiries", "relationship", "last_confirmed_on"])
    if "delisted_because" in entry:
        delist(facility=facility, by=None, because=entry["delisted_because"], on=date(2026, 7, 6))
