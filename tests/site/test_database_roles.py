"""On PostgreSQL the role that serves the site can do a day's work, and can take no guard away.

On SQLite there are no roles: whoever can write the file can write its rules.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client

import guards
from articles.models import Article
from contact.models import AccessLine, Consent, ConsentRecord, Inquiry, Notice
from contact.services import delivering
from contact.services.consenting import withdraw
from contact.services.disclosing import disclose
from contact.services.purging import purge
from rehabsite.release import releasing
from tests.articles.making import make_live
from tests.contact.making import WORDS, World, consented, make_world, token_of
from tests.guards.making import run

ROLE = "rehabsite_app"
TRIGGER, TABLE = "guard_notice_needs_consent_insert", "contact_notice"
FUNCTION = f"{TRIGGER}()"
NOTHING = "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"
FORBIDDEN = [
    f"ALTER TABLE {TABLE} DISABLE TRIGGER {TRIGGER}",
    f"ALTER TABLE {TABLE} DISABLE TRIGGER ALL",
    f"ALTER TABLE {TABLE} DISABLE TRIGGER USER",
    f"DROP TRIGGER {TRIGGER} ON {TABLE}",
    f"ALTER TRIGGER {TRIGGER} ON {TABLE} RENAME TO gone",
    f"CREATE TRIGGER first BEFORE INSERT ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {FUNCTION}",
    f"CREATE OR REPLACE FUNCTION {FUNCTION} {NOTHING}",
    f"DROP FUNCTION {FUNCTION} CASCADE",
    f"ALTER FUNCTION {FUNCTION} RESET search_path",
    f"ALTER TABLE {TABLE} RENAME TO elsewhere",
    f"ALTER TABLE {TABLE} ADD COLUMN more text",
    f"ALTER TABLE {TABLE} OWNER TO {ROLE}",
    f"CREATE RULE never AS ON INSERT TO {TABLE} DO INSTEAD NOTHING",
    f"DROP TABLE {TABLE} CASCADE",
    f"TRUNCATE {TABLE} CASCADE",
    "TRUNCATE contact_accessline",
    "CREATE TABLE mine (id integer)",
    f"CREATE FUNCTION mine() {NOTHING}",
    "CREATE SCHEMA mine",
    "SET session_replication_role = replica",
    "ALTER TABLE contact_consent DROP CONSTRAINT one_consent_a_facility",
    "DELETE FROM contact_consentrecord",
    "UPDATE contact_consentrecord SET content = ''",
    "DELETE FROM contact_consent",
    "DELETE FROM contact_inquiry",
    "DELETE FROM contact_accessline",
    "UPDATE contact_disclosure SET fields = '[]'",
    "DELETE FROM django_migrations",
    f"UPDATE pg_trigger SET tgenabled = 'D' WHERE tgname = '{TRIGGER}'",
    f"ALTER ROLE {ROLE} SUPERUSER",
]


@contextmanager
def as_application() -> Iterator[None]:
    run(f"SET ROLE {ROLE}")
    try:
        yield
    finally:
        run("RESET ROLE")


def on_postgresql() -> bool:
    return connection.vendor == "postgresql"


def grant() -> str:
    said = StringIO()
    call_command("grant_role", ROLE, stdout=said)
    return said.getvalue()


@pytest.fixture
def application(db: None) -> None:
    if on_postgresql():
        run(f"CREATE ROLE {ROLE} NOSUPERUSER")
        grant()


def test_it_cannot_take_a_guard_away(application: None) -> None:
    if on_postgresql():
        connection.check_constraints()
        assert [statement for statement in FORBIDDEN if not is_refused(statement)] == []
        assert guards.missing() == []


def is_refused(statement: str) -> bool:
    try:
        with transaction.atomic():
            run(f"SET LOCAL ROLE {ROLE}", statement)
            transaction.set_rollback(True)
    except DatabaseError:
        return True
    return False


def a_day(world: World) -> None:
    consent, other = consented(world.facility), consented(world.facilities[1])
    notice = delivering.claim(Notice)
    assert notice
    delivering.finish(notice)
    told = Consent.objects.get(notice=notice)
    assert disclose(token=token_of(Notice.objects.get(pk=notice.pk))).words == WORDS
    withdraw(consents=[consent, other], by=Consent.By.PERSON)
    AccessLine.objects.create(inquiry=told.inquiry, who="ida", what=AccessLine.What.OPENED)
    purge(inquiry=told.inquiry, because=Inquiry.Purged.ASKED)
    make_live()
    Article.objects.filter(slug="nobody").delete()
    assert ConsentRecord.objects.count() == 4


def test_it_does_a_days_work(application: None, settings: object, client: Client) -> None:
    if on_postgresql():
        with as_application():
            a_day(make_world(settings))  # type: ignore[arg-type]
            assert client.get("/readyz").status_code == 200
            assert client.get("/").status_code == 200


def test_it_reads_all_that_a_backup_takes(application: None) -> None:
    """pg_dump runs as whoever serves, and ends at the first thing that it may not read."""
    if on_postgresql():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT relname FROM pg_class WHERE relkind IN ('r', 'S', 'v', 'm')"
                " AND relnamespace = current_schema()::regnamespace AND NOT has_table_privilege(%s, oid, 'SELECT')",
                [ROLE],
            )
            assert cursor.fetchall() == []


def test_a_release_by_it_is_refused_with_a_sentence(application: None) -> None:
    if on_postgresql():
        with transaction.atomic():
            run(f"SET LOCAL ROLE {ROLE}")
            with pytest.raises(CommandError, match="Run release with its owner's DATABASE_URL"):
                releasing.migrate()
            transaction.set_rollback(True)


def test_it_may_be_run_again(application: None) -> None:
    if on_postgresql():
        assert "can read and write rows" in grant()


def owner() -> str:
    return str(connection.settings_dict["USER"])


REFUSED: list[tuple[Callable[[], None], str, str]] = [
    (lambda: None, "nobody_of_this_name", "There is no role"),
    (lambda: run("CREATE ROLE strong SUPERUSER"), "strong", "a superuser"),
    (lambda: run("CREATE ROLE maker CREATEROLE"), "maker", "allowed to make roles"),
    (
        lambda: run("CREATE ROLE joined", f"GRANT {connection.settings_dict['USER']} TO joined"),
        "joined",
        "a member of it",
    ),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("prepare", "role", "says"), REFUSED, ids=[role for _prepare, role, _says in REFUSED])
def test_a_role_that_would_protect_nothing_is_refused(prepare: Callable[[], None], role: str, says: str) -> None:
    if on_postgresql():
        prepare()
    with pytest.raises(CommandError, match=says if on_postgresql() else "no roles"):
        call_command("grant_role", role)
