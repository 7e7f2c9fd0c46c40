"""The page of one inquiry on the intake desk."""

import sys
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.cache import cache
from django.core.signals import got_request_exception
from django.http import HttpRequest
from django.utils import timezone
from django.views.debug import ExceptionReporter
from pytest_django import DjangoAssertNumQueries

from contact.models import Notice
from contact.services.disclosing import disclose
from contact.services.purging import purge
from tests.conftest import StaffClient
from tests.contact.desking import NOTE, address, holds_no_words, lines, step, text
from tests.contact.making import World, receive_one, sent, token_of


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
    done = [line.what for line in inquiry.access_lines.all()]
    assert done == ["took", "state", "noted", "opened", "purged"]
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
    monkeypatch.setattr("contact.services.handling._line", fails)
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
