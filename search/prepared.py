"""Queries that pages ask all the time: Django takes longer to write their SQL than a database to answer."""

from collections.abc import Callable, Sequence
from copy import copy
from typing import Any, Final, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet

_MARK: Final = 900_000_000_000  # where a value goes: no number of ours is so large


class _Ready(NamedTuple):
    query: QuerySet[Any, Any]
    compiler: Any
    sql: str
    slots: list[tuple[bool, Any]]  # its parameters: whether each is a mark, and which
    converters: Any  # from what the database gives, by column


class Prepared:
    """`make` gets as many values as `rows` does, and makes the query for them.

    It sees each number of values, and each length of a list, once in each process, with marks in their place. So it
    may not look at them, and what it looks up itself stays as it was found then: all that may change has to be a part
    of the query, such as `published()`.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Any]]) -> None:
        self._make = make
        self._known: dict[tuple[Any, ...], _Ready | None] = {}

    def rows(self, *values: Any) -> list[Any]:
        """What the query finds. Tuples, if it ends with `values_list`."""
        flat: list[Any] = []
        shape: list[Any] = [connection.vendor]
        for value in values:
            if isinstance(value, list):
                flat += value
                shape.append(len(value))
            else:
                flat.append(value)
                shape.append(None)
        key = tuple(shape)
        if key not in self._known:
            self._known[key] = self._prepare(shape[1:])
        if (ready := self._known[key]) is None:
            return []
        compiler = copy(ready.compiler)
        compiler.connection = connection
        compiler.as_sql = lambda: (ready.sql, [flat[slot] if is_mark else slot for is_mark, slot in ready.slots])
        compiler.get_converters = lambda _columns: ready.converters
        query: Any = copy(ready.query.query)
        query.get_compiler = lambda *_, **__: compiler
        found: Any = type(ready.query)(ready.query.model, query, DEFAULT_DB_ALIAS)
        found._iterable_class, found._fields = ready.query._iterable_class, ready.query._fields  # type: ignore[attr-defined]
        return list(found)

    def _prepare(self, shape: Sequence[int | None]) -> _Ready | None:
        """None: with a list that is empty, nothing can be found."""
        marks = iter(range(_MARK, _MARK + 1_000_000))
        given = [next(marks) if length is None else [next(marks) for _ in range(length)] for length in shape]
        places = {form: mark - _MARK for mark in range(_MARK, next(marks)) for form in (mark, str(mark))}
        query = self._make(*given)
        compiler = query.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            sql, parameters = compiler.as_sql()
        except EmptyResultSet:
            if 0 in shape:
                return None
            raise
        slots = [(True, places[one]) if one in places else (False, one) for one in parameters]
        missing = set(places.values()) - {place for is_mark, place in slots if is_mark}
        if missing:
            raise ValueError("the query does not hold a value as it was given")
        converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])
        return _Ready(query, compiler, sql, slots, converters)
