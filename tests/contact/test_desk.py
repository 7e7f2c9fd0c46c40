"""The page of one inquiry on the intake desk: opening the words, and each step."""

import json
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.cache import cache
from django.core.signals import got_request_exception
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone
from django.views.debug import ExceptionReporter
from pytest_django import DjangoAssertNumQueries, Settings

from contact import keys, sealing
from contact.models import AccessLine, Consent, Inquiry, Letter, Note, Notice
from contact.services import delivering
from contact.services.disclosing import Dark, disclose
from contact.services.purging import purge
from tests.conftest import StaffClient
from tests.contact.making import WORDS, World, receive_one, sent, token_of

Staff = Callable[..., StaffClient]
SECRET = [word for word in WORDS.values() if len(word) > 5]
NOTE = "Call her sister Wolfhilde first."


@pytest.fixture
def desk(staff: Staff, world: World) -> StaffClient:
    return staff("intake")


def address(inquiry: Inquiry, part: str = "change/") -> str:
    return f"/admin/contact/inquiry/{inquiry.pk}/{part}"


def seen(inquiry: Inquiry) -> str:
    inquiry.refresh_from_db()
    return f"{inquiry.state}:{inquiry.handled_by_id or ''}"


def step(client: Client, inquiry: Inquiry, name: str, **sent: Any) -> str:
    """What the page says after it."""
    answer = client.post(address(inquiry, f"step/{name}/"), {"seen": seen(inquiry), **sent}, follow=True)
    assert answer.redirect_chain[-1][0] == address(inquiry)
    return text(answer)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def lines(inquiry: Inquiry) -> list[str]:
    return [f"{line.who} {line.what}" for line in inquiry.access_lines.all()]


def holds_no_words(page: str) -> bool:
    return not any(word in page for word in SECRET)


def test_the_page_shows_the_open_facts_and_no_word(desk: StaffClient, world: World) -> None:
    inquiry = receive_one(world.facility, city=world.city).inquiry
    page = text(desk.get(address(inquiry)))
    assert holds_no_words(page)
    letters = inquiry.reference.removeprefix("REF-")
    grouped = " ".join(letters[at : at + 4] for at in range(0, 16, 4))
    facts = (inquiry.reference, grouped, "Permission given", "Austin", str(world.facility), "I give permission to")
    for fact in facts:
        assert fact in page
    assert "Phone number" in page  # what was filled in, not with what
    assert lines(inquiry) == []


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
    assert f"The seal of this note to {inquiry.reference} does not open" in page
    assert (page.count("two Adelgund"), "one Gunthild" in page) == (1, False)


def test_taking_it_on_answering_closing_and_back(desk: StaffClient, world: World) -> None:
    inquiry = receive_one().inquiry
    assert "is yours now" in step(desk, inquiry, "take")
    for state in ("answered", "closed", "answered", "new"):
        assert "says now" in step(desk, inquiry, state)
        inquiry.refresh_from_db()
        assert inquiry.state == state
    assert inquiry.handled_by == desk.user
    assert lines(inquiry) == [f"{desk.user.username} took", *[f"{desk.user.username} state"] * 4]


def test_the_second_of_two_colleagues_reads_a_sentence_and_changes_nothing(
    desk: StaffClient, world: World, staff: Staff
) -> None:
    inquiry, other = receive_one().inquiry, staff("intake")
    before = seen(inquiry)
    step(desk, inquiry, "take")
    assert f"handled by {desk.user.username}" in step(other, inquiry, "take", seen=before)
    assert "A colleague was faster" in step(other, inquiry, "closed", seen=before)
    inquiry.refresh_from_db()
    assert (inquiry.handled_by, inquiry.state) == (desk.user, "new")
    assert "is yours now" in step(other, inquiry, "take")  # having seen whose it is


def test_a_second_press_does_nothing_more(desk: StaffClient, world: World) -> None:
    inquiry = receive_one().inquiry
    before = seen(inquiry)
    for name in ("take", "take"):
        page = step(desk, inquiry, name, seen=before)
    assert "done already" in page
    before = seen(inquiry)
    for _press in range(2):
        page = step(desk, inquiry, "answered", seen=before)
    assert "done already" in page
    assert len(lines(inquiry)) == 2


def test_handing_it_to_a_colleague_of_the_desk_and_to_nobody_else(
    desk: StaffClient, world: World, staff: Staff
) -> None:
    inquiry, other, editor = receive_one().inquiry, staff("intake"), staff("editor")
    page = text(desk.get(address(inquiry)))
    assert (other.user.username in page, editor.user.username in page) == (True, False)
    said = step(desk, inquiry, "hand-over", to=other.user.username)
    assert f"is handled by {other.user.username} now" in said
    for wrong in (editor.user.username, "nobody", ""):
        assert "Choose a colleague" in step(desk, inquiry, "hand-over", to=wrong)
    inquiry.refresh_from_db()
    assert inquiry.handled_by == other.user
    assert lines(inquiry) == [f"{desk.user.username} handed"]


def test_a_new_link_opens_and_the_old_one_goes_dark(desk: StaffClient, world: World) -> None:
    inquiry = receive_one(world.facility).inquiry
    notice = Notice.objects.get()
    old = sent(notice)
    assert "new link is on its way" in step(desk, inquiry, "renew", outgoing=f"notice-{notice.pk}")
    assert "done already" in step(desk, inquiry, "renew", outgoing=f"notice-{notice.pk}")
    notice.refresh_from_db()
    assert (notice.state, notice.sending, lines(inquiry)) == ("waiting", 2, [f"{desk.user.username} resent"])
    with pytest.raises(Dark):
        disclose(token=old)
    assert disclose(token=sent(notice)).words["message"] == WORDS["message"]


def test_no_new_link_once_the_person_took_the_permission_back(desk: StaffClient, world: World) -> None:
    inquiry = receive_one(world.facility).inquiry
    notice = Notice.objects.get()
    sent(notice)
    before = notice.link_digest
    step(desk, inquiry, "withdraw", consent=Consent.objects.get().pk)
    assert "Send a new link" not in text(desk.get(address(inquiry)))
    assert "does not allow this" in step(desk, inquiry, "renew", outgoing=f"notice-{notice.pk}")
    notice.refresh_from_db()
    assert notice.link_digest == before


def test_what_needs_a_person_is_tried_again(desk: StaffClient, world: World) -> None:
    inquiry = receive_one(world.facility).inquiry
    notice, letter = Notice.objects.get(), Letter.objects.get(kind="receipt")
    Notice.objects.update(state="person", problem="mail-refused", attempts=3)
    Letter.objects.filter(pk=letter.pk).update(state="person", problem="bad-address")
    page = text(desk.get(address(inquiry)))
    assert page.count("Needs a person") == 3  # above, at the facility, at the mail
    for code in ("mail-refused", "bad-address"):
        assert delivering.sentence(code) in page
    for name in (f"notice-{notice.pk}", f"letter-{letter.pk}"):
        assert "tried again" in step(desk, inquiry, "retry", outgoing=name)
        assert "nothing to try again" in step(desk, inquiry, "retry", outgoing=name)
    notice.refresh_from_db()
    letter.refresh_from_db()
    assert (notice.state, letter.state) == ("waiting", "waiting")
    assert lines(inquiry) == [f"{desk.user.username} retried"] * 2


def test_a_mail_to_the_team_that_could_not_be_sent_is_tried_again_from_the_list(
    desk: StaffClient, world: World
) -> None:
    receive_one()
    Letter.objects.filter(kind="alert").update(state="person", problem="mail-settings")
    alert = Letter.objects.get(kind="alert")
    assert delivering.sentence("mail-settings") in text(desk.get("/admin/contact/inquiry/"))
    assert "Mail to the team" in text(desk.get("/admin/"))
    desk.post(f"/admin/contact/inquiry/team-mail/{alert.pk}/")
    alert.refresh_from_db()
    assert alert.state == "waiting"


def test_a_permission_is_taken_back_for_the_person(desk: StaffClient, world: World) -> None:
    inquiry = receive_one(*world.facilities[:2]).inquiry
    first, second = Consent.objects.order_by("pk")
    token = sent(first.notice)
    assert "Withdrawn" in step(desk, inquiry, "withdraw", consent=first.pk)
    assert "done already" in step(desk, inquiry, "withdraw", consent=first.pk)
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


def test_a_step_reaches_no_other_inquirys_rows(desk: StaffClient, world: World) -> None:
    mine, other = receive_one(world.facility).inquiry, receive_one(world.facility).inquiry
    consent, notice = other.consents.get(), other.consents.get().notice
    letter = other.letters.get()
    for name, values in (
        ("withdraw", {"consent": consent.pk}),
        ("renew", {"outgoing": f"notice-{notice.pk}"}),
        ("renew", {"outgoing": f"letter-{letter.pk}"}),
        ("retry", {"outgoing": f"letter-{letter.pk}"}),
        ("retry", {"outgoing": f"letter-{'9' * 40}"}),
        ("retry", {}),
        ("nonsense", {}),
    ):
        assert desk.post(address(mine, f"step/{name}/"), values).status_code == 404, name
    assert lines(mine) == lines(other) == []


def test_unknown_and_malformed_addresses_are_not_found(desk: StaffClient, world: World) -> None:
    known = receive_one().inquiry
    for one in ("00000000-0000-0000-0000-000000000000", "1", "x"):
        assert desk.get(f"/admin/contact/inquiry/{one}/change/").status_code == 404
    assert desk.post(address(known)).status_code == 405


def test_what_the_facility_did_stands_on_the_page(desk: StaffClient, world: World) -> None:
    inquiry = receive_one(world.facility).inquiry
    token = sent(Notice.objects.get())
    disclose(token=token)
    Notice.objects.update(answer="will-call", answered_at=timezone.now() + timedelta(minutes=5))
    page = text(desk.get(address(inquiry)))
    assert timezone.localtime().strftime("%Y-%m-%d") in page.split("Opened by the facility")[1][:120]
    assert "They will call you" in page


def test_nothing_of_it_comes_into_the_admins_history(desk: StaffClient, world: World) -> None:
    inquiry = receive_one(world.facility).inquiry
    for name in ("take", "answered"):
        step(desk, inquiry, name)
    desk.post(address(inquiry, "note/"), {"note": NOTE})
    desk.post(address(inquiry, "words/"))
    desk.post(address(inquiry, "erase/"))
    assert not LogEntry.objects.exists()
    assert desk.get(address(inquiry, "history/")).headers["Location"] == f"{address(inquiry)}#access-log"


def test_an_error_report_holds_nothing_that_was_typed(
    desk: StaffClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not the note, and not the words that were being opened: not even in the report that lists local names."""
    reports: list[str] = []

    def report(request: HttpRequest, **_more: Any) -> None:
        reports.append(ExceptionReporter(request, *sys.exc_info()).get_traceback_html())

    def fails(*_values: Any, **_more: Any) -> None:
        raise RuntimeError("broken")

    inquiry = receive_one().inquiry
    desk.raise_request_exception = False
    monkeypatch.setattr("contact.services.desk._line", fails)
    got_request_exception.connect(report)
    try:
        assert desk.post(address(inquiry, "note/"), {"note": NOTE}).status_code == 500
        assert desk.post(address(inquiry, "words/")).status_code == 500
    finally:
        got_request_exception.disconnect(report)
    assert [("broken" in one, "Wolfhilde" in one, holds_no_words(one)) for one in reports] == [(True, False, True)] * 2


def test_the_page_asks_for_few_rows(
    desk: StaffClient, world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    inquiry = receive_one(*world.facilities).inquiry
    for notice in Notice.objects.all():
        disclose(token=sent(notice))
    cache.clear()
    with django_assert_max_num_queries(30):
        desk.get(address(inquiry))


def test_words_kept_long_enough_are_told_as_gone(desk: StaffClient, world: World) -> None:
    inquiry = receive_one(world.facility).inquiry
    purge(inquiry=inquiry, because="age")
    page = text(desk.get(address(inquiry)))
    assert "Kept long enough" in page
    assert "the site" in page.split('id="access-log"')[1]
    assert token_of(inquiry) not in page
