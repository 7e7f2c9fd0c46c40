"""System checks of our own."""

from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.db import DatabaseError

from rehabsite import guards


@register("guards")
def check_guards(**kwargs: Any) -> list[CheckMessage]:
    """The database's triggers stand. A database that cannot be reached is another check's matter."""
    try:
        missing = guards.missing()
    except DatabaseError:
        return []
    return [
        Error(f"The database lost its guard {name}.", hint="Run manage.py migrate: it makes guards.", id="guards.E1")
        for name in missing
    ]
