"""What the desk does because the person asks for it: take back, delete, hand over a copy."""

import json

import pytest
from pytest_django import Settings

from contact.models import Consent, Letter, Note
from contact.services.disclosing import Dark, disclose
from tests.conftest import StaffClient
from tests.contact.desking import NOTE, address, lines, step, text
from tests.contact.making import WORDS, World, receive_one, sent


def test_a_permission_is_taken_back_for_the_person(desk: StaffClient, world: World) -> None:
    inquiry = receive_one(*world.facilities[:2]).inquiry
    first, second = Consent.objects.order_by("pk")
    token = sent(first.notice)
    assert "Withdrawn" in step(desk, inquiry, "withdraw", consent=first.pk)
    assert "done-already" in step(desk, inquiry, "withdraw", consent=first.pk)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.withdrawn_by, second.withdrawn_at) == ("staff", None)
    assert Letter.objects.filter(kind="withdrawal", consent=first).count() == 1
    with pytest.raises(Dark):
        disclose(token=token)
    assert lines(inquiry) == [f"{desk.user.username} withdrew"]


def test_deleting_asks_first_and_leaves_the_proof(desk: StaffClient, world: World) -> None:
    inquiry = receive_one(world.facility).inquiry
    desk.post(address(inquiry, "note/"), {"note": NOTE})
    assert str(world.facility) in text(desk.get(address(inquiry, "erase/")))
    inquiry.refresh_from_db()
    assert inquiry.purged_at is None
    for _press in range(2):
        page = text(desk.post(address(inquiry, "erase/"), follow=True))
    inquiry.refresh_from_db()
    assert (bytes(inquiry.sealed), inquiry.purged_because, Note.objects.count()) == (b"", "asked", 0)
    assert Consent.objects.get().withdrawn_by == "staff"
    assert "Words deleted" in page
    assert lines(inquiry) == [f"{desk.user.username} {what}" for what in ("noted", "purged")]
    assert desk.post(address(inquiry, "words/")).status_code == 409
    assert desk.post(address(inquiry, "note/"), {"note": NOTE}).status_code == 422


def test_the_persons_copy_comes_as_a_file_and_is_written_down(
    desk: StaffClient, world: World, settings: Settings
) -> None:
    inquiry = receive_one(world.facility).inquiry
    answer = desk.post(address(inquiry, "copy/"))
    assert json.loads(answer.content)["words"] == WORDS
    assert inquiry.reference in answer["Content-Disposition"]
    assert answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]
    assert lines(inquiry) == [f"{desk.user.username} exported"]
    settings.INQUIRY_PRIVATE_KEYS = []
    assert desk.post(address(inquiry, "copy/")).status_code == 503
    assert len(lines(inquiry)) == 1
