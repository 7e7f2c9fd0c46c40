"""The editors' calendar: each month's publications, plans and reviews."""

from collections.abc import Callable
from datetime import date

import pytest
import time_machine

from articles import calendar
from articles.calendar import Status, events, month_after, overdue_before
from articles.models import QuestionRevision, TermRevision
from programs.models import PhaseRevision
from review.services.publishing import publish, record_review, schedule
from tests.articles.making import (
    in_the_morning,
    latest,
    make_article,
    make_live,
    make_question,
    make_reviewer,
    make_term,
)
from tests.conftest import StaffClient

Staff = Callable[..., StaffClient]
pytestmark = pytest.mark.django_db
TODAY = "2026-12-10T12:00:00-06:00"


@pytest.fixture(autouse=True)
def _today() -> object:
    with time_machine.travel(TODAY):
        yield


def found(first: date) -> list[tuple[int, str, str, str]]:
    return [(event.day.day, event.status.value, event.what, event.title) for event in events(first)]


def test_a_month_has_what_was_published_goes_live_and_is_due_in_order() -> None:
    make_live("naloxone", on=date(2026, 12, 10), due=date(2026, 12, 28))
    draft, reviewer = make_article("later"), make_reviewer("other")
    record_review(revision=latest(draft), reviewer=reviewer, on=date(2026, 12, 1))
    schedule(revision=latest(draft), by=None, at=in_the_morning(date(2026, 12, 20)))
    make_question("Why?")
    make_term("tolerance")
    QuestionRevision.objects.update(next_review_due=date(2026, 12, 5))
    TermRevision.objects.update(next_review_due=date(2026, 12, 31))
    PhaseRevision.objects.filter(subject__slug="therapy").update(next_review_due=date(2026, 12, 11))
    assert found(date(2026, 12, 1)) == [
        (5, "overdue", "question", "Why?"),
        (10, "published", "article", "Naloxone"),
        (11, "due", "phase", "Therapy"),
        (20, "scheduled", "article", "Later"),
        (28, "due", "article", "Naloxone"),
        (31, "due", "term", "tolerance"),
    ]
    assert found(date(2027, 1, 1)) == []


def test_what_came_from_elsewhere_stands_on_the_day_of_its_first_publication() -> None:
    imported = make_live("naloxone", on=date(2026, 11, 3))
    assert found(date(2026, 12, 1)) == []
    assert found(date(2026, 11, 1)) == [(3, "published", "article", "Naloxone")]
    publish(revision=latest(imported), by=None, on=date(2026, 11, 3))
    assert found(date(2026, 12, 1)) == [(10, "published", "article", "Naloxone")]


def test_only_what_readers_see_is_due() -> None:
    article = make_live("naloxone", on=date(2026, 12, 9), due=date(2026, 12, 28))
    make_term("secret", reviewed=False)
    article.live_revision = None
    article.save()
    assert [kind for _day, kind, _what, _title in found(date(2026, 12, 1))] == ["published"]


def test_a_publication_is_on_the_day_of_the_sites_own_time_zone() -> None:
    with time_machine.travel("2027-01-01T03:00:00Z"):
        publish(revision=latest(make_live("naloxone", due=date(2027, 6, 1))), by=None)
    assert found(date(2026, 12, 1)) == [(31, "published", "article", "Naloxone")]


def test_what_is_overdue_from_earlier_months_is_there() -> None:
    make_live("naloxone", due=date(2026, 10, 2))
    assert [(event.day, event.status) for event in overdue_before(date(2026, 12, 1))] == [
        (date(2026, 10, 2), Status.OVERDUE)
    ]


@pytest.mark.parametrize(
    ("months", "after"), [(1, date(2027, 1, 1)), (-12, date(2025, 12, 1)), (0, date(2026, 12, 1))]
)
def test_months_turn_the_year(months: int, after: date) -> None:
    assert month_after(date(2026, 12, 1), months) == after


class TestThePage:
    @pytest.mark.parametrize("role", ["writer", "editor", "medical-reviewer", "site-manager"])
    def test_the_first_page_leads_to_it_and_it_leads_to_the_work(self, staff: Staff, role: str) -> None:
        article = make_live("naloxone", due=date(2026, 12, 28))
        client = staff(role)
        assert 'href="/admin/calendar/"' in client.get("/admin/").content.decode()
        page = client.get("/admin/calendar/").content.decode()
        assert f"/admin/articles/article/{article.pk}/change/" in page
        assert 'href="?month=2026-11"' in page
        assert 'href="?month=2027-01"' in page

    def test_it_can_be_narrowed_to_one_kind(self, staff: Staff) -> None:
        make_live("naloxone", title="Carry it", due=date(2026, 12, 28))
        page = staff("editor").get("/admin/calendar/?kind=due").content.decode()
        assert page.count("Carry it") == 1

    def test_an_empty_month_says_so(self, staff: Staff) -> None:
        assert "no review is due" in staff("editor").get("/admin/calendar/?month=2030-01").content.decode()

    @pytest.mark.parametrize("month", ["2026-13", "2026", "x", "2026-1a", "0000-01", "9999-12", "２０２６-01"])
    def test_what_is_no_month_is_not_found(self, staff: Staff, month: str) -> None:
        assert staff("editor").get("/admin/calendar/", {"month": month}).status_code == 404

    def test_a_month_that_has_very_much_is_cut_and_says_so(
        self, staff: Staff, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for number in range(4):
            make_live(f"naloxone-{number}", on=date(2026, 12, 9 - number), due=date(2026, 11, 28 - number))
        client = staff("editor")
        assert "has a lot in it" not in client.get("/admin/calendar/").content.decode()
        monkeypatch.setattr(calendar, "MOST", 3)
        page = client.get("/admin/calendar/")
        assert "has a lot in it" in page.content.decode()
        assert "3 or more reviews are overdue" in page.content.decode()
        assert page.context["kinds"] == [("published", "Published", "3+")]
        assert [event.day.day for event in events(date(2026, 12, 1))] == [6, 7, 8]
        assert [event.day.day for event in overdue_before(date(2026, 12, 1))] == [25, 26, 27]

    def test_it_asks_the_same_number_of_times_however_much_there_is(
        self, staff: Staff, django_assert_max_num_queries: Callable[..., object]
    ) -> None:
        client = staff("editor")
        for number in range(4):
            make_live(f"naloxone-{number}", due=date(2026, 12, 28))
            make_question(f"Why {number}?")
        # Two for each kind that is reviewed, and what every page of the admin asks.
        with django_assert_max_num_queries(25):  # type: ignore[attr-defined]
            client.get("/admin/calendar/")
