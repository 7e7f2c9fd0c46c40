"""Queries whose SQL is put together once in a process. Django puts it together for each: half of a page's time."""

from collections.abc import Callable
from copy import copy
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

Kind = type[int] | type[str] | int  # an int stands for keys, so many at most
NO_KEY = 0


class Prepared:
    """`make` gets a value of each of `kinds`, and makes the query: the same one, whatever the values are.

    Who may see what is said in it as in any query, such as with `published()`. Whatever else it reads, such as the
    day, would be that of the first time: so it reads nothing else.
    """

    def __init__(self, make: Callable[..., "QuerySet[Any, Any]"], *kinds: Kind) -> None:
        self.make, self.kinds = make, kinds
        self._ready: dict[str, tuple[Any, Any, str, list[Any]]] = {}

    def __call__(self, *values: Any) -> list[Any]:
        """The rows. With more keys than it was made for, as an ordinary query."""
        given: list[Any] = []
        for kind, value in zip(self.kinds, values, strict=True):
            if not isinstance(kind, int):
                given.append(value)
            elif len(value) <= kind:
                given += [*value, *[NO_KEY] * (kind - len(value))]
            else:
                return list(self.make(*values))
        connection = connections[DEFAULT_DB_ALIAS]
        ready = self._ready.get(connection.vendor)
        if ready is None:
            ready = self._ready[connection.vendor] = self._prepare()
        rows, compiler, sql, wanted = ready
        compiler, query = copy(compiler), copy(rows.query)
        compiler.connection = connection
        compiler.as_sql = lambda: (sql, tuple(given[one.place] if type(one) is _Place else one for one in wanted))
        query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
        found = type(rows)(rows.model, query, DEFAULT_DB_ALIAS)
        found._iterable_class, found._fields = rows._iterable_class, rows._fields
        return list(found)

    def _prepare(self) -> tuple[Any, Any, str, list[Any]]:
        """With marks in the values' places, which are then found among the parameters."""
        places: dict[Any, _Place] = {}
        marks = [
            [_mark(int, places) for _ in range(kind)] if isinstance(kind, int) else _mark(kind, places)
            for kind in self.kinds
        ]
        rows: Any = self.make(*marks)
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        wanted = [places.get(one, one) for one in parameters]
        if any(place not in wanted for place in places.values()):
            raise ValueError("the query does not hold a value as it was given")
        return rows, compiler, sql, wanted


class _Place:
    def __init__(self, place: int) -> None:
        self.place = place


def _mark(kind: type[int] | type[str], places: dict[Any, _Place]) -> Any:
    number = len(places)
    mark = f"a-mark-{number}" if kind is str else -1_000_001 - number
    places[mark] = _Place(number)
    return mark
