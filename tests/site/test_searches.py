"""Everyday searches and what has to be among the first three answers: `searches.csv`, one a line.

The group `held` was written down before anything was tuned, and nothing is tuned to it.
"""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from facilities.kinds import FACILITIES
from facilities.models import Facility
from search.entries import Entry
from search.services import put_many, rebuild
from tests.demo import seeded
from tests.facilities.placed import fill_some

RIGHT: Final = 0.9

_FILE: Final = Path(__file__).parent / "searches.csv"
CASES: Final = list(csv.DictReader(_FILE.read_text(encoding="utf-8").splitlines()))
_ANSWER = re.compile(r'<section class="leads".*?</section>|<ol class="entries found".*?</ol>', re.DOTALL)
_LINK = re.compile(r'<form[^>]* action="([^"]+)"|href="([^"]+)"|<input type="hidden" name="([^"]+)" value="([^"]*)"')


@pytest.fixture(scope="module")
def _site(django_db_setup: Callable[[], None], django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with seeded(django_db_blocker, django_db_setup):
        fill_some()
        Facility.objects.filter(pk=Facility.objects.listed().order_by("pk").values("pk")[:1]).update(
            phone="512-555-0100"
        )
        rebuild(FACILITIES)
        yield


@pytest.fixture
def site(_site: None, db: None) -> None:
    """Two steps: a module's fixture may not ask for the database of one test."""


def answers(client: Client, query: str) -> list[str]:
    """Addresses in their order. A form's hidden fields are a part of its address."""
    response = client.get("/search/", {"q": query})
    if response.status_code == 302:
        return [response["Location"]]
    found: list[str] = []
    for part in _ANSWER.findall(response.content.decode()):
        for action, href, name, value in _LINK.findall(part):
            if name:
                found[-1] += ("&" if "?" in found[-1] else "?") + f"{name}={value}"
            else:
                found.append(unescape(action or href))
    return [href for href in found if href != "/help/"]


def is_right(found: list[str], expected: str) -> bool:
    return any(_same(one, wanted) for one in found[:3] for wanted in expected.split())


def _same(one: str, wanted: str) -> bool:
    if wanted in ("/near/", "/facilities/"):
        return one.startswith(wanted)
    a, b = urlsplit(one), urlsplit(wanted)
    return (a.scheme, a.path, a.fragment, dict(parse_qsl(a.query))) == (
        (b.scheme, b.path, b.fragment, dict(parse_qsl(b.query)))
    )


def test_the_queries_are_as_many_as_they_should_be() -> None:
    assert Counter(case["group"] for case in CASES) == {"readers": 29, "own": 32, "held": 28}
    assert len({case["query"].casefold() for case in CASES}) == 89


def judged(client: Client, groups: set[str]) -> tuple[float, list[tuple[str, list[str]]]]:
    cases = [case for case in CASES if case["group"] in groups]
    wrong = [
        (case["query"], found[:3])
        for case in cases
        if not is_right(found := answers(client, case["query"]), case["among_the_first"])
    ]
    return 1 - len(wrong) / len(cases), wrong


@pytest.mark.parametrize("groups", [{"readers", "own"}, {"held"}], ids=["tuned", "held"])
@pytest.mark.usefixtures("site")
def test_everyday_searches_are_answered(client: Client, groups: set[str]) -> None:
    share, wrong = judged(client, groups)
    assert share >= RIGHT, wrong


@pytest.mark.usefixtures("site")
def test_help_at_once_comes_before_everything(client: Client) -> None:
    queries = ("my son overdosed near 78741", "sobredosis narcan", "overdose kit", "narcan didn't work")
    for query in (*queries, "narcan didnt work", "he isnt breathing", "cant wake him"):
        assert answers(client, query)[0] == "tel:911", query
    for query in ("want to die after overdose", "quiero morir", "dont want to live"):
        assert answers(client, query)[0] == "tel:988", query


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("mat program austin", "/near/?place=austin"),
        ("rehab near el paso tx with medicaid", "/near/?place=el+paso+tx&payment=medicaid"),
        ("springfield", "/near/?place=springfield"),
        ("va suboxone", "/articles/starting-buprenorphine/"),
        ("988", "tel:988"),
    ],
)
def test_a_place_is_known_among_other_words(client: Client, query: str, first: str) -> None:
    found = answers(client, query)
    assert found[0] == first, found
    assert sum(href.startswith("/near/") for href in found) == first.startswith("/near/"), found


@pytest.mark.usefixtures("site")
def test_also_among_very_many(client: Client) -> None:
    """Facilities, as an import brings them: their names have the words that people look for."""
    words = ("Methadone Clinic", "Recovery Center", "Suboxone Treatment", "Family Rehab", "Detox House")
    text = "On site: methadone, buprenorphine. Medicaid; no insurance; overdose; withdrawal; pregnant; Spanish."
    put_many(
        Entry("facility", str(9_000_000 + number), f"/facilities/x{number}/", f"{words[number % 5]} {number}", text)
        for number in range(20_000)
    )
    share, wrong = judged(client, {"readers", "own", "held"})
    assert share >= RIGHT, wrong
