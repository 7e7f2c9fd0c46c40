"""The two cities of the demo. A site of one's own begins with none: a site manager adds them."""

import json
from pathlib import Path
from typing import Final

from django.db import transaction

from facilities.models import City, Tonight

FILE: Final = Path(__file__).parent.parent / "demo" / "cities.json"


@transaction.atomic
def load_cities() -> int:
    """How many there are. One that is there already stays as an editor left it. The caller rebuilds the search."""
    entries = json.loads(FILE.read_text(encoding="utf-8"))
    for entry in entries:
        City.objects.get_or_create(slug=entry["slug"], defaults=entry)
    return len(entries)


@transaction.atomic
def load_tonight() -> int:
    """What the demo says to do tonight. Load the cities first."""
    entries = json.loads(FILE.with_name("tonight.json").read_text(encoding="utf-8"))
    for entry in entries:
        city = City.objects.get(slug=entry.pop("city"))
        Tonight.objects.get_or_create(city=city, kind=entry.pop("kind"), defaults=entry)
    return len(entries)
