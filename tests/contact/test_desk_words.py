"""Opening the words of an inquiry, and the notes that lie with them."""

import json
from typing import Any

import pytest
from pytest_django import Settings

from contact.crypto import keys, sealing
from contact.models import AccessLine, Inquiry, Note
from tests.conftest import StaffClient
from tests.contact.desking import NOTE, address, holds_no_words, lines, text
from tests.contact.making import WORDS, World, receive_one


def test_opening_the_words_shows_them_on_that_answer_alone_and_is_written_down(
    desk: StaffClient, world: World
) -> None:
    inquiry = receive_one(world.facility).inquiry
    answer = desk.post(address(inquiry, "words/"))
    assert answer.status_code == 200
    assert all(word in text(answer).replace("&#x27;", "'") for word in WORDS.values())
    assert "no-store" in answer["Cache-Control"]
    assert lines(inquiry) == [f"{desk.user.username} opened"]
    assert holds_no_words(json.dumps(dict(desk.session)))
    after = desk.get(address(inquiry))
    assert holds_no_words(text(after))
    assert f"{desk.user.username}" in text(after)


def test_asking_for_the_words_with_get_shows_the_closed_page_and_writes_nothing_down(
    desk: StaffClient, world: World
) -> None:
    inquiry = receive_one().inquiry
    for part in ("words/", "note/", "copy/", "step/take/"):
        answer = desk.get(address(inquiry, part), follow=True)
        assert answer.redirect_chain == [(address(inquiry), 302)]
        assert holds_no_words(text(answer))
    assert lines(inquiry) == []


def test_a_line_that_cannot_be_written_keeps_the_words_closed(
    desk: StaffClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_values: Any) -> None:
        raise RuntimeError("the disk is full")

    inquiry = receive_one().inquiry
    monkeypatch.setattr(AccessLine.objects, "create", broken)
    desk.raise_request_exception = False
    answer = desk.post(address(inquiry, "words/"))
    assert answer.status_code == 500
    assert holds_no_words(text(answer))


def test_without_the_private_key_the_page_says_what_is_missing(
    desk: StaffClient, world: World, settings: Settings
) -> None:
    inquiry = receive_one().inquiry
    settings.INQUIRY_PRIVATE_KEYS = []
    page = text(desk.get(address(inquiry)))
    assert "INQUIRY_PRIVATE_KEYS" in page
    assert "Open the words</button>" not in page
    answer = desk.post(address(inquiry, "words/"))
    assert (answer.status_code, lines(inquiry)) == (503, [])


@pytest.mark.parametrize("trouble", ["wrong key", "no key at all", "changed", "moved", "cut"])
def test_a_seal_that_stays_closed_is_loud_and_named_by_its_reference(
    desk: StaffClient, world: World, settings: Settings, trouble: str, caplog: pytest.LogCaptureFixture
) -> None:
    inquiry, other = receive_one().inquiry, receive_one().inquiry
    blob = bytes(inquiry.sealed)
    if trouble == "wrong key":
        settings.INQUIRY_PRIVATE_KEYS = [sealing.make_pair()[1]]
    elif trouble == "no key at all":
        settings.INQUIRY_PRIVATE_KEYS = ["nonsense"]
    else:
        blobs = {"changed": blob[:-1] + bytes([blob[-1] ^ 1]), "moved": bytes(other.sealed), "cut": blob[:20]}
        Inquiry.objects.filter(pk=inquiry.pk).update(sealed=blobs[trouble])
    answer = desk.post(address(inquiry, "words/"))
    assert answer.status_code == 500
    assert holds_no_words(text(answer))
    alert = text(answer).split('role="alert"')[1][:400]
    assert inquiry.reference in alert
    assert inquiry.reference in caplog.text
    assert lines(inquiry) == []


def test_a_note_is_sealed_and_shown_only_with_the_words(desk: StaffClient, world: World) -> None:
    inquiry = receive_one().inquiry
    answer = desk.post(address(inquiry, "note/"), {"note": NOTE}, follow=True)
    assert answer.redirect_chain == [(address(inquiry), 302)]
    assert "Wolfhilde" not in text(answer)
    note = Note.objects.get()
    assert b"Wolfhilde" not in bytes(note.sealed)
    assert keys.unseal(note.sealed, note.seal_row) == {"note": NOTE}
    assert NOTE in text(desk.post(address(inquiry, "words/")))
    assert lines(inquiry) == [f"{desk.user.username} noted", f"{desk.user.username} opened"]


@pytest.mark.parametrize("note", ["", "   ", "x" * 5001 + "Wolfhilde"])
def test_a_note_that_cannot_be_kept_stays_in_its_field(desk: StaffClient, world: World, note: str) -> None:
    inquiry = receive_one().inquiry
    answer = desk.post(address(inquiry, "note/"), {"note": note})
    assert answer.status_code == 422
    assert note.strip() in text(answer)
    assert (Note.objects.count(), lines(inquiry)) == (0, [])


def test_a_note_that_was_moved_is_told_and_the_rest_is_shown(desk: StaffClient, world: World) -> None:
    inquiry = receive_one().inquiry
    for note in ("one Gunthild", "two Adelgund"):
        desk.post(address(inquiry, "note/"), {"note": note})
    first, second = Note.objects.all()
    Note.objects.filter(pk=first.pk).update(sealed=second.sealed)
    page = text(desk.post(address(inquiry, "words/")))
    assert f"This note cannot be decrypted as a note about {inquiry.reference}" in page
    assert (page.count("two Adelgund"), "one Gunthild" in page) == (1, False)
