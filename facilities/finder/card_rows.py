"""The rows of a list's cards: as plain rows to sort, and as facilities to show.

Their queries are prepared once: Django takes longer to write their SQL than a database to answer.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet

from facilities.models import DirectoryEdition, Facility
from facilities.models.facility import FOR_CARDS

_MARK: Final = 900_000_000_000  # where a value goes: no number of ours is so large
_Rows = Callable[[list[Any]], list[Any]]
_Sql = tuple[str, list[tuple[bool, Any]], _Rows | None]  # with its parameters: whether each is a mark, and which


class Prepared:
    """`make` gets as many values as `rows` does, and makes the query for them, which ends with `values_list`.

    It sees each number of values once in each process, with marks in their place. So it may not look at them, and what
    it looks up itself stays as it was found then: all that may change has to be a part of the query.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Any]]) -> None:
        self._make = make
        self._known: dict[tuple[str, int], _Sql] = {}

    def rows(self, *values: Any) -> list[Any]:
        sql, slots, converted = self._sql(len(values))
        with connection.cursor() as cursor:
            cursor.execute(sql, [values[slot] if is_mark else slot for is_mark, slot in slots])
            found: list[Any] = cursor.fetchall()
        return converted(found) if converted else found

    def _sql(self, count: int) -> _Sql:
        key = (connection.vendor, count)
        if key not in self._known:
            marks = range(_MARK, _MARK + count)
            places = {shape: place for place, mark in enumerate(marks) for shape in (mark, str(mark))}
            compiler = self._make(*marks).query.get_compiler(connection=connection)
            sql, parameters = compiler.as_sql()
            slots = [(True, places[one]) if one in places else (False, one) for one in parameters]
            converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])

            def converted(rows: list[Any]) -> list[Any]:
                return list(compiler.apply_converters(rows, converters))

            self._known[key] = (sql, slots, converted if converters else None)
        return self._known[key]


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
