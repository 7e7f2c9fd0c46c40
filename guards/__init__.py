"""Triggers that hold what a constraint cannot say, on SQLite and PostgreSQL alike. Knows nothing of this site.

An app lists its own in its `guards.py`, as `GUARDS`. `missing()` says which are not as they were declared.
"""

from guards.families import keeps, never_replaced, only_grows, stays
from guards.guard import DELETE, INSERT, TRUNCATE, UPDATE, BadGuard, Guard
from guards.installing import Fault, connect, declared, drop, make, missing
from guards.wording import differ, table

__all__ = [
    "DELETE",
    "INSERT",
    "TRUNCATE",
    "UPDATE",
    "BadGuard",
    "Fault",
    "Guard",
    "connect",
    "declared",
    "differ",
    "drop",
    "keeps",
    "make",
    "missing",
    "never_replaced",
    "only_grows",
    "stays",
    "table",
]
