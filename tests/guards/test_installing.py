"""Guards stand as declared, and whatever is done to one is found out."""

import re
from dataclasses import replace

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import IntegrityError, connection, models, transaction
from django.test import Client

import articles.guards
import guards
from articles.models import ArticleRevision
from guards import Fault
from tests.articles.making import latest, make_article
from tests.guards.making import drop, revision_words, run, words_are_guarded

TRIGGER = "guard_article_revision_keeps_its_words_update"
TABLE = "articles_articlerevision"


def definition() -> str:
    """Of the trigger on SQLite, and of its function on PostgreSQL."""
    question = (
        f"SELECT pg_get_functiondef('{TRIGGER}'::regproc)"
        if connection.vendor == "postgresql"
        else f"SELECT sql FROM sqlite_master WHERE name = '{TRIGGER}'"
    )
    with connection.cursor() as cursor:
        cursor.execute(question)
        return str(cursor.fetchone()[0])


def gut_by_condition() -> None:
    if connection.vendor == "postgresql":
        run(re.sub(r"IF .* THEN", "IF FALSE THEN", definition()))
    else:
        run(f"DROP TRIGGER {TRIGGER}", re.sub(r"WHEN .* BEGIN", "WHEN 0 BEGIN", definition()))


def gut_by_doing_nothing() -> None:
    if connection.vendor == "postgresql":
        run(re.sub(r"RAISE [^;]*;", "NULL;", definition()))
    else:
        run(f"DROP TRIGGER {TRIGGER}", re.sub(r"BEGIN .* END", "BEGIN SELECT 1; END", definition()))


def move_to_another_event() -> None:
    drop(revision_words(), "UPDATE")
    if connection.vendor == "postgresql":
        run(f"CREATE TRIGGER {TRIGGER} BEFORE INSERT ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {TRIGGER}()")
    else:
        run(f"CREATE TRIGGER {TRIGGER} BEFORE INSERT ON {TABLE} WHEN 0 BEGIN SELECT 1; END")


def add_a_when() -> None:
    if connection.vendor == "postgresql":
        drop(revision_words(), "UPDATE")
        run(
            f"CREATE TRIGGER {TRIGGER} BEFORE UPDATE ON {TABLE} FOR EACH ROW WHEN (FALSE) EXECUTE FUNCTION {TRIGGER}()"
        )
    else:
        gut_by_condition()


def take_its_search_path() -> None:
    if connection.vendor == "postgresql":
        run(f"ALTER FUNCTION {TRIGGER}() RESET search_path")
    else:
        gut_by_condition()


def run_another_function() -> None:
    if connection.vendor == "postgresql":
        run(
            "CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
            f"CREATE OR REPLACE TRIGGER {TRIGGER} BEFORE UPDATE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION nothing()",
        )
    else:
        gut_by_doing_nothing()


GUTTED = [
    gut_by_condition,
    gut_by_doing_nothing,
    move_to_another_event,
    add_a_when,
    take_its_search_path,
    run_another_function,
]


@pytest.mark.django_db
class TestMissing:
    def test_none_is(self) -> None:
        assert guards.missing() == []

    def test_one_dropped_by_hand_is_named_and_check_fails(self) -> None:
        drop(revision_words(), "UPDATE")
        assert guards.missing() == [Fault(TRIGGER, "gone")]
        with pytest.raises(SystemCheckError, match=f"{TRIGGER} is gone"):
            call_command("check")
        assert not words_are_guarded()

    @pytest.mark.parametrize("gut", GUTTED, ids=lambda gut: gut.__name__)
    def test_one_that_was_gutted_is_named_and_migrate_makes_it_anew(self, client: Client, gut: object) -> None:
        assert callable(gut)
        gut()
        assert guards.missing() == [Fault(TRIGGER, "changed")]
        assert client.get("/readyz").status_code == 503
        call_command("migrate", verbosity=0)
        assert guards.missing() == []
        assert words_are_guarded()

    def test_one_of_its_name_on_another_table_does_not_count(self) -> None:
        drop(revision_words(), "UPDATE")
        if connection.vendor == "postgresql":
            run(
                f"CREATE TRIGGER {TRIGGER} BEFORE UPDATE ON articles_tag FOR EACH ROW EXECUTE FUNCTION {TRIGGER}()",
            )
        else:
            run(f"CREATE TRIGGER {TRIGGER} BEFORE UPDATE ON articles_tag BEGIN SELECT 1; END")
        assert guards.missing() == [Fault(TRIGGER, "gone"), Fault(TRIGGER, "undeclared")]
        call_command("migrate", verbosity=0)
        assert guards.missing() == []

    def test_one_that_was_switched_off_is_named(self) -> None:
        if connection.vendor != "postgresql":
            drop(revision_words(), "UPDATE")  # SQLite has no switch
            assert guards.missing() == [Fault(TRIGGER, "gone")]
            return
        for way in ("DISABLE", "ENABLE REPLICA"):
            run(f"ALTER TABLE {TABLE} {way} TRIGGER {TRIGGER}")
            assert guards.missing() == [Fault(TRIGGER, "off")]
        guards.make()
        assert guards.missing() == []

    def test_one_that_nobody_declared_is_named_and_stays(self, client: Client) -> None:
        if connection.vendor == "postgresql":
            run(
                "CREATE FUNCTION helpful() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
                f"CREATE TRIGGER a_helper BEFORE UPDATE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION helpful()",
            )
        else:
            run(f"CREATE TRIGGER a_helper BEFORE UPDATE ON {TABLE} BEGIN SELECT 1; END")
        call_command("migrate", verbosity=0)
        assert guards.missing() == [Fault("a_helper", "undeclared")]
        assert client.get("/readyz").status_code == 503
        with pytest.raises(SystemCheckError, match="no one declared: a_helper"):
            call_command("check")

    def test_a_changed_rule_counts_until_migrate_renews_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        changed = replace(revision_words(), sentence="It's another sentence.")
        others = [guard for guard in articles.guards.GUARDS if guard.name != changed.name]
        monkeypatch.setattr(articles.guards, "GUARDS", [*others, changed])
        assert guards.missing() == [Fault(TRIGGER, "changed")]
        call_command("migrate", verbosity=0)
        assert guards.missing() == []
        with pytest.raises(IntegrityError, match="It's another sentence."), transaction.atomic():
            ArticleRevision.objects.filter(pk=latest(make_article()).pk).update(body="Other words.")

    def test_one_that_is_declared_no_more_goes_with_the_next_migrate(self, monkeypatch: pytest.MonkeyPatch) -> None:
        others = [guard for guard in articles.guards.GUARDS if guard.name != revision_words().name]
        monkeypatch.setattr(articles.guards, "GUARDS", others)
        assert guards.missing() == [Fault(TRIGGER, "undeclared")]
        call_command("migrate", verbosity=0)
        assert guards.missing() == []


@pytest.mark.django_db(transaction=True)
class TestMigrations:
    def test_guards_stand_again_after_a_table_was_rebuilt(self) -> None:
        """SQLite makes a new table for an altered field; triggers would stop that, or be lost with the old one."""
        make_article()
        field = ArticleRevision._meta.get_field("change_note")
        longer = models.CharField(max_length=500, blank=True)
        longer.set_attributes_from_name("change_note")
        for old, new in ((field, longer), (longer, field)):
            emit_pre_migrate_signal(verbosity=0, interactive=False, db="default")
            with connection.schema_editor() as editor:
                editor.alter_field(ArticleRevision, old, new)
            assert Fault(TRIGGER, "gone") in guards.missing()
            emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
            assert guards.missing() == []
        assert words_are_guarded()

    def test_guards_stand_after_migrating_back_and_forth(self) -> None:
        for where in (["contact", "zero"], ["articles", "0001"], []):
            call_command("migrate", *where, verbosity=0)
            assert guards.missing() == []
        assert words_are_guarded()
