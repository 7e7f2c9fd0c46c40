"""Links that lead readers nowhere: within the site at once, elsewhere by what the last check found."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.links import Links, Trouble, troubles
from articles.models import Article, CheckedLink, FormerSlug
from programs.models import PhaseRevision
from review.services.publishing import withdraw
from review.services.rerendering import rerender
from tests.articles.making import SOURCE, make_article, make_live, make_person, make_question, make_term
from tests.conftest import StaffClient

Staff = Callable[..., StaffClient]
pytestmark = pytest.mark.django_db


def text(*hrefs: str) -> str:
    return " ".join(f"[x]({href})" for href in hrefs)


def test_what_leads_nowhere_is_told_with_its_reason() -> None:
    make_article("draft")
    make_person("nobody")
    withdraw(subject=make_live("gone"), by=None, because="Wrong.")
    FormerSlug.objects.create(slug="old", article=make_live("new"))
    make_question("Why?", reviewed=False)
    expected = {
        "/articles/none/": (Trouble.MISSING, ""),
        "/articles/draft/": (Trouble.UNPUBLISHED, ""),
        "/articles/gone/": (Trouble.WITHDRAWN, ""),
        "/articles/old/": (Trouble.RENAMED, "/articles/new/"),
        "/articles/none/#part": (Trouble.MISSING, ""),
        "http://127.0.0.1:8000/articles/gone/": (Trouble.WITHDRAWN, ""),
        "/people/nobody/": (Trouble.UNPUBLISHED, ""),
        "/questions/#why": (Trouble.UNPUBLISHED, ""),
        "/glossary/#none": (Trouble.MISSING, ""),
        "/no-such-page/": (Trouble.MISSING, ""),
        "/articles/new": (Trouble.MISSING, ""),
        "/admin/articles/article/": (Trouble.STAFF, ""),
        "/preview/x/": (Trouble.STAFF, ""),
    }
    fine = ("/", "/articles/new/", "/articles/?page=2", "/phases/therapy/", "/cities/austin/", "/search/?q=a")
    assert troubles([*expected, *fine, "https://example.org/articles/none/", "tel:911", "#part"]) == expected


def test_every_page_that_readers_see_is_read_and_no_other() -> None:
    live = make_live("live", body=text("/one/", "https://example.org/a"), sources=[SOURCE])
    make_article("draft", body=text("/draft/"))
    make_question("Why?", answer=text("/two/"))
    make_question("Not yet?", answer=text("/three/"), reviewed=False)
    make_term("naloxone", source_url="https://example.org/b")
    PhaseRevision.objects.filter(subject__slug="therapy").update(html='<p><a href="/four/?a=1&amp;b=2">x</a></p>')
    links = Links()
    assert {"/one/", "/two/", "/four/?a=1&b=2"} <= set(links.own)
    assert not {"/draft/", "/three/"} & set(links.own)
    assert {"https://example.org/a", "https://example.org/b", SOURCE.url} <= set(links.others)
    holders = links.holders(["/one/", "/two/", SOURCE.url])
    assert [(holder.what, holder.pk) for holder in holders["/one/"]] == [("article", live.pk)]
    assert [holder.what for holder in holders["/two/"]] == ["question"]
    assert [holder.pk for holder in holders[SOURCE.url]] == [live.pk]


def test_a_new_rendering_notes_the_links_again() -> None:
    article = make_live("live", body=text("/one/"))
    revision = article.live_revision
    assert revision is not None
    type(revision).objects.update(links=[], html="")
    rerender()
    revision.refresh_from_db()
    assert revision.links == ["/one/"]


class TestThePage:
    def test_it_shows_what_is_wrong_and_which_page_has_it(self, staff: Staff) -> None:
        article = make_live("live", title="Carry it", body=text("/articles/none/", "https://example.org/a"))
        CheckedLink.objects.create(url="https://example.org/a", state="broken", code="404")
        page = staff("editor").get("/admin/links/").content.decode()
        assert "There is no such page" in page
        assert "<code>/articles/none/</code>" in page
        assert "The site says that there is no such page." in page
        assert page.count(f'href="/admin/articles/article/{article.pk}/change/"') == 2

    def test_it_is_glad_when_all_is_right(self, staff: Staff) -> None:
        make_live("live", body=text("/articles/live/"))
        page = staff("writer").get("/admin/links/").content.decode()
        assert "it is right" in page or "all are right" in page
        assert "They have not been tried yet" in page

    def test_an_answer_for_what_no_page_links_to_any_more_is_not_shown(self, staff: Staff) -> None:
        CheckedLink.objects.create(url="https://example.org/old", state="broken", code="404")
        assert "example.org/old" not in staff("editor").get("/admin/links/").content.decode()

    def test_withdrawing_shows_at_once_who_still_links_there(self, staff: Staff) -> None:
        make_live("live", body=text("/articles/gone/"))
        make_live("gone")
        client = staff("editor")
        assert "/articles/gone/" not in client.get("/admin/links/").content.decode()
        withdraw(subject=Article.objects.get(slug="gone"), by=None, because="Wrong.")
        assert "The page was withdrawn" in client.get("/admin/links/").content.decode()

    def test_it_says_when_the_last_check_was(self, staff: Staff) -> None:
        make_live("live", body=text("https://example.org/a"))
        before = timezone.now() - timedelta(days=400)
        CheckedLink.objects.create(url="https://example.org/a", state="fine", code="200", checked_at=before)
        assert str(before.year) in staff("editor").get("/admin/links/").content.decode()
