"""Rules that hold on every page for readers."""

import re
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from articles.models import Article

pytestmark = pytest.mark.django_db

HELP = ("tel:911", "tel:988", "tel:+18006624357")


class Page(HTMLParser):
    """What a browser would fetch without a click, what it would run, and the headings."""

    VOID = {"img", "source", "input", "link", "meta", "br", "hr"}

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.inline: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.headings: list[int] = []
        self.landmarks: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self.inline += [f"{tag}[{name}]" for name in named if name == "style" or name.startswith("on")]
        if tag == "style" or tag == "script" and not (named.get("src") or named.get("type") == "application/ld+json"):
            self.inline.append(tag)
        if tag == "link" and named.get("rel") in ("stylesheet", "icon", "preload"):
            self.fetched.append(named["href"])
        self.fetched += [named[name] for name in ("src", "poster", "data", "background") if name in named]
        self.fetched += [part.split()[0] for part in named.get("srcset", "").split(",") if part.strip()]
        if tag == "a" and "href" in named:
            self.links.append(named["href"])
        if "id" in named:
            self.ids.append(named["id"])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag in ("main", "header", "footer", "nav"):
            self.landmarks.append(tag)


@pytest.fixture
def pages(client: Client) -> dict[str, str]:
    """Every address in the sitemap, and the pages that are in none, with the demo content."""
    call_command("seed", stdout=StringIO())
    sitemap = client.get("/sitemap.xml").content.decode()
    paths = [urlsplit(address).path for address in re.findall(r"<loc>(.*?)</loc>", sitemap)]
    withdrawn = Article.objects.withdrawn().get().get_absolute_url()
    found = {path: client.get(path) for path in [*paths, "/nowhere/", withdrawn, "/articles/?page=2"]}
    assert len(paths) > 50
    assert {path for path, response in found.items() if response.status_code != 200} == {"/nowhere/", withdrawn}
    for path, response in found.items():
        assert not response.cookies, path
        assert "cookie" not in response.headers.get("Vary", "").lower(), path
    return {path: response.content.decode() for path, response in found.items()}


def test_every_page_keeps_the_rules(pages: dict[str, str], client: Client) -> None:
    targets: dict[str, str] = {}
    for path, html in pages.items():
        page = Page(html)
        assert not page.inline, f"{path} has inline code: {page.inline}"
        foreign = [address for address in page.fetched if urlsplit(address).netloc]
        assert not foreign, f"{path} would fetch {foreign}"
        assert [href for href in page.links if href in HELP][:3] == list(HELP), f"{path} has no help bar first"
        assert page.headings.count(1) == 1, f"{path} has {page.headings.count(1)} main headings"
        jumps = [(a, b) for a, b in zip(page.headings, page.headings[1:], strict=False) if b > a + 1]
        assert not jumps, f"{path} jumps over a heading level: {jumps}"
        assert page.landmarks.count("main") == 1, path
        assert {"header", "footer", "nav"} <= set(page.landmarks), path
        assert len(page.ids) == len(set(page.ids)), f"{path} has an id twice"
        for href in page.links:
            if href.startswith("#"):
                assert href == "#" or href[1:] in page.ids, f"{path} links to {href}, which is not there"
            elif href.startswith("/"):
                targets.setdefault(href, path)
    for href, path in targets.items():
        target = urlsplit(href)
        html = pages.get(target.path) or client.get(target.path).content.decode()
        if target.path not in pages:
            assert client.get(target.path).status_code in (200, 302), f"{path} links to {href}, which is not there"
        if target.fragment:
            assert f'id="{target.fragment}"' in html, f"{path} links to {href}, which is not on that page"


def test_the_sitemap_lists_what_is_public_and_nothing_else(pages: dict[str, str]) -> None:
    slugs = {path.split("/")[2] for path in pages if path.startswith("/articles/") and path.count("/") == 3}
    live = set(Article.objects.published().values_list("slug", flat=True))
    assert live <= slugs
    assert slugs - live - {"?page=2"} == {"does-my-doctor-need-a-waiver"}


def test_robots_may_read_all_but_the_admin_and_previews(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in text
    assert "Disallow: /preview/" in text
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in text


def test_a_page_that_is_not_there_helps(client: Client) -> None:
    response = client.get("/nowhere/<script>/")
    assert response.status_code == 404
    text = response.content.decode()
    assert 'href="/articles/"' in text
    assert "tel:988" in text
    assert "<script>/" not in text


def test_how_we_check_states_the_rules_of_the_code(client: Client) -> None:
    text = client.get("/about/how-we-check/").content.decode()
    for words in ("Medical reviewer", "Cannot review or publish", "Sign as medically reviewed", "grade 8 or", "265"):
        assert words in text


def test_words_that_hurt_are_folded_away(client: Client) -> None:
    open_to_all = re.sub(r"(?s)<details.*?</details>", "", client.get("/about/how-we-check/").content.decode())
    assert "The person comes first" in open_to_all
    assert "junkie" not in open_to_all


@pytest.mark.parametrize(
    "path", ["/phases/", "/phases/medication/", "/cities/", "/cities/austin/", "/contact/", "/privacy/"]
)
def test_pages_without_articles_stand(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/phases/none/", "/cities/none/", "/people/none/", "/tags/none/"])
def test_what_does_not_exist_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_five_phases_are_in_order(client: Client) -> None:
    names = [phase.slug for phase in client.get("/phases/").context["phases"]]
    assert names == ["detoxification", "medication", "therapy", "aftercare", "relapse-prevention"]


def test_lists_are_turned_over_in_one_way() -> None:
    templates = Path(settings.BASE_DIR) / "templates"
    own = {path.name for path in templates.rglob("*.html") if 'class="pages"' in path.read_text(encoding="utf-8")}
    assert own == {"pagination.html"}


def test_the_menu_leads_to_every_part_and_marks_where_one_is(client: Client) -> None:
    for path in ("/articles/", "/questions/", "/phases/", "/programs/", "/cities/", "/search/", "/contact/"):
        menu = client.get(path).content.decode().partition('<nav aria-label="Main">')[2].partition("</nav>")[0]
        assert menu.count("<a ") == 7
        assert re.search(rf'<a href="{path}" aria-current="page">', menu), path
