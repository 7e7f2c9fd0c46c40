"""One rule of the database, which checks itself when it is written down."""

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

INSERT, UPDATE, DELETE, TRUNCATE = EVENTS = ("INSERT", "UPDATE", "DELETE", "TRUNCATE")
# Which of the two rows a condition may look at. TRUNCATE has neither.
ROWS = {INSERT: {"NEW"}, UPDATE: {"NEW", "OLD"}, DELETE: {"OLD"}, TRUNCATE: set[str]()}
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+")
COLUMN = re.compile(r"\b(NEW|OLD)\.(\w+)")
LONGEST = 63  # PostgreSQL cuts off what is longer, without a word


class BadGuard(ValueError):
    """A guard that would not hold what it says. The sentence names it."""


@dataclass(frozen=True, kw_only=True)
class Guard:
    """Where `refuse_if` holds, the change is refused with `sentence`; or `then` runs after it, in place of that.

    `refuse_if` is SQL over `NEW` and `OLD` that both databases read. `FOR SHARE OF x` and `FOR NO KEY UPDATE OF x`
    lock rows on PostgreSQL; SQLite has one writer at a time anyway. TRUNCATE is PostgreSQL's, and goes past DELETE:
    give it beside DELETE where the condition asks for no row.
    """

    name: str  # a sentence, such as notice_needs_consent
    on: type[Model]
    events: tuple[str, ...]
    refuse_if: str
    sentence: str = ""
    then: str = ""

    def __post_init__(self) -> None:
        for problem in self._problems():
            raise BadGuard(f"{self.on._meta.label}:{self.name}: {problem}")

    @property
    def table(self) -> str:
        return self.on._meta.db_table

    @property
    def address(self) -> str:
        return f"{self.on._meta.label}:{self.name}"

    def trigger(self, event: str) -> str:
        return f"guard_{self.name}_{event.lower()}"

    def events_on(self, vendor: str) -> list[str]:
        return [event for event in self.events if event != TRUNCATE or vendor == "postgresql"]

    def _problems(self) -> Any:
        if not NAME.fullmatch(self.name):
            yield "its name is not a sentence. Write small words with _ between them."
        if not self.events or len(set(self.events)) != len(self.events) or not set(self.events) <= set(EVENTS):
            yield f"its events are not some of {', '.join(EVENTS)}."
        elif len(max(map(self.trigger, self.events), key=len)) > LONGEST:
            yield "its name is too long for PostgreSQL."
        if bool(self.sentence) == bool(self.then):
            yield "it needs a sentence that refuses, or a statement that runs after. One of the two."
        elif self.sentence and not (self.sentence[0].isupper() and self.sentence.endswith(".")):
            yield "what it says is not a sentence."
        columns = {field.column for field in self.on._meta.concrete_fields}
        for row, column in COLUMN.findall(f"{self.refuse_if} {self.then}"):
            if column not in columns:
                yield f"{row}.{column} is not a column of {self.table}."
            for event in self.events:
                if row not in ROWS.get(event, set()):
                    yield f"{event} has no {row} row."
