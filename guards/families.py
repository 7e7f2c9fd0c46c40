"""Kinds of guards that many models need. What a row is called is said by the caller, as the start of a sentence."""

from django.db.models import Model

from guards.guard import DELETE, INSERT, TRUNCATE, UPDATE, Guard
from guards.wording import differ, table, taken


def stays(model: type[Model], sentence: str) -> Guard:
    """No row goes."""
    return Guard(
        name=f"{_word(model)}_stays", on=model, events=(DELETE, TRUNCATE), refuse_if="1 = 1", sentence=sentence
    )


def keeps(model: type[Model], *fields: str, name: str, sentence: str) -> Guard:
    """These fields stay as they were written."""
    return Guard(name=name, on=model, events=(UPDATE,), refuse_if=differ(model, *fields), sentence=sentence)


def never_replaced(model: type[Model], what: str) -> list[Guard]:
    """SQLite's INSERT OR REPLACE and UPDATE OR REPLACE delete what is in their way, without a word to the guards that
    forbid to delete. So whoever would take another row's key, of any kind, is refused before."""
    other = f"SELECT 1 FROM {table(model)} x WHERE ({taken(model)})"
    key = model._meta.pk.column
    return [
        Guard(
            name=f"{_word(model)}_is_not_replaced",
            on=model,
            events=(INSERT,),
            refuse_if=f"EXISTS ({other})",
            sentence=f"{what} is never replaced.",
        ),
        Guard(
            name=f"{_word(model)}_takes_no_key_in_use",
            on=model,
            events=(UPDATE,),
            refuse_if=f"EXISTS ({other} AND x.{key} <> OLD.{key})",
            sentence=f"{what} is never replaced.",
        ),
    ]


def only_grows(model: type[Model], what: str) -> list[Guard]:
    """Rows are added, and nothing else ever happens to them."""
    return [
        Guard(
            name=f"{_word(model)}_never_changes",
            on=model,
            events=(UPDATE, DELETE, TRUNCATE),
            refuse_if="1 = 1",
            sentence=f"{what} never changes.",
        ),
        *never_replaced(model, what)[:1],  # its UPDATE is refused already
    ]


def _word(model: type[Model]) -> str:
    return str(model._meta.model_name)
