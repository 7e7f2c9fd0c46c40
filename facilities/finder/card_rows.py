"""The rows of a list's cards: as plain rows to sort, and as facilities to show."""

from collections.abc import Iterable
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS
from django.db.models import QuerySet

from facilities.models import DirectoryEdition, Facility
from facilities.models.facility import FOR_CARDS
from search.prepared import Prepared

CardRow = tuple[Any, ...]
# In the order of the models' columns, as `from_db` wants them.
_NAMES: Final = [one.attname for one in Facility._meta.concrete_fields if one.name in (*FOR_CARDS, "id", "edition")]
_EDITION: Final = ["id", "name", "survey_year", "invented"]
_AT: Final = {name: place for place, name in enumerate(_NAMES)}


def _listed(*pks: int) -> QuerySet[Facility, CardRow]:
    edition = (f"edition__{name}" for name in _EDITION)
    return Facility.objects.listed().filter(pk__in=pks).order_by().values_list(*_NAMES, *edition)


_LISTED: Final = Prepared(_listed)


def read(pks: Iterable[int]) -> dict[int, CardRow]:
    """Those that are listed still."""
    keys = list(pks)
    return {row[_AT["id"]]: row for row in _LISTED.rows(*keys)} if keys else {}


def town_and_name(row: CardRow) -> tuple[str | None, str]:
    """What those of one distance are ordered by."""
    return row[_AT["town_id"]], f"{row[_AT['name1']]} {row[_AT['name2']]}".casefold()


def facilities(rows: Iterable[CardRow]) -> list[Facility]:
    """With what a card shows and nothing else, as `for_cards()` has them."""
    editions: dict[int, DirectoryEdition] = {}
    made = []
    for row in rows:
        facility = Facility.from_db(DEFAULT_DB_ALIAS, _NAMES, row[: len(_NAMES)])
        its = row[len(_NAMES) :]
        if its[0] not in editions:
            editions[its[0]] = DirectoryEdition.from_db(DEFAULT_DB_ALIAS, _EDITION, its)
        facility.edition = editions[its[0]]
        made.append(facility)
    return made
