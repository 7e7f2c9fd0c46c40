"""The gate after migrations, and what is said when someone took a part of it away."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.test import Client, RequestFactory
from pytest_django import Settings

import guards
from contact import models
from contact.guards import GUARDS
from contact.services.disclosing import disclose
from guards import Fault, Guard
from rehabsite.models import User
from tests.contact.making import WORDS, World, consented, make_world, sent
from tests.contact.scene import make_scene
from tests.contact.test_gate import BYPASSES, let_through

TRIGGERS = [(rule, event) for rule in GUARDS for event in rule.events_on(connection.vendor)]

# Each of these makes SQLite build the table again, and copy the rows.
REBUILDS = """\
from importlib import import_module
from django.db import migrations, models

Longer = models.CharField(max_length=500, default="")


class Migration(migrations.Migration):
    dependencies = [("contact", "{last}")]
    operations = [
        migrations.AlterField("inquiry", "purged_because", Longer),
        migrations.AlterField("consent", "page", Longer),
        migrations.AlterField("consenttext", "heading", Longer),
        migrations.AlterField("consentrecord", "kind", Longer),
        migrations.AlterField("notice", "problem", Longer),
        migrations.AlterField("letter", "problem", Longer),
        migrations.AlterField("accessline", "who", Longer),
        migrations.AlterField("note", "who", Longer),
        migrations.AddField("disclosure", "more", Longer),
    ]
"""
AS_IT_IS = "from importlib import import_module\n\nMigration = import_module('contact.migrations.{name}').Migration\n"


def drop(rule: Guard, event: str) -> None:
    name = rule.trigger(event)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}" + (f" ON {rule.table}" if connection.vendor == "postgresql" else ""))


@pytest.mark.django_db
class TestDroppedByHand:
    @pytest.mark.parametrize(("rule", "event"), TRIGGERS, ids=[f"{rule.name}-{event}" for rule, event in TRIGGERS])
    def test_each_is_missed(self, rule: Guard, event: str) -> None:
        drop(rule, event)
        assert guards.missing() == [Fault(rule.trigger(event), "gone")]

    def test_check_fails_and_the_site_is_not_ready(self, client: Client) -> None:
        assert client.get("/readyz").status_code == 200
        rule = next(rule for rule in GUARDS if rule.name == "notice_needs_consent")
        drop(rule, "INSERT")
        with pytest.raises(SystemCheckError, match="guard_notice_needs_consent_insert"):
            call_command("check")
        answer = client.get("/readyz")
        assert answer.status_code == 503
        assert "guard_notice_needs_consent_insert" in answer.content.decode()
        guards.make("default")
        call_command("check")
        assert client.get("/readyz").status_code == 200


@pytest.fixture
def migrations(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The app's own migrations and one more, that rebuilds its tables. It names the last of the app's own."""
    names = sorted(path.stem for path in Path("contact/migrations").glob("0*.py"))
    folder = tmp_path / "with_one_more"
    folder.mkdir()
    for name in names:
        (folder / f"{name}.py").write_text(AS_IT_IS.format(name=name))
    (folder / "__init__.py").write_text("")
    (folder / "9999_rebuild.py").write_text(REBUILDS.format(last=names[-1]))
    monkeypatch.syspath_prepend(tmp_path)
    settings.MIGRATION_MODULES = {"contact": "with_one_more"}
    yield names[-1]
    call_command("migrate", "contact", names[-1], verbosity=0)


@pytest.mark.django_db(transaction=True)
class TestMigrations:
    def test_every_bypass_is_refused_after_the_tables_were_rebuilt(self, migrations: str, settings: Settings) -> None:
        """And what is allowed is allowed still, with the rows that were there before."""
        consent = consented(make_world(settings).facility)
        call_command("migrate", "contact", verbosity=0)
        assert guards.missing() == []
        call_command("migrate", "contact", migrations, verbosity=0)
        assert guards.missing() == []
        assert disclose(token=sent(consent.notice)).words == WORDS
        scene = make_scene(make_world(settings))
        assert {bypass.name: ways for bypass in BYPASSES if (ways := let_through(scene.fresh(), bypass))} == {}


@pytest.mark.django_db
def test_nobody_adds_or_deletes_these_in_the_admin(world: World) -> None:
    """Not even a superuser."""
    request = RequestFactory().get("/admin/")
    request.user = User.objects.create_superuser("root")
    kept = (models.Inquiry, models.Consent, models.ConsentRecord, models.Notice, models.Letter, models.Disclosure)
    for model in (*kept, models.AccessLine):
        registered = admin.site._registry.get(model)
        if registered:
            assert not registered.has_add_permission(request), model
            assert not registered.has_delete_permission(request), model
