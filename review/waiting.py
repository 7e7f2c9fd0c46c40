"""A list of what waits for somebody, for the admin's first page."""

from dataclasses import dataclass
from datetime import timedelta

MOST = 10
SOON = timedelta(days=30)


@dataclass(frozen=True)
class Item:
    title: str
    address: str
    detail: str


@dataclass(frozen=True)
class Waiting:
    """`items` are its first few, `count` is all of them, `more` leads to the rest."""

    heading: str
    empty: str
    items: list[Item]
    count: int
    more: str
