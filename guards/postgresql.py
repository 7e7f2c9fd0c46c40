from collections.abc import Mapping

from django.db.backends.utils import CursorWrapper

from guards.dialects import Place, Trigger
from guards.guard import DELETE, TRUNCATE, Guard

# What a trigger does is said by itself and by its function: the words, the language, and with whose rights and in
# which schemas it runs.
STANDING = """
    SELECT c.relname, t.tgname, pg_get_triggerdef(t.oid), l.lanname, p.prosecdef,
        array_to_string(p.proconfig, '; '), p.prosrc, t.tgenabled IN ('O', 'A')
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
        JOIN pg_language l ON l.oid = p.prolang
    WHERE NOT t.tgisinternal AND pg_table_is_visible(c.oid)
"""


class PostgreSQL:
    def __init__(self, schema: str) -> None:
        self.schema = schema  # quoted

    def standing(self, cursor: CursorWrapper) -> Mapping[Place, Trigger]:
        cursor.execute(STANDING)
        return {(table, name): Trigger(_text(*parts), on) for table, name, *parts, on in cursor.fetchall()}

    def meant(self, guard: Guard, event: str) -> Trigger:
        return Trigger(
            _text(
                _statement(guard, event, f"{self.schema}.{guard.table}"),
                "plpgsql",
                False,
                f"search_path={self._path}",
                _body(guard, event),
            )
        )

    def make(self, guard: Guard, event: str) -> list[str]:
        name = guard.trigger(event)
        return [
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SECURITY INVOKER"
            f" SET search_path = {self._path} AS $guard${_body(guard, event)}$guard$",
            f"DROP TRIGGER IF EXISTS {name} ON {guard.table}",  # one that was changed or switched off
            _statement(guard, event, guard.table),
        ]

    def drop(self, place: Place) -> list[str]:
        table, name = place
        return [f"DROP TRIGGER {name} ON {table}", f"DROP FUNCTION IF EXISTS {name}()"]

    @property
    def _path(self) -> str:
        """Without pg_temp at the end, anyone's temporary table of the same name would be asked first."""
        return f"{self.schema}, pg_temp"


def _statement(guard: Guard, event: str, table: str) -> str:
    name = guard.trigger(event)
    when = "AFTER" if guard.then else "BEFORE"
    each = "STATEMENT" if event == TRUNCATE else "ROW"
    return f"CREATE TRIGGER {name} {when} {event} ON {table} FOR EACH {each} EXECUTE FUNCTION {name}()"


def _body(guard: Guard, event: str) -> str:
    # CURRENT_TIMESTAMP would be when the transaction began, and a transaction may wait.
    condition = guard.refuse_if.replace("CURRENT_TIMESTAMP", "CLOCK_TIMESTAMP()")
    quoted = guard.sentence.replace("'", "''")
    refuse = f"RAISE EXCEPTION '%', '{quoted}' USING ERRCODE = 'integrity_constraint_violation'"
    answer = "OLD" if event == DELETE else "NEW"
    return f" BEGIN IF {condition} THEN {guard.then or refuse}; END IF; RETURN {answer}; END "


def _text(trigger: str, language: str, definer: bool, config: str, body: str) -> str:
    return "\n".join((trigger, language, str(definer), config or "", body))
