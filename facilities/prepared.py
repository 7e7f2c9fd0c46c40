"""Queries that every page of the finder asks: Django takes longer to write their SQL than a database to answer."""

from collections.abc import Callable
from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet

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
