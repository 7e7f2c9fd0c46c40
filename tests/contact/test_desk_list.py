"""The list of inquiries, its filters and its search, and what waits on the admin's first page."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from contact import waiting
from contact.models import Inquiry, Letter, Notice
from contact.services.purging import purge
from contact.worker import Heart
from tests.conftest import StaffClient
from tests.contact.making import WORDS, World, receive_one, sent

Staff = Callable[..., StaffClient]
LIST = "/admin/contact/inquiry/"


def text(answer: Any) -> str:
    return str(answer.content.decode())


def listed(desk: StaffClient, query: str = "") -> set[Inquiry]:
    return set(desk.get(f"{LIST}{query}").context["cl"].result_list)


def at(inquiry: Inquiry) -> str:
    return f"{LIST}{inquiry.pk}/change/"


def test_the_list_says_what_stands_in_the_open_and_no_word(desk: StaffClient, world: World) -> None:
    inquiry = receive_one(*world.facilities[:2], city=world.city).inquiry
    sent(Notice.objects.order_by("pk")[0])
    Letter.objects.filter(inquiry=inquiry).update(state="person")
    page = text(desk.get(LIST))
    assert not any(word in page for word in WORDS.values() if len(word) > 5)
    row = page.split("<tbody>")[1]
    for fact in (inquiry.reference, "Austin", "New", "Needs a person", 'field-told">1<'):
        assert fact in row, fact


def test_the_list_reads_no_seal_and_few_rows(
    desk: StaffClient, world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(3):
        receive_one(world.facility, city=world.city)
    cache.clear()
    with CaptureQueriesContext(connection) as asked, django_assert_max_num_queries(14):
        desk.get(LIST)
    columns = [query["sql"].split(" FROM ")[0] for query in asked if "contact_inquiry" in query["sql"]]
    assert columns
    assert not any('"sealed"' in sql or "link_seed" in sql for sql in columns)


def test_filters(desk: StaffClient, world: World, staff: Staff) -> None:
    new, mine, closed, stuck, nowhere = (receive_one(city=world.city).inquiry for _number in range(5))
    Inquiry.objects.filter(pk=mine.pk).update(handled_by=desk.user, state="answered")
    Inquiry.objects.filter(pk=closed.pk).update(handled_by=desk.user, state="closed")
    Inquiry.objects.filter(pk=nowhere.pk).update(city=None, handled_by=staff("intake").user)
    Letter.objects.filter(inquiry=stuck).update(state="person")
    assert listed(desk, "?whose=mine") == {mine}
    assert listed(desk, "?whose=nobody") == {new, stuck}
    assert listed(desk, "?waits=person") == {stuck}
    assert listed(desk, "?state__exact=closed") == {closed}
    assert listed(desk, f"?city__id__exact={world.city.pk}") == {new, mine, closed, stuck}


@pytest.mark.parametrize(
    "asked",
    ["sealed__isnull=0", "sealed__contains=a", "link_seed__startswith=a", "link_digest__gt=a", "submission__isnull=1"]
    + ["holds__contains=a", "notes__who=a", "consents__fields=a", "handled_by__password__startswith=a", "%2B=1"],
)
def test_nothing_else_can_be_asked_of_a_row(desk: StaffClient, world: World, asked: str) -> None:
    receive_one()
    assert desk.get(f"{LIST}?{asked}").status_code == 400


@pytest.mark.parametrize("typed", ["{}", "ref {}", "REF-{}", "  Ref - {} ", "ref{}"])
def test_a_reference_is_found_however_it_is_typed(desk: StaffClient, world: World, typed: str) -> None:
    inquiry = receive_one().inquiry
    receive_one()
    letters = inquiry.reference.removeprefix("REF-")
    grouped = " ".join(letters[start : start + 4] for start in range(0, 16, 4))
    for spelled in (letters, letters.lower(), grouped, grouped.lower()):
        answer = desk.post(f"{LIST}find/", {"reference": typed.format(spelled)})
        assert answer.headers["Location"] == at(inquiry)


def test_its_beginning_is_enough_and_several_are_listed(desk: StaffClient, world: World) -> None:
    inquiry = receive_one().inquiry
    assert desk.post(f"{LIST}find/", {"reference": inquiry.reference[4:8]}).headers["Location"] == at(inquiry)
    twin = Inquiry.objects.create(
        reference=f"{inquiry.reference[:12]}AAAAAAAA", permission=False, sealed=b"", link_seed="s", link_digest="d"
    )
    answer = desk.post(f"{LIST}find/", {"reference": inquiry.reference[4:9]}, follow=True)
    assert set(answer.context["cl"].result_list) == {inquiry, twin}


def test_what_is_no_reference_finds_nothing_and_is_repeated_nowhere(desk: StaffClient, world: World) -> None:
    receive_one()
    for typed in (WORDS["name"], WORDS["email"], WORDS["phone"], "ABC", "", "%", "A" * 500, "ÄÖ\x00"):
        answer = desk.post(f"{LIST}find/", {"reference": typed}, follow=True)
        assert answer.redirect_chain == [(LIST, 302)], typed
        assert "No inquiry has this reference" in text(answer), typed
        assert len(typed) < 4 or typed not in text(answer), typed
    assert desk.get(LIST, {"q": WORDS["name"]}).context["cl"].result_count == 0


def test_the_first_page_says_what_waits_for_the_desk(desk: StaffClient, world: World) -> None:
    new, mine, stuck, gone = (receive_one(world.facility, city=world.city).inquiry for _number in range(4))
    Inquiry.objects.filter(pk__in=[mine.pk, stuck.pk]).update(state="answered")
    Inquiry.objects.filter(pk=mine.pk).update(handled_by=desk.user)
    Letter.objects.filter(inquiry=stuck).update(state="person")
    purge(inquiry=gone, because="asked")
    Heart().beat()
    lists = {one.heading: one for one in desk.get("/admin/").context["waiting"]}
    headings = list(lists)
    assert headings[0].startswith("New inquiries, the oldest since ")
    assert [[item.title for item in one.items] for one in lists.values()] == [
        [new.reference],
        [],
        [stuck.reference],
        [mine.reference],
    ]
    for one in lists.values():
        assert desk.get(one.more).context["cl"].result_count == one.count


def test_an_inquiry_that_waits_two_days_is_overdue(
    desk: StaffClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    inquiry, answered = receive_one().inquiry, receive_one().inquiry
    Inquiry.objects.filter(pk=answered.pk).update(state="answered")
    assert listed(desk, "?waits=overdue") == set()
    with time_machine.travel(timezone.now() + timedelta(days=2, minutes=1)):
        assert set(waiting.overdue()) == {inquiry}
    monkeypatch.setattr(waiting, "ANSWER_WITHIN", timedelta(0))
    assert listed(desk, "?waits=overdue") == {inquiry}
    overdue = next(one for one in desk.get("/admin/").context["waiting"] if "Overdue" in one.heading)
    assert [item.title for item in overdue.items] == [inquiry.reference]
