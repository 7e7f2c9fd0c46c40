import inspect
import re
from typing import Any

import pytest

from articles.models import Wording
from articles.services.checking import Finding, check, summary
from articles.words import SourceWords, Words
from review.services.publishing import withdraw
from tests.articles.making import SOURCE, make_article, make_live, make_person, make_question

pytestmark = pytest.mark.django_db

GOOD = "Call 911 now.[^1] Stay until help comes."


def findings(body: str = GOOD, **words: Any) -> list[Finding]:
    return list(check(Words(**{"title": "Naloxone", "sources": [SOURCE], "body": body, **words})).findings)


def codes(body: str = GOOD, **words: Any) -> list[str]:
    return [finding.code for finding in findings(body, **words)]


def test_a_good_text_has_no_findings_and_its_measures() -> None:
    checklist = check(Words("Naloxone", GOOD + " Short words help." * 200, sources=[SOURCE]))
    assert checklist.findings == ()
    assert (checklist.words, checklist.reading_minutes) == (607, 2)
    assert checklist.grade is not None
    assert checklist.grade < 8


def test_hard_text_is_told_with_its_grade() -> None:
    hard = "Pharmacotherapeutic interventions necessitate interdisciplinary communication considerations." * 5
    assert "grade" in codes(GOOD + " " + hard)


def test_words_to_avoid_are_told_with_a_better_one_and_their_line() -> None:
    [finding] = findings(GOOD + "\n\nThe addict waits.")
    assert (finding.code, finding.line) == ("person-first", 3)
    assert "person" in finding.sentence


@pytest.mark.parametrize("where", ["title", "summary"])
def test_words_to_avoid_are_found_beside_the_text_too(where: str) -> None:
    [finding] = findings(**{where: "Help for the addict"})
    assert (finding.line, finding.excerpt) == (None, where)


def test_claims_are_told() -> None:
    assert codes(GOOD + " Success is guaranteed.") == ["claim"]


def test_editors_extend_the_table_and_name_what_is_right() -> None:
    Wording.objects.create(kind="person-first", avoid="victim", instead="person", allowed_in="Victim Support, x")
    assert codes(GOOD + " A victim.") == ["person-first"]
    assert codes(GOOD + " Ask Victim Support.") == []


@pytest.mark.parametrize(
    ("body", "sources", "expected"),
    [
        ("Text.", [], ["no-sources"]),
        ("One.[^1] Two.[^2] Three.[^3]", [SOURCE], ["source-missing", "source-missing"]),
        ("Text.", [SOURCE], ["source-not-cited"]),
        ("Text.[^1]", [SourceWords("A book")], ["source-no-address"]),
    ],
)
def test_sources_and_citations_belong_together(body: str, sources: list[SourceWords], expected: list[str]) -> None:
    assert codes(body, sources=sources) == expected


def test_a_picture_without_words_is_told_with_its_line() -> None:
    address = "/media/images/0123456789abcdef-60x40.jpg"
    [finding] = findings(f"{GOOD}\n\n![]({address})")
    assert (finding.code, finding.line, finding.excerpt) == ("no-alt-text", 3, address)
    assert codes(f"{GOOD}\n\n![A kit]({address})") == []


def test_a_heading_that_skips_a_level_is_told() -> None:
    assert codes(GOOD + "\n\n## Two\n\n### Three\n\n## Two again") == []
    assert codes(GOOD + "\n\n## Two\n\n#### Four") == ["heading-jump"]


class TestLinks:
    @pytest.fixture(autouse=True)
    def _content(self) -> None:
        make_live("live", tags=("Overdose",), writer=make_person("wanda-writer"))
        make_article("draft")
        make_person("nobody")
        withdraw(subject=make_live("withdrawn"), by=None, because="Wrong.")
        make_question("Why?")

    def test_those_that_lead_somewhere_pass(self) -> None:
        for href in (
            *("/", "/articles/", "/articles/live/", "/articles/live/#part", "/tags/overdose/", "/phases/therapy/"),
            *("/people/wanda-writer/", "/cities/austin/", "/questions/#why", "http://127.0.0.1:8000/articles/live/"),
            *("https://example.org/articles/none/", "mailto:help@example.org", "tel:911", "#s-part"),
        ):
            assert codes(f"{GOOD}\n\n## Part\n\n[Read on]({href})") == [], href

    def test_those_that_lead_nowhere_are_told_with_their_line(self) -> None:
        for href in (
            *("/articles/none/", "/articles/draft/", "/articles/withdrawn/", "/tags/none/", "/people/nobody/"),
            *("/cities/boston/", "/no-such-page/", "http://127.0.0.1:8000/articles/none/", "#other"),
        ):
            [finding] = findings(f"{GOOD}\n\n[Read on]({href})")
            assert (finding.code, finding.line, finding.excerpt) == ("dead-link", 3, href)


@pytest.mark.parametrize("typed", ["[x](live)", "![x](https://example.org/x.png)", "[x](javascript:alert)"])
def test_addresses_that_the_renderer_refused_are_told_with_their_line(typed: str) -> None:
    [finding] = findings(f"{GOOD}\n\n{typed}")
    assert (finding.code, finding.line) == ("refused-address", 3)
    assert finding.excerpt in typed


def test_the_summary_counts_them() -> None:
    assert summary(check(Words("Naloxone", GOOD, sources=[SOURCE]))) == "0 things to look at"
    assert summary(check(Words("Naloxone", "Text."))) == "1 thing to look at"


def test_markup_that_did_not_take_is_told_with_its_line() -> None:
    [finding] = findings(GOOD + "\n\n**Call 911.**Then wait.")
    assert (finding.code, finding.line, finding.excerpt) == ("bold", 3, "**Call 911.**Then wait.")
    assert finding.sentence


def test_every_code_has_its_sentence() -> None:
    from articles.services.checking import _SENTENCES
    from markup import untaken

    source = inspect.getsource(untaken)
    assert set(_SENTENCES) == {*untaken._IN_TEXT, *re.findall(r'yield "([a-z-]+)", ', source)} | {"note", "definition"}
