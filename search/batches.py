"""Going through many rows, a part at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db.models import QuerySet

AT_ONCE = 50


def parts(values: Iterable[Any], at_once: int) -> Iterator[list[Any]]:
    rest = iter(values)
    while some := list(islice(rest, at_once)):
        yield some


def batches(rows: QuerySet[Any]) -> Iterator[list[Any]]:
    """By their keys, which are all read first; a row that is no longer among them when its turn comes is left out.

    All at once would take all of a large site's texts into memory. And as long as a question is being answered, SQLite
    throws away nothing of what is written meanwhile: so whoever writes while going through an `iterator()` fills the
    disk with copies.
    """
    for keys in parts(list(rows.order_by("pk").values_list("pk", flat=True)), AT_ONCE):
        yield list(rows.filter(pk__in=keys).order_by("pk"))


def one_by_one(rows: QuerySet[Any]) -> Iterator[Any]:
    for some in batches(rows):
        yield from some
