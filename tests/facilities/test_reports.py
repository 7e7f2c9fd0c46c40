"""Reports of problems with a listing: taken from anyone, answered in the open."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from unittest.mock import patch

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from facilities.models import Facility, ProblemReport
from facilities.services import problems
from facilities.services.problems import answer_report, report_problem
from search.services import public_version
from tests.codes import refused, wrong
from tests.conftest import StaffClient
from tests.facilities.ranked import make_facility
from tests.site.hot.reading import Reader
from visitors.models import SubmissionCount

pytestmark = pytest.mark.django_db

PAGE, FORM = "/facilities/harbor/", "/facilities/harbor/report/"
OURS = {"sec-fetch-site": "same-origin"}
VISITOR = "203.0.113.9"


@pytest.fixture(autouse=True)
def _harbor(db: None) -> None:
    make_facility("harbor", "BU")


@pytest.fixture
def reader() -> Client:
    """A browser as it is, to which tokens matter."""
    return Client(enforce_csrf_checks=True)


def test_a_report_is_stored_and_thanked_for(reader: Client) -> None:
    response = reader.post(FORM, {"said": "The number is dead.\r\nReally."}, headers=OURS, follow=True)
    assert response.redirect_chain == [(FORM + "sent/", 302)]
    assert "Thank you" in response.content.decode()
    assert not response.cookies
    assert ProblemReport.objects.get().said == "The number is dead.\nReally."


def test_the_facilitys_page_tells_that_and_then_the_answer(reader: Client) -> None:
    with time_machine.travel("2026-06-01 12:00", tick=False):
        assert "reported a problem" not in reader.get(PAGE).content.decode()
        reader.post(FORM, {"said": "Secret words"}, headers=OURS)
        html = reader.get(PAGE).content.decode()
        assert "reported a problem with this listing on June 1, 2026" in html
        assert "Secret words" not in html
    with time_machine.travel("2026-06-03 12:00", tick=False):
        answer_report(by=None, report=ProblemReport.objects.get(), answer="We phoned, and corrected it.")
        html = reader.get(PAGE).content.decode()
    assert "reported on June 1, 2026. Answered on June 3, 2026: We phoned, and corrected it." in html
    assert "We have not answered yet" not in html


@pytest.mark.parametrize(
    ("said", "sentence"),
    [("", "Write what is wrong"), ("  \r\n ", "Write what is wrong"), ("x" * 1001, "You used 1001")],
)
def test_what_cannot_be_taken_stays_in_the_form(reader: Client, said: str, sentence: str) -> None:
    response = reader.post(FORM, {"said": said}, headers=OURS)
    assert response.status_code == 422
    assert response["Cache-Control"] == "no-store"
    html = response.content.decode()
    assert sentence in html
    assert said.strip() in html
    assert not ProblemReport.objects.exists()


def test_what_nobody_can_see_is_not_kept(reader: Client) -> None:
    assert reader.post(FORM, {"said": "a\0b"}, headers=OURS).status_code == 302
    assert ProblemReport.objects.get().said == "a b"


def test_lines_count_as_the_browser_counts_them(reader: Client) -> None:
    assert reader.post(FORM, {"said": "a\r\n" * 498 + "abcd"}, headers=OURS).status_code == 302


def test_a_program_that_fills_in_every_field_is_thanked_and_not_heard(reader: Client) -> None:
    response = reader.post(FORM, {"said": "Buy now", "website": "https://x.example"}, headers=OURS)
    assert response.status_code == 302
    assert not ProblemReport.objects.exists()


def test_the_form_is_one_for_all_and_is_kept_without_anyones_words(reader: Client) -> None:
    empty = reader.get(FORM)
    assert Reader().get(FORM).headers["Cache-Control"].startswith("public")
    assert "csrf" not in empty.content.decode()
    assert reader.post(FORM, {"said": "y" * 1500}, headers=OURS).status_code == 422
    again = reader.get(FORM)
    assert again.content == empty.content
    assert "noindex" in again.content.decode()


def test_a_form_from_elsewhere_is_refused(reader: Client) -> None:
    response = reader.post(FORM, {"said": "x"}, headers={"sec-fetch-site": "cross-site"})
    assert response.status_code == 403
    assert not ProblemReport.objects.exists()


def test_a_second_report_changes_nothing_for_readers() -> None:
    facility = make_facility("oak")
    report_problem(facility=facility, said="One", address=VISITOR)
    version = public_version()
    report_problem(facility=facility, said="Two", address=VISITOR)
    assert public_version() == version


def test_a_flood_is_refused_with_a_sentence(reader: Client) -> None:
    with patch.object(problems, "MOST_OPEN", 1):
        reader.post(FORM, {"said": "One"}, headers=OURS)
        response = reader.post(FORM, {"said": "Two of them"}, headers=OURS)
    assert response.status_code == 503
    html = response.content.decode()
    assert wrong(response) == {"__all__: many-open"}
    assert "Two of them" in html
    assert "mailto:" in html
    assert ProblemReport.objects.count() == 1


def test_a_flood_over_many_facilities_ends_too() -> None:
    with patch.object(problems, "MOST_AN_HOUR", 1):
        report_problem(facility=make_facility("oak"), said="One", address=VISITOR)
        with refused("many-now"):
            report_problem(facility=make_facility("elm"), said="Two", address=VISITOR)
        ProblemReport.objects.update(received_at=timezone.now() - timedelta(hours=2))
        report_problem(facility=make_facility("ash"), said="Three", address=VISITOR)


class TestOneVisitor:
    """No one fills a facility's open reports alone."""

    @pytest.fixture(autouse=True)
    def _noon(self) -> Iterator[None]:
        with time_machine.travel("2026-06-01 12:00Z", tick=False):
            yield

    def report(self, facility: Facility, address: str = VISITOR) -> None:
        report_problem(facility=facility, said="Words", address=address)

    def fill(self, facility: Facility) -> None:
        for _time in range(problems.MOST_OF_ONE_A_DAY):
            self.report(facility)

    @pytest.mark.parametrize("also", [VISITOR, f"::ffff:{VISITOR}"])
    def test_they_report_a_listing_a_few_times_a_day(self, also: str) -> None:
        oak = make_facility("oak")
        self.fill(oak)
        with refused("many-yours"):
            self.report(oak, also)
        assert ProblemReport.objects.count() == problems.MOST_OF_ONE_A_DAY

    def test_within_ipv6_they_are_one_wherever_they_are_in_their_network(self) -> None:
        oak = make_facility("oak")
        for number in range(problems.MOST_OF_ONE_A_DAY):
            self.report(oak, f"2600:1700:1:2::{number}")
        with refused("many-yours"):
            self.report(oak, "2600:1700:1:2:ffff:ffff:ffff:ffff")
        self.report(oak, "2600:1700:1:3::1")

    @pytest.mark.parametrize("where", ["2600:1700:1:{}::1", "203.0.113.{}"])
    def test_nor_do_all_the_networks_that_one_customer_can_have_fill_it(self, where: str) -> None:
        oak = make_facility("oak")
        for number in range(problems.MOST_NEARBY_A_DAY):
            self.report(oak, where.format(number))
        with refused("many-yours"):
            self.report(oak, where.format(200))
        self.report(oak, "198.51.100.1")
        assert ProblemReport.objects.count() < problems.MOST_OPEN

    def test_others_are_heard(self) -> None:
        oak = make_facility("oak")
        self.fill(oak)
        self.report(oak, "203.0.113.10")
        self.report(make_facility("elm"))

    def test_tomorrow_they_are_heard_again_and_not_before(self) -> None:
        oak = make_facility("oak")
        self.fill(oak)
        with time_machine.travel("2026-06-01 23:00Z", tick=False), refused("many-yours"):
            self.report(oak)
        with time_machine.travel("2026-06-02 12:00Z", tick=False):
            self.report(oak)

    def test_they_go_through_no_list_of_facilities(self) -> None:
        for number in range(problems.MOST_OF_ONE_AN_HOUR):
            self.report(make_facility(f"oak-{number}"))
        with refused("many-yours"):
            self.report(make_facility("elm"))

    def test_the_page_says_so_and_keeps_their_words(self, reader: Client) -> None:
        for _time in range(problems.MOST_OF_ONE_A_DAY):
            assert reader.post(FORM, {"said": "One"}, headers=OURS).status_code == 302
        response = reader.post(FORM, {"said": "Once more"}, headers=OURS)
        assert response.status_code == 429
        assert "Once more" in response.content.decode()
        assert "mailto:" in response.content.decode()
        neighbor = reader.post(FORM, {"said": "Me too"}, headers=OURS, REMOTE_ADDR="203.0.113.10")
        assert neighbor.status_code == 302

    def test_no_report_says_where_it_came_from(self) -> None:
        self.report(make_facility("oak"))
        rows = [*ProblemReport.objects.values(), *SubmissionCount.objects.values()]
        assert VISITOR not in str(rows)


@pytest.mark.parametrize("answer", ["", "  ", "x" * 301])
def test_an_answer_says_something_that_fits(answer: str) -> None:
    report = report_problem(facility=make_facility("oak"), said="One", address=VISITOR)
    with refused("answer"):
        answer_report(by=None, report=report, answer=answer)


def test_an_editor_finds_open_reports_first_and_answers(staff: Callable[..., StaffClient], reader: Client) -> None:
    editor = staff("editor")
    done = report_problem(facility=make_facility("oak"), said="Done with", address=VISITOR)
    answer_report(by=None, report=done, answer="Corrected.")
    reader.post(FORM, {"said": "Still open"}, headers=OURS)
    listed = editor.get("/admin/facilities/problemreport/").content.decode()
    assert listed.index("Still open") < listed.index("Done with")
    report = ProblemReport.objects.get(said="Still open")
    url = f"/admin/facilities/problemreport/{report.pk}/change/"
    assert wrong(editor.post(url, {"answer": ""})) == {"answer: required"}
    version = public_version()
    assert editor.post(url, {"answer": "The number is right now."}).status_code == 302
    report.refresh_from_db()
    assert report.answered_on == timezone.localdate()
    assert public_version() > version
    assert "The number is right now." in reader.get(PAGE).content.decode()


def test_an_editor_takes_away_what_is_no_report(staff: Callable[..., StaffClient], reader: Client) -> None:
    reader.post(FORM, {"said": "Buy now"}, headers=OURS)
    assert "reported a problem" in reader.get(PAGE).content.decode()
    pk = ProblemReport.objects.get().pk
    response = staff("editor").post(f"/admin/facilities/problemreport/{pk}/delete/", {"post": "yes"})
    assert response.status_code == 302
    assert "reported a problem" not in reader.get(PAGE).content.decode()


def test_a_writer_does_not_see_reports(staff: Callable[..., StaffClient]) -> None:
    assert staff("writer").get("/admin/facilities/problemreport/").status_code == 403
