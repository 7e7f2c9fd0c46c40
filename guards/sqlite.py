import re
from collections.abc import Mapping

from django.db.backends.utils import CursorWrapper

from guards.dialects import Place, Trigger
from guards.guard import Guard

LOCKS = re.compile(r" FOR (SHARE|NO KEY UPDATE) OF \w+")


class SQLite:
    def standing(self, cursor: CursorWrapper) -> Mapping[Place, Trigger]:
        cursor.execute("SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'")
        return {(table, name): Trigger(text) for table, name, text in cursor.fetchall()}

    def meant(self, guard: Guard, event: str) -> Trigger:
        """SQLite keeps the statement as it was sent."""
        name = guard.trigger(event)
        quoted = guard.sentence.replace("'", "''")
        does = guard.then or f"SELECT RAISE(ABORT, '{quoted}')"
        when = "AFTER" if guard.then else "BEFORE"
        return Trigger(
            f"CREATE TRIGGER {name} {when} {event} ON {guard.table} WHEN {_translated(guard.refuse_if)}"
            f" BEGIN {does}; END"
        )

    def make(self, guard: Guard, event: str) -> list[str]:
        return [f"DROP TRIGGER IF EXISTS {guard.trigger(event)}", self.meant(guard, event).text]

    def drop(self, place: Place) -> list[str]:
        return [f"DROP TRIGGER {place[1]}"]


def _translated(condition: str) -> str:
    """It learnt the standard's words in 3.39 only; IS NOT means the same there. Its own time has no fractions."""
    condition = condition.replace("IS DISTINCT FROM", "IS NOT")
    condition = condition.replace("CURRENT_TIMESTAMP", "STRFTIME('%Y-%m-%d %H:%M:%f', 'now')")
    return LOCKS.sub("", condition)
