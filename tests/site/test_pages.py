"""Rules that hold on every page for readers."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

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
    assert own == {"pagination.html", "pages_kept.html"}


def test_the_menu_leads_to_every_part_and_marks_where_one_is(client: Client) -> None:
    """In the row of a wide page, and in the fold of a phone."""
    for path in ("/near/", "/medicines/", "/paying/", "/families/", "/questions/", "/more/"):
        page = client.get(path).content.decode()
        menus = re.findall(r'(?s)<nav [^>]*aria-label="(?:Main|Menu)">.*?</nav>', page)
        assert [menu.count("<a ") for menu in menus] == [10, 6]
        assert all(re.search(rf'<a href="{path}" aria-current="page">', menu) for menu in menus), path
