"""Every door for text, once, with one string that holds every sign that must not part or join anything."""

import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from articles.models import Article, Tag
from articles.transfer.importing import import_paths
from facilities.models import ProblemReport
from markup.characters import one_line, tidy
from review.models import Person
from tests.articles.making import latest, make_article, make_live
from tests.conftest import StaffClient
from tests.contact.making import make_world
from tests.contact.visiting import OURS, Form, Visitor
from tests.facilities.ranked import make_facility

Staff = Callable[..., StaffClient]
pytestmark = pytest.mark.django_db

# NUL and halves of surrogate pairs are refused before a form sees them; a line end would end a single line.
SIGNS = [
    sign
    for sign in map(chr, range(1, 0x110000))
    if unicodedata.category(sign) in ("Cc", "Cf", "Zl", "Zp", "Zs") and sign not in "\r\n"
]
DIRT = "".join(f"10{sign}20 Call{sign}911 " for sign in SIGNS).strip()
# Fields of one line are short, so they hold a few of each kind.
LINE = "10\u000b20 mg\u200bCall\ufeff911 10\u009620 1\u202d0\u202c \u2028End"


def assert_nothing_grew(stored: str) -> None:
    assert "Call" in stored
    assert "911" in stored
    for grown in ("1020", "Call911", "mgCall"):
        assert grown not in stored
    kinds = {unicodedata.category(sign) for sign in stored} - {"Cf"}
    assert kinds.isdisjoint(
        {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"} - ({"Cc"} if "\n" in stored or "\t" in stored else set())
    )
    assert tidy(stored) == stored


def article_fields(**fields: Any) -> dict[str, Any]:
    sources = {"sources-TOTAL_FORMS": "0", "sources-INITIAL_FORMS": "0"}
    return {"base": "0", "title": LINE, "summary": LINE, "body": DIRT, "slug": "dirt", **sources, **fields}


def test_the_admin_s_article(staff: Staff) -> None:
    response = staff("writer").post("/admin/articles/article/add/", article_fields())
    assert response.status_code == 302
    revision = latest(Article.objects.get(slug="dirt"))
    for text in (revision.body, revision.html):
        assert_nothing_grew(text)
    assert revision.title == revision.summary == one_line(LINE) == "10 20 mg Call 911 10–20 1 0 End"


def test_the_admin_s_other_forms(staff: Staff) -> None:
    client = staff(superuser=True)
    client.post("/admin/articles/tag/add/", {"name": LINE, "slug": "dirt", "description": LINE})
    client.post("/admin/review/person/add/", {"name": LINE, "slug": "dirt", "bio": DIRT[:1900], "conflicts": ""})
    for text in (Tag.objects.get().description, Tag.objects.get().name, Person.objects.get().bio):
        assert_nothing_grew(text)


def test_an_imported_file(tmp_path: Path) -> None:
    file = tmp_path / "dirt.md"
    head = f'title: "{LINE}"\nsummary: {LINE}\nwriter: Wanda\u00a0Ortiz\ntags: [{LINE}]'
    file.write_bytes(f"---\n{head}\n---\n\n{DIRT}\n".encode())
    (result,) = import_paths([file])
    assert (result.outcome, result.problems) == ("new", ())
    revision = latest(Article.objects.get(slug="dirt"))
    assert_nothing_grew(revision.body)
    for text in (revision.title, revision.summary, Tag.objects.get().name):
        assert_nothing_grew(text)
    assert Person.objects.get().name == "Wanda Ortiz"
    assert [result.outcome for result in import_paths([file])] == ["same"]


def test_a_search(client: Client) -> None:
    make_live("methadone", body="Start with 10 to 20 mg.")
    page = client.get("/search/", {"q": f"methadone{LINE}"}).content.decode()
    assert "methadone10 20 mg Call 911" in page
    for sign in ("\u200b", "\u202d", "\ufeff", "\u000b", "\u2028"):
        assert "methadone" in client.get("/search/", {"q": f"mg{sign}methadone"}).content.decode().partition("<ol")[2]


def test_what_was_stored_before_is_shown_clean() -> None:
    revision = latest(make_article("old", body=DIRT))
    assert_nothing_grew(revision.html)


@pytest.mark.parametrize("start", range(0, len(DIRT), 990))
def test_a_report(client: Client, start: int) -> None:
    make_facility("harbor", "BU")
    said = DIRT[start : start + 990]
    client.post("/facilities/harbor/report/", {"said": f"Call 911 {said}"}, headers=OURS)
    assert_nothing_grew(ProblemReport.objects.get().said)


def test_the_contact_form(settings: Settings) -> None:
    make_world(settings)
    words = {"name": LINE, "safe_time": LINE, "message": DIRT[:3900], "phone": "no number"}
    form = Form(Visitor().send(**words).content.decode())
    for name in ("name", "safe_time", "message"):
        assert_nothing_grew(form[name])
