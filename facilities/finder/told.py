"""What a page says and asks for some hundred times. Plain."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language

Table = Mapping[str, str | Promise]
_TOLD: Final[dict[tuple[int, str], tuple[Table, dict[str, str]]]] = {}


def told(table: Table) -> Mapping[str, str]:
    """A table of the code in the page's language: each look into a catalog costs."""
    key = (id(table), get_language() or "")
    if key not in _TOLD:
        # The table is held, so that no other one gets its number.
        _TOLD[key] = (table, {name: str(words) for name, words in table.items()})
    return _TOLD[key][1]


class Shown:
    """A template asks for `thing["name"]` before `thing.name`. Where it does so a thousand times, that may be one."""

    __getitem__ = object.__getattribute__
