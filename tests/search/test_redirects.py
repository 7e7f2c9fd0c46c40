"""Old addresses: rows that editors see, that stay on this site, never go in circles, and never hide a page."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from rehabsite.hot.old_addresses import OldAddresses
from search import redirects
from search.models import Redirect
from tests.articles.making import make_live
from tests.conftest import StaffClient

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "old"),
    [
        ("https://old.example.org/2019/05/x/", "/2019/05/x"),
        (" /a b/ ", "/a%20b"),
        ("/a%20b", "/a%20b"),
        ("/?p=5&utm=1", "/?p=5"),
        ("/x/?y=1#z", "/x"),
        ("/café/", "/caf%C3%A9"),
        ("/", "/"),
    ],
)
def test_an_old_address_is_kept_in_one_form(typed: str, old: str) -> None:
    assert redirects.normal(typed) == old


CANNOT_BE = [
    ("/articles/naloxone/", "/articles/", "live-page"),
    ("/articles/?p=5", "/articles/naloxone/", "live-page"),
    ("/glossary", "/articles/naloxone/", "live-page"),
    ("/", "/articles/naloxone/", "ours"),
    ("/admin/x/", "/articles/naloxone/", "ours"),
    ("/new/", "https://evil.example.org/", "not-ours"),
    ("/new/", "//evil.example.org/", "not-ours"),
    ("/new/", "/\\evil.example.org/", "not-ours"),
    ("/new/", "javascript:alert(1)", "not-ours"),
    ("/new/", "/no/such/page/", "no-page"),
    ("javascript:x", "/articles/naloxone/", "no-address"),
    ("//evil.example.org//x", "/articles/naloxone/", "no-address"),
    ("/articles/gone/", "/articles/gone/", "loop"),
    ("/there/", "/articles/", "twice"),
    ("/new/", "/articles/older/", "chain"),
    ("/articles/end/", "/articles/naloxone/", "chain"),
]


def test_what_cannot_be_is_refused(settings: Settings) -> None:
    make_live("naloxone")
    Redirect.objects.create(old="/there", leads_to="/articles/naloxone/")
    Redirect.objects.create(old="/articles/older", leads_to="/articles/end/")
    for old, to, code in CANNOT_BE:
        with pytest.raises(redirects.WrongAddress) as refused:
            redirects.save(by=None, redirect=Redirect(old=old, leads_to=to))
        assert refused.value.code == code, (old, to)


def test_editors_make_and_change_them_and_a_page_that_is_there_wins(staff: Callable[..., StaffClient]) -> None:
    make_live("naloxone")
    editor = staff("editor")
    sent = {"old": "https://old.example.org/2019/05/spray/", "leads_to": "/articles/naloxone/"}
    assert editor.post("/admin/search/redirect/add/", sent).status_code == 302
    row = Redirect.objects.get()
    assert (row.old, row.made_by) == ("/2019/05/spray", "editor")
    answer = Client().get("/2019/05/spray/?utm_source=x")
    assert (answer.status_code, answer["Location"]) == (301, "/articles/naloxone/")
    assert "no-store" not in answer["Cache-Control"]
    Redirect.objects.create(old="/articles/naloxone", leads_to="/articles/")
    assert Client().get("/articles/naloxone/").status_code == 200
    page = editor.post("/admin/search/redirect/add/", {"old": "/x/", "leads_to": "https://evil.example.org/"})
    assert "It has to lead to a page of this site" in page.content.decode()
    assert editor.post(f"/admin/search/redirect/{row.pk}/delete/", {"post": "yes"}).status_code == 302
    assert Client().get("/2019/05/spray/").status_code == 404
    assert staff("writer").get("/admin/search/redirect/").status_code == 403


def test_before_pages_are_kept_only_what_is_an_old_address_passes() -> None:
    Redirect.objects.create(old="/?p=5", leads_to="/articles/naloxone/")
    hot = OldAddresses()
    assert hot.has("/", "utm=x&p=5", "v1")
    assert not hot.has("/", "p=6", "v1")
    assert not hot.has("/", "utm=x", None)
    Redirect.objects.all().delete()
    assert hot.has("/", "p=5", "v1")
    assert not hot.has("/", "p=5", "v2")
