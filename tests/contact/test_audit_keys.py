"""No row of the proof is taken away, or written over, under any key that it has: whatever may be unique of it."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection, models, transaction
from django.db.models import Model, UniqueConstraint

from contact.models import (
    AccessLine,
    Consent,
    ConsentRecord,
    ConsentText,
    Disclosure,
    Inquiry,
    Letter,
    Notice,
    Recipient,
)
from review.models import Joining, RosterChange
from review.services import roster
from tests.articles.making import make_person, make_user
from tests.contact.making import World
from tests.contact.scene import changing, deleting, inserting, line_of_history, make_scene, replay

pytestmark = pytest.mark.django_db
GROWS = (AccessLine, ConsentRecord, Disclosure, Joining, LogEntry, RosterChange)
KEPT = (Consent, ConsentText, Inquiry, Letter, Notice, Recipient)


@pytest.fixture
def filled(world: World) -> None:
    scene = make_scene(world)
    AccessLine.objects.create(inquiry=scene.asked, who="ida", what=AccessLine.What.OPENED)
    line_of_history(Recipient.objects.get(facility=world.facility))
    for name in ("will", "wim"):
        user, person = make_user(name), make_person(f"person-{name}")
        Joining.objects.create(person=person, user=user)
        roster.tell(what=RosterChange.What.JOINED, user=user, by=None)


def keys(model: type[Model]) -> Iterator[tuple[str, ...]]:
    """By which a row can be found alone."""
    yield from ((field.name,) for field in model._meta.concrete_fields if field.unique)
    yield from (tuple(rule.fields) for rule in model._meta.constraints if isinstance(rule, UniqueConstraint))


def fresh(model: type[Model], taken: tuple[str, ...]) -> dict[str, Any]:
    """Of all other keys values that no row has, where the type has any."""
    free: dict[str, Any] = {"pk": uuid4() if isinstance(model._meta.pk, models.UUIDField) else None}
    for field in model._meta.concrete_fields:
        if field.unique and not field.primary_key and field.name not in taken and not field.is_relation:
            text = uuid4().hex[: field.max_length or 32]
            free[field.name] = 2**30 if isinstance(field, models.IntegerField) else text
    return free


def attempts(row: Model, other: Model) -> Iterator[tuple[str, Any]]:
    for key in keys(type(row)):
        taken = {name: getattr(row, name) for name in key}
        if None in taken.values():
            continue
        is_pk = key == (row._meta.pk.name,)
        copies = fresh(type(row), key) | ({"pk": row.pk} if is_pk else taken)
        for source in (row, other):
            yield from ((f"{key} of {source.pk}: {way}", do) for way, do in inserting(replay(source, **copies)))
        yield from ((f"{key} for another: {way}", do) for way, do in changing(other, **taken))
    yield from deleting(row)


def as_it_is(row: Model) -> Any:
    return type(row)._default_manager.filter(pk=row.pk).values().first()


def test_a_row_stays_under_every_key(filled: None) -> None:
    for model in (*GROWS, *KEPT):
        assert_it_stays(model)


def assert_it_stays(model: type[Model]) -> None:
    rows = model._default_manager.order_by("pk")
    if model is LogEntry:
        rows = rows.filter(content_type__app_label="contact")
    row = rows.exclude(consents=None).first() if model is ConsentText else rows.first()
    other = rows.exclude(pk=row.pk).last() if row else None
    assert row, model
    assert other, model
    before, tried = as_it_is(row), 0
    for way, attempt in attempts(row, other):
        tried += 1
        with transaction.atomic():
            try:
                with transaction.atomic():
                    attempt()
                    connection.check_constraints()
            except (DatabaseError, ValueError):
                pass
            after = as_it_is(row)
            transaction.set_rollback(True)
        assert after is not None, way
        assert model in KEPT or after == before, way
    assert tried > 10, model


def test_the_desks_history_stays_what_it_is_about(filled: None) -> None:
    """Its guard asks which app a line is about: that is written in another table."""
    about = ContentType.objects.get_for_model(Recipient)
    other = ContentType.objects.get_for_model(LogEntry)
    ways = [
        *changing(about, app_label="other"),
        *changing(about, id=99_999),
        *changing(other, id=about.pk),
        *inserting(replay(about, pk=about.pk, app_label="other")),
        *deleting(about),
    ]
    for way, attempt in ways:
        with transaction.atomic():
            try:
                with transaction.atomic():
                    attempt()
            except (DatabaseError, ValueError):
                pass
            stands = ContentType.objects.filter(pk=about.pk, app_label="contact").exists()
            transaction.set_rollback(True)
        assert stands, way
