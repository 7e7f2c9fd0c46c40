"""One inquiry in each state that matters to the gate, and every way to write a row past the services."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import connection
from django.db.models import F, Model
from django.utils import timezone

from contact import consent_words
from contact.crypto import links
from contact.models import Consent, ConsentRecord, Inquiry, Note, Notice, Recipient
from contact.services.consenting import withdraw
from contact.services.disclosing import disclose
from contact.services.purging import purge
from contact.services.records import content_of, digest_of, record
from facilities.models import Facility
from rehabsite.models import User
from tests.contact.making import World, consented, make_facility, receive_one, sent
from tests.guards.making import unguarded

Ways = Iterable[tuple[str, Callable[[], object]]]


@dataclass
class Scene:
    """`told` is sent and was read; `silent` is given and recorded, and no notice was made of it."""

    world: World
    waiting: Consent
    told: Consent
    withdrawn: Consent
    silent: Consent
    unrecorded: Consent
    unasked: Inquiry
    asked: Inquiry
    purged: Inquiry
    note: Note
    line: LogEntry
    elsewhere: Facility

    def fresh(self) -> "Scene":
        """As the database has it. A row that was only made in memory hangs on what it points at."""
        rows: dict[str, Any] = {name: row for name, row in vars(self).items() if isinstance(row, Model)}
        return replace(self, **{name: type(row)._default_manager.get(pk=row.pk) for name, row in rows.items()})


def make_scene(world: World) -> Scene:
    told, withdrawn = consented(world.facility), consented(world.facility)
    for consent in (told, withdrawn):
        disclose(token=sent(consent.notice))
    withdraw(consents=[withdrawn], by=Consent.By.PERSON)
    withdrawn.refresh_from_db()
    silent = new_consent(receive_one().inquiry, world.facility)
    unrecorded = new_consent(receive_one().inquiry, world.facility)
    silent.save()
    record(consent=silent, kind=ConsentRecord.Kind.GIVEN)
    unrecorded.save()
    purged = receive_one().inquiry
    purge(inquiry=purged, because=Inquiry.Purged.AGE)
    purged.refresh_from_db()
    return Scene(
        world=world,
        waiting=consented(world.facility),
        told=told,
        withdrawn=withdrawn,
        silent=silent,
        unrecorded=unrecorded,
        unasked=receive_one(permission=False).inquiry,
        asked=receive_one().inquiry,
        purged=purged,
        note=Note.objects.create(inquiry=told.inquiry, who="ida", sealed=b"sealed"),
        line=line_of_history(Recipient.objects.get(facility=world.facility)),
        elsewhere=make_facility(),
    )


def line_of_history(recipient: Recipient) -> LogEntry:
    """Of the history of where facilities are told."""
    ida = User.objects.get_or_create(username="ida")[0]
    LogEntry.objects.log_actions(ida.pk, [recipient], CHANGE, change_message="New.", single_object=True)
    return LogEntry.objects.latest("pk")


def lapse(consent: Consent, by: timedelta = timedelta(days=91)) -> Consent:
    """As if it had been given so much earlier. The database's clock cannot be turned, so its guards look away."""
    row, found = Consent.objects.filter(pk=consent.pk), ConsentRecord.objects.get(consent=consent, kind="given")
    with unguarded():
        row.update(given_at=F("given_at") - by, expires_at=F("expires_at") - by)
        content = content_of(row.get(), "given")
        digest = digest_of(found.number, found.previous, content)
        ConsentRecord.objects.filter(pk=found.pk).update(content=content, digest=digest)
    return row.get()


def new_consent(inquiry: Inquiry, facility: Facility, **values: Any) -> Consent:
    text = consent_words.current_text()
    now = timezone.now()
    known = {
        "facility_name": str(facility),
        "relationship": facility.relationship,
        "text": text,
        "shown": consent_words.shown(text, inquiry.holds, facility),
        "fields": inquiry.holds,
        "page": "/contact/",
        "given_at": now,
        "expires_at": now + timedelta(days=90),
    }
    return Consent(inquiry=inquiry, facility=facility, **known | values)


def new_notice(consent: Consent, **values: Any) -> Notice:
    link = links.make(Notice.row_of(consent.pk))
    return Notice(consent=consent, **{"link_seed": link.seed, "link_digest": link.digest} | values)


def new_record(consent: Consent, kind: str, **values: Any) -> ConsentRecord:
    """The next link of the chain, as `record` would make it."""
    last = ConsentRecord.objects.latest("number")
    number, previous = last.number + 1, last.digest
    content = values.get("content", content_of(consent, kind))
    known = {"number": number, "previous": previous, "content": content}
    return ConsentRecord(consent=consent, kind=kind, digest=digest_of(number, previous, content), **known | values)


def replay(row: Model, **values: Any) -> Any:
    """A copy with an id of its own, or with the one that is given."""
    copy = type(row)._default_manager.get(pk=row.pk)
    for name, value in ({"pk": None} | values).items():
        setattr(copy, name, value)
    copy._state.adding = True
    return copy


def inserting(row: Model) -> Ways:
    rows = type(row)._default_manager
    columns = {str(field.column): _prepared(row, field) for field in row._meta.concrete_fields}
    if row.pk is None:
        del columns["id"]
    table = row._meta.db_table
    names, marks = ", ".join(columns), ", ".join(["%s"] * len(columns))
    into = f"INTO {table} ({names}) VALUES ({marks})"
    last = names.split(", ")[-1]
    values = list(columns.values())
    changing = [field.name for field in row._meta.concrete_fields if not field.primary_key][-1:]
    yield "save", lambda: row.save(force_insert=True)
    yield "bulk_create", lambda: rows.bulk_create([row])
    yield "bulk_create ignoring", lambda: rows.bulk_create([row], ignore_conflicts=True)
    yield (
        "bulk_create updating",
        lambda: rows.bulk_create([row], update_conflicts=True, update_fields=changing, unique_fields=["pk"]),
    )
    yield "INSERT", lambda: run(f"INSERT {into}", values)
    yield "ON CONFLICT DO NOTHING", lambda: run(f"INSERT {into} ON CONFLICT DO NOTHING", values)
    upsert = f"INSERT {into} ON CONFLICT (id) DO UPDATE SET {last} = excluded.{last}"
    yield "ON CONFLICT DO UPDATE", lambda: run(upsert, values)
    if connection.vendor == "sqlite":
        yield "INSERT OR REPLACE", lambda: run(f"INSERT OR REPLACE {into}", values)
        yield "INSERT OR IGNORE", lambda: run(f"INSERT OR IGNORE {into}", values)
        yield "REPLACE", lambda: run(f"REPLACE {into}", values)


def changing(row: Model, **values: Any) -> Ways:
    rows = type(row)._default_manager
    fresh = rows.get(pk=row.pk)
    for name, value in values.items():
        setattr(fresh, name, value)
    fields: list[Any] = [row._meta.get_field(name) for name in values]
    key = _prepared(row, row._meta.pk)
    sets = ", ".join(f"{field.column} = %s" for field in fields)
    plain = [_prepared(fresh, field) for field in fields]
    where = f"{row._meta.db_table} SET {sets} WHERE id = %s"
    if "id" not in values:
        yield "save", lambda: fresh.save(update_fields=list(values))
        yield "bulk_update", lambda: rows.bulk_update([fresh], list(values))
    yield "update", lambda: rows.filter(pk=row.pk).update(**values)
    yield "UPDATE", lambda: run(f"UPDATE {where}", [*plain, key])
    if connection.vendor == "sqlite":
        yield "UPDATE OR REPLACE", lambda: run(f"UPDATE OR REPLACE {where}", [*plain, key])
        yield "UPDATE OR IGNORE", lambda: run(f"UPDATE OR IGNORE {where}", [*plain, key])


def deleting(row: Model) -> Ways:
    rows, table = type(row)._default_manager.filter(pk=row.pk), row._meta.db_table
    yield "delete", lambda: rows._raw_delete("default")
    yield "DELETE", lambda: run(f"DELETE FROM {table} WHERE id = %s", [_prepared(row, row._meta.pk)])
    yield "DELETE all", lambda: run(f"DELETE FROM {table}", [])
    if connection.vendor == "postgresql":
        yield "TRUNCATE", lambda: run(f"TRUNCATE {table} CASCADE", [])


def run(statement: str, values: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def random_key() -> str:
    return uuid4().hex


def _prepared(row: Model, field: Any) -> Any:
    """As Django would write it."""
    return field.get_db_prep_save(getattr(row, field.attname), connection)
