"""The search page, as readers use it: by its form, its links and whatever they type."""

import re
from html import unescape
from urllib.parse import quote

import pytest
from django.test import Client

from facilities.kinds import FACILITIES
from review.services.publishing import withdraw
from search.entries import Entry
from search.queries import PER_PAGE
from search.services import put_many, rebuild
from tests.articles.making import make_live, make_question
from tests.facilities.ranked import edition, make_facility
from tests.programs.proposed import published
from tests.search.test_hostile_queries import QUERIES
from tests.site.test_pages import HELP, Page

pytestmark = pytest.mark.django_db


def html(client: Client, query: str = "", **more: str) -> str:
    response = client.get("/search/", {"q": query, **more})
    assert response.status_code == 200
    assert not response.cookies
    return response.content.decode()


def test_it_works(client: Client) -> None:
    make_live(title="Naloxone at home", body="Keep naloxone near.")
    text = html(client, "naloxone")
    assert '<a href="/articles/naloxone/"><mark>Naloxone</mark> at home</a>' in re.sub(r"\s*\n\s*", "", text)
    assert "<mark>naloxone</mark> near." in text
    assert 'value="naloxone"' in text
    assert "1 result\n" in text


def test_what_is_withdrawn_is_gone_at_once(client: Client) -> None:
    article = make_live(title="Naloxone at home")
    assert "Naloxone at home" in re.sub("</?mark>", "", html(client, "naloxone"))
    withdraw(subject=article, by=None, because="Out of date.")
    assert "We found nothing" in html(client, "naloxone")


def test_results_stay_out_of_caches_and_search_engines(client: Client) -> None:
    response = client.get("/search/?q=naloxone")
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert b'<meta name="robots" content="noindex">' in response.content
    assert b"canonical" not in response.content
    assert "Disallow: /search/?" in client.get("/robots.txt").content.decode()


def test_the_empty_page_may_be_found(client: Client) -> None:
    response = client.get("/search/")
    assert "no-store" not in response.get("Cache-Control", "")
    assert b"noindex" not in response.content
    assert b"We found nothing" not in response.content


def test_it_keeps_the_rules_of_all_pages(client: Client) -> None:
    make_live(title="Naloxone at home")
    for text in (html(client), html(client, "naloxone"), html(client, "zebra"), html(client, "naloxone zebra")):
        page = Page(text)
        assert not page.inline
        assert page.headings.count(1) == 1
        assert all(b <= a + 1 for a, b in zip(page.headings, page.headings[1:], strict=False))
        assert len(page.ids) == len(set(page.ids))
        assert [href for href in page.links if href in HELP][:3] == list(HELP)


def test_nothing_found_leads_on(client: Client) -> None:
    text = html(client, "zebra")
    assert "We found nothing for this" in text
    links = Page(text).links
    assert links.count("tel:988") == 2, "in the help bar, and once more where help was sought in vain"
    assert {"/phases/medication/", "/cities/austin/", "/questions/"} <= set(links)
    assert "no word that we can look for" in html(client, '"')


def test_one_kind_can_be_chosen(client: Client) -> None:
    make_live(title="Naloxone at home")
    make_question("Is naloxone safe?")
    text = html(client, "naloxone")
    assert "Articles (1)" in text
    assert "Questions (1)" in text
    [link] = [unescape(href) for href in Page(text).links if "kind=question" in href]
    chosen = client.get("/search/" + link).content.decode()
    assert "/questions/#is-naloxone-safe" in chosen
    assert "/articles/naloxone/" not in chosen
    assert "Articles (1)" in chosen


def test_a_kind_that_is_none_is_no_filter(client: Client) -> None:
    make_live(title="Naloxone at home")
    assert "/articles/naloxone/" in html(client, "naloxone", kind="<b>")


def test_pages_follow_each_other_and_keep_the_query(client: Client) -> None:
    put_many(Entry("article", str(n), f"/articles/{n}/", f"Naloxone {n}") for n in range(PER_PAGE + 1))
    first = html(client, "naloxone & co", kind="article")
    [link] = [unescape(href) for href in Page(first).links if "page=2" in href]
    second = client.get("/search/" + link).content.decode()
    assert "Page 2 of 2" in second
    assert 'value="naloxone &amp; co"' in second
    found = [href for text in (first, second) for href in Page(text).links if re.fullmatch(r"/articles/\d+/", href)]
    assert len(found) == len(set(found)) == PER_PAGE + 1


def test_a_page_that_is_not_there_is_not_found(client: Client) -> None:
    make_live(title="Naloxone at home")
    for number in ("0", "2", "-1", "x", "1e3", "9" * 500, "²", "1001", ""):
        assert client.get("/search/", {"q": "naloxone", "page": number}).status_code == 404, number


def test_a_mistyped_word_is_offered_as_a_link(client: Client) -> None:
    make_live(title="Methadone each day")
    text = html(client, "methadnoe")
    assert "Did you mean" in text
    assert '<a href="?q=methadone">methadone</a>' in text


def test_what_was_typed_and_what_was_written_is_only_text(client: Client) -> None:
    make_live(title="Naloxone <img src=x>", body="Text & `<script>alert(1)</script>` naloxone")
    text = html(client, 'naloxone "><script>alert(2)</script>')
    assert "<script>" not in text
    assert "<img src=x" not in text
    assert "&lt;img src=x&gt;" in text


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: ascii(query)[:40])
def test_any_query_is_answered(client: Client, query: str) -> None:
    address = "/search/?q=" + quote(query, errors="surrogatepass")
    assert client.get(address).status_code == (400 if "\0" in query else 200)


def test_what_is_not_read_of_a_long_query_is_told_and_not_carried_on(client: Client) -> None:
    put_many(Entry("article", str(n), f"/articles/{n}/", f"Naloxone {n}") for n in range(PER_PAGE + 1))
    text = html(client, "naloxone " * 1_200)
    assert "Your search is very long. We looked at its first 1000 characters." in text
    assert max(map(len, Page(text).links)) < 1_100
    assert "Your search is very long" not in html(client, "naloxone")


@pytest.mark.parametrize("query", ["q=%ff", "q=%", "q", "q=a&q=b", "q=%u0041", "kind=%00", "=&&&", "q[]=a"])
def test_a_query_that_no_form_sends_is_answered(client: Client, query: str) -> None:
    assert client.get(f"/search/?{query}").status_code == (400 if "%00" in query else 200)


@pytest.mark.parametrize(("path", "forms"), [("/", 1), ("/nowhere/", 2), ("/more/", 2), ("/search/", 1)])
def test_the_form_stands_where_people_look(client: Client, path: str, forms: int) -> None:
    """On a phone the one in the head is not shown, so some pages have one of their own."""
    text = client.get(path).content.decode()
    assert text.count('role="search"') == forms
    assert 'action="/search/"' in text


def test_what_is_invented_says_so(client: Client) -> None:
    oak = make_facility("oak", "MU", name="Harbor Oak", edition=edition("Demo", invented=True))
    published("harbor-mornings", invented=True, facility=oak)
    rebuild(FACILITIES)
    text = re.sub(r"\s+", " ", re.sub("</?mark>", "", html(client, "harbor")).replace("\n", ""))
    assert text.count("invented place") == 1
    assert "invented place" in text[text.index(">Harbor Oak<") :]
    assert '<span class="pill">invented</span>' in text[text.index(">Harbor Mornings<") :]


def test_beside_real_places_no_invented_one_is_found(client: Client) -> None:
    make_facility("oak", "MU", name="Harbor Oak", edition=edition("Demo", invented=True))
    make_facility("harbor", "MU", name="Harbor Elm")
    rebuild(FACILITIES)
    text = html(client, "harbor")
    assert "/facilities/harbor/" in text
    assert "/facilities/oak/" not in text


def test_the_page_is_in_the_navigation(client: Client) -> None:
    assert "/search/" in Page(client.get("/phases/").content.decode()).links


def test_the_search_is_refused_to_a_post(client: Client) -> None:
    assert client.post("/search/", {"q": "naloxone"}).status_code == 405
