import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import IntegrityError, connection, models, transaction

import articles.guards
from articles.models import ArticleRevision
from rehabsite import guards
from tests.articles.making import latest, make_article

WORDS = next(guard for guard in guards.guards() if guard.name == "revision_words_never_change")
TRIGGER = WORDS.trigger("UPDATE")


def drop(trigger: str, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {trigger}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))


def words_are_guarded() -> bool:
    revision = latest(make_article("guarded"))
    try:
        with transaction.atomic():
            ArticleRevision.objects.filter(pk=revision.pk).update(body="Other words.")
    except IntegrityError as error:
        return WORDS.sentence in str(error)
    return False


@pytest.mark.django_db
class TestMissing:
    def test_none_is(self) -> None:
        assert guards.missing() == []
        assert len(guards.guards()) >= len(articles.guards.GUARDS) > 4

    def test_one_dropped_by_hand_is_named_and_check_fails(self) -> None:
        drop(TRIGGER, WORDS.table)
        assert guards.missing() == [TRIGGER]
        with pytest.raises(SystemCheckError, match=f"lost its guard {TRIGGER}"):
            call_command("check")
        assert not words_are_guarded()

    def test_migrate_mends_it(self) -> None:
        drop(TRIGGER, WORDS.table)
        call_command("migrate", verbosity=0, skip_checks=False)
        assert guards.missing() == []
        assert words_are_guarded()

    def test_a_changed_rule_counts_as_missing_until_migrate_renews_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        changed = WORDS._replace(sentence="It's another sentence.")
        monkeypatch.setattr(articles.guards, "GUARDS", [changed])
        assert guards.missing() == [changed.trigger("UPDATE")]
        call_command("migrate", verbosity=0)
        assert guards.missing() == []
        with pytest.raises(IntegrityError, match="It's another sentence."), transaction.atomic():
            ArticleRevision.objects.filter(pk=latest(make_article()).pk).update(body="Other words.")
        monkeypatch.undo()
        assert TRIGGER in guards.missing()

    def test_a_trigger_switched_off_counts_as_missing(self) -> None:
        if connection.vendor != "postgresql":
            drop(TRIGGER, WORDS.table)  # SQLite has no switch
        else:
            with connection.cursor() as cursor:
                cursor.execute(f"ALTER TABLE {WORDS.table} DISABLE TRIGGER {TRIGGER}")
        assert guards.missing() == [TRIGGER]


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
            assert TRIGGER in guards.missing()
            emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
            assert guards.missing() == []
        assert words_are_guarded()

    def test_guards_stand_after_migrating_back_and_forth(self) -> None:
        for where in (["articles", "0001"], []):
            call_command("migrate", *where, verbosity=0)
            assert guards.missing() == []
        assert words_are_guarded()


def test_names_fit_postgresql_and_differ() -> None:
    """It cuts names off after 63 bytes, in silence."""
    names = [guard.trigger(event) for guard in guards.guards() for event in guard.events]
    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= 63
