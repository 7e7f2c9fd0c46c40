"""A guard that would not hold what it says cannot be written down."""

from typing import Any

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model

import guards
from guards import BadGuard, Guard, keeps, never_replaced
from search.models import PublicVersion
from tests.guards.making import revision_words

GOOD: dict[str, Any] = {
    "name": "words_never_change",
    "on": PublicVersion,
    "events": ("UPDATE",),
    "refuse_if": "NEW.id <> OLD.id",
    "sentence": "Words never change.",
}


def test_a_good_one_knows_its_table_its_address_and_its_triggers() -> None:
    guard = Guard(**GOOD)
    assert guard.table == PublicVersion._meta.db_table
    assert guard.address == "search.PublicVersion:words_never_change"
    assert guard.trigger("UPDATE") == "guard_words_never_change_update"


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"name": "Words"}, "not a sentence"),
        ({"name": "words"}, "not a sentence"),
        ({"name": "words_" + "never_" * 9 + "change"}, "too long"),
        ({"events": ()}, "events"),
        ({"events": ("UPDATE", "UPDATE")}, "events"),
        ({"events": ("SELECT",)}, "events"),
        ({"sentence": ""}, "One of the two"),
        ({"then": "DELETE FROM x"}, "One of the two"),
        ({"sentence": "words never change"}, "not a sentence"),
        ({"refuse_if": "NEW.nothing <> OLD.id"}, "not a column"),
        ({"sentence": "", "then": "UPDATE x SET y = NEW.nothing"}, "not a column"),
        ({"events": ("INSERT",)}, "INSERT has no OLD row"),
        ({"events": ("DELETE",)}, "DELETE has no NEW row"),
        ({"events": ("DELETE", "TRUNCATE"), "refuse_if": "OLD.id = 1"}, "TRUNCATE has no OLD row"),
    ],
)
def test_a_bad_one_is_refused(changes: dict[str, Any], problem: str) -> None:
    with pytest.raises(BadGuard, match=problem):
        Guard(**GOOD | changes)


def test_a_field_that_the_model_lost_is_refused() -> None:
    with pytest.raises(FieldDoesNotExist, match="nothing"):
        keeps(PublicVersion, "nothing", name="it_stays", sentence="It stays.")


def test_two_of_one_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    import articles.guards

    monkeypatch.setattr(articles.guards, "GUARDS", [revision_words(), revision_words()])
    with pytest.raises(BadGuard, match="has the name of"):
        guards.declared()


def test_each_kind_of_key_is_kept_from_being_taken() -> None:
    """A column, two together, and a one-to-one."""
    from contact.models import Consent, Notice

    asked: dict[type[Model], tuple[str, ...]] = {
        Consent: ("(x.id = NEW.id)", "(x.inquiry_id = NEW.inquiry_id AND x.facility_id = NEW.facility_id)"),
        Notice: ("x.consent_id = NEW.consent_id", "x.key = NEW.key", "x.link_digest = NEW.link_digest"),
    }
    for model, keys in asked.items():
        for guard in never_replaced(model, "It"):
            assert all(key in guard.refuse_if for key in keys), guard


def test_each_table_that_proves_something_keeps_every_key() -> None:
    """SQLite's OR REPLACE would delete a row in silence."""
    kept = {guard.on for guard in guards.declared() if guard.name.endswith("_stays") or "never_change" in guard.name}
    unreplaced = {
        event: {guard.on for guard in guards.declared() if event in guard.events and "replaced" in guard.sentence}
        for event in ("INSERT", "UPDATE")
    }
    never = {guard.on for guard in guards.declared() if "UPDATE" in guard.events and guard.refuse_if == "1 = 1"}
    assert kept <= unreplaced["INSERT"]
    assert kept <= unreplaced["UPDATE"] | never


def test_names_fit_postgresql_and_differ() -> None:
    names = [guard.trigger(event) for guard in guards.declared() for event in guard.events]
    assert len(set(names)) == len(names) > 60
    assert max(map(len, names)) <= 63
