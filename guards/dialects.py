"""What the two dialects have in common."""

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from django.db.backends.utils import CursorWrapper

from guards.guard import Guard

Place = tuple[str, str]  # table, trigger


class Trigger(NamedTuple):
    text: str  # all that decides what it does, as the database tells it
    on: bool = True


class Dialect(Protocol):
    def standing(self, cursor: CursorWrapper) -> Mapping[Place, Trigger]:
        """Every trigger that someone made, whatever its name."""

    def meant(self, guard: Guard, event: str) -> Trigger:
        """As `standing` would tell it."""

    def make(self, guard: Guard, event: str) -> list[str]: ...

    def drop(self, place: Place) -> list[str]: ...
