"""Links that lead readers nowhere: within the site at once, elsewhere by what the last check found."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, FormerSlug, Tag
from programs.kinds import PHASES
from programs.models import Phase, PhaseRevision
from review.services.publishing import withdraw
from review.services.rerendering import rerender
from search.links import judge_all, troubles
from search.models import Link, LinkUse, Trouble
from search.services import refresh
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


def linked(href: str) -> list[tuple[str, str]]:
    return sorted(LinkUse.objects.filter(link__href=href).values_list("kind", "key"))


def test_every_page_that_readers_see_is_read_and_no_other() -> None:
    live = make_live("live", body=text("/one/", "https://example.org/a"), sources=[SOURCE])
    make_article("draft", body=text("/draft/"))
    asked = make_question("Why?", answer=text("/two/"))
    make_question("Not yet?", answer=text("/three/"), reviewed=False)
    term = make_term("naloxone", source_url="https://example.org/b")
    phase = Phase.objects.get(slug="therapy")
    PhaseRevision.objects.filter(subject=phase).update(html='<p><a href="/four/?a=1&amp;b=2">x</a></p>')
    refresh(PHASES, phase.pk)
    assert linked("/one/") == linked("https://example.org/a") == linked(SOURCE.url) == [("article", str(live.pk))]
    assert linked("/two/") == [("question", str(asked.pk))]
    assert linked("/four/?a=1&b=2") == [("phase", str(phase.pk))]
    assert linked("https://example.org/b") == [("term", str(term.pk))]
    assert linked("/draft/") == linked("/three/") == []
    assert not Link.objects.filter(href__in=["/draft/", "/three/"]).exists()


def wrong() -> set[str]:
    return set(Link.objects.wrong().filter(own=True).values_list("href", flat=True))


def test_what_is_wrong_follows_each_change() -> None:
    """Kept in step with what a look at everything would find."""
    hrefs = ("/articles/b/", "/articles/b/#part", "/articles/old/", "/questions/#why", "/glossary/#naloxone", "/none/")
    make_live("a", body=text(*hrefs, "/articles/a/", "/help/"))

    def are(*hrefs: str) -> bool:
        now = wrong()
        return now == set(hrefs) and judge_all() == len(hrefs) and wrong() == now

    assert are(*hrefs)
    make_live("old")
    assert are(*hrefs[:2], *hrefs[3:])
    article = make_live("b")
    make_question("Why?")
    make_term("naloxone")
    assert are("/none/")
    withdraw(subject=article, by=None, because="Wrong.")
    assert are("/articles/b/", "/articles/b/#part", "/none/")
    withdraw(subject=Article.objects.get(slug="a"), by=None, because="Wrong.")
    assert not Link.objects.filter(href__in=hrefs).exists()


def test_what_leads_to_a_tag_is_looked_at_once_a_day() -> None:
    make_live("a", body=text("/tags/cost/"), tags=["Cost"])
    judge_all()
    assert wrong() == set()
    Article.objects.get(slug="a").tags.clear()
    Tag.objects.all().delete()
    judge_all()
    assert wrong() == {"/tags/cost/"}


def test_a_new_rendering_notes_the_links_again() -> None:
    article = make_live("live", body=text("/one/"))
    revision = article.live_revision
    assert revision is not None
    type(revision).objects.update(links=[], html="")
    rerender()
    revision.refresh_from_db()
    assert revision.links == ["/one/"]


def answered(href: str, **answer: object) -> None:
    assert Link.objects.filter(href=href).update(**{"checked_at": timezone.now(), **answer})


class TestThePage:
    def test_it_shows_what_is_wrong_and_which_page_has_it(self, staff: Staff) -> None:
        article = make_live("live", title="Carry it", body=text("/articles/none/", "https://example.org/a"))
        answered("https://example.org/a", state="broken", code="404", wrong=True)
        page = staff("editor").get("/admin/links/").content.decode()
        assert "There is no such page" in page
        assert "<code>/articles/none/</code>" in page
        assert "The site says that it does not have this page." in page
        assert page.count(f'href="/admin/articles/article/{article.pk}/change/"') == 2

    def test_it_is_glad_when_all_is_right(self, staff: Staff) -> None:
        make_live("live", body=text("/articles/live/"))
        page = staff("writer").get("/admin/links/").content.decode()
        assert "and it works" in page or "all of them work" in page
        assert "They have not been checked yet" in page

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
        answered("https://example.org/a", state="fine", code="200", checked_at=before)
        assert str(before.year) in staff("editor").get("/admin/links/").content.decode()
