"""The demo that a new site begins with: every state, every kind of page, and nothing that is real or broken."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localtime
from pytest_django import DjangoDbBlocker

from articles.kinds import ARTICLES
from articles.models import Article, ArticleRevision, Question, Source, TermRevision
from articles.readability import grade
from articles.services.checking import GRADE_TARGET, check
from articles.words import words_of
from contact.consent_words import line
from contact.models import Recipient
from contact.services.consenting import offered
from facilities.models import City, Facility
from markup.rendering import render
from programs.kinds import PHASES
from programs.models import Phase, Program
from review.models import Person
from review.services.publishing import publish_due
from search.kinds import kind_named
from search.models import Document
from search.queries import find
from search.services import in_step
from tests.conftest import StaffClient
from tests.demo import seeded
from tests.site.sitemaps import locations
from tests.site.test_no_server_error import WITHOUT
from tests.site.test_pages import HELP, Page

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _seeded(django_db_setup: Callable[[], None], django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with seeded(django_db_blocker, django_db_setup):
        yield


@pytest.fixture(scope="module")
def pages(_seeded: None) -> dict[str, str]:
    """Every address in the sitemap, and the pages that are in none."""
    client = Client()
    paths = locations(client)
    withdrawn = Article.objects.withdrawn().get().get_absolute_url()
    found = {path: client.get(path) for path in [*paths, "/nowhere/", withdrawn, "/articles/?page=2"]}
    assert len(paths) > 50
    assert {path for path, response in found.items() if response.status_code != 200} == {"/nowhere/", withdrawn}
    for path, response in found.items():
        assert not response.cookies, path
        assert "cookie" not in response.headers.get("Vary", "").lower(), path
    return {path: response.content.decode() for path, response in found.items()}


def live() -> list[ArticleRevision]:
    revisions = [article.live_revision for article in Article.objects.published()]
    return [revision for revision in revisions if revision]


def test_there_is_enough_to_read_about_each_phase_and_city(client: Client) -> None:
    published = Article.objects.published()
    assert published.count() >= 10
    assert Question.objects.published().count() >= 40
    for phase in Phase.objects.all():
        assert published.filter(phases=phase).exists(), phase
    for city in City.objects.all():
        assert published.filter(city=city).exists(), city
    for article in published:
        assert client.get(article.get_absolute_url()).status_code == 200


def test_an_editor_meets_every_state() -> None:
    states = {
        "draft": list(Article.objects.filter(revisions__state="draft", published_on=None)),
        "changed": [one for one in Article.objects.published() if one.latest != one.live_revision],
        "overdue": [article for article in Article.objects.all() if article.review_overdue],
        "withdrawn": list(Article.objects.withdrawn()),
        "scheduled": list(Article.objects.filter(revisions__publish_at__isnull=False, live_revision=None)),
    }
    assert {name: len(articles) for name, articles in states.items()} == dict.fromkeys(states, 1)


def test_the_scheduled_article_goes_live_in_two_weeks() -> None:
    scheduled = ArticleRevision.objects.get(publish_at__isnull=False)
    assert localtime(scheduled.publish_at) == datetime.fromisoformat("2026-12-15T09:00:00-06:00")
    with time_machine.travel("2026-12-15T16:00:00Z"):
        assert publish_due() == [scheduled]


def test_the_checklist_finds_nothing_in_what_readers_see() -> None:
    found = {
        str(revision): [finding.sentence for finding in check(words_of(revision)).findings] for revision in live()
    }
    assert {title: findings for title, findings in found.items() if findings} == {}
    assert all(revision.grade is not None and revision.grade <= GRADE_TARGET for revision in live())
    assert all(revision.sources.exists() for revision in live())


def test_whoever_is_named_is_invented_and_their_page_says_so(client: Client) -> None:
    assert Person.objects.exists()
    assert not Person.objects.filter(invented=False).exists()
    for person in Person.objects.published():
        assert "invented" in client.get(person.get_absolute_url()).content.decode()
    for revision in live():
        assert len(revision.byline) == 3
        assert revision.reviewer is not None
        assert revision.reviewer.credentials
        assert revision.reviewer.credentials_url


def test_each_city_has_places_that_take_inquiries_at_addresses_that_lead_nowhere() -> None:
    for city in City.objects.all():
        offers = offered(city)
        assert offers.count() >= 4
        assert not offers.exclude(relationship=Facility.Relationship.NONE).exists()
        assert Facility.objects.listed().filter(city=city).exclude(relationship=Facility.Relationship.NONE).exists()
    assert Recipient.objects.count() == offered().count()
    for recipient in Recipient.objects.all():
        assert recipient.email.endswith(".example")
        assert not recipient.webhook
    flat = Facility.objects.listed().get(relationship=Facility.Relationship.FLAT_FEE)
    assert line(flat).endswith("It pays this site a flat fee.")
    assert not flat.takes_inquiries


def test_it_only_goes_into_a_site_without_articles() -> None:
    before = list(ArticleRevision.objects.values_list("pk", flat=True))
    with pytest.raises(CommandError, match="only goes into an empty one"):
        call_command("seed")
    assert list(ArticleRevision.objects.values_list("pk", flat=True)) == before


CLAIMS_OF_REVIEW = (
    *("reviewedBy", "lastReviewed", "edically reviewed by", "Checked on", "clinician reviewed"),
    *("Reviewed <time", "<dt>Last reviewed</dt> <dd> <time", "Next review due"),
)


def test_nothing_that_invented_people_signed_is_called_reviewed_or_checked(pages: dict[str, str]) -> None:
    """Over every address there is, in what readers see and in what only machines read."""
    claims = {
        (path, claim)
        for path, html in pages.items()
        for claim in CLAIMS_OF_REVIEW
        if claim in " ".join(html.split()) and path != "/about/how-we-check/"
    }
    assert claims == set()
    signed = [path for path, html in pages.items() if re.search(r"no clinician has reviewed it", html)]
    assert {"/", "/articles/", "/questions/", "/glossary/", "/about/how-we-check/"} <= set(signed)
    assert all(article.get_absolute_url() in signed for article in Article.objects.published())


def test_an_invented_person_is_marked_where_they_are_named_and_named_to_no_machine(
    pages: dict[str, str], client: Client
) -> None:
    names = list(Person.objects.values_list("name", flat=True))
    for path, html in pages.items():
        data = " ".join(re.findall(r'(?s)<(?:script type="application/ld|meta )[^>]*>[^<]*', html))
        assert not [name for name in names if name in data and not path.startswith("/people/")], path
        shown = re.findall(r'<a href="/people/[\w-]+/">([^<]+)</a>\s*(<span class="pill">)?', html)
        assert not [name for name, mark in shown if not mark], path
    feed = client.get("/feed.xml").content.decode()
    assert "<entry>" in feed
    assert not [name for name in names if name in feed]


def test_the_seed_says_of_no_source_that_anybody_has_opened_it() -> None:
    assert not Source.objects.filter(checked_on__isnull=False).exists()
    assert not TermRevision.objects.filter(source_checked_on__isnull=False).exists()


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


def test_every_kind_in_the_search_index_has_a_name(client: Client) -> None:
    text = client.get("/search/", {"q": "treatment"}).content.decode()
    for kind in Document.objects.values_list("kind", flat=True).distinct():
        assert str(kind_named(kind).many) in text


def test_every_result_of_a_search_leads_somewhere(pages: dict[str, str], client: Client) -> None:
    urls = Document.objects.exclude(kind="facility").values_list("url", flat=True)
    found = {url.partition("#")[0] for url in urls} - pages.keys()
    assert {url: status for url in found if (status := client.get(url).status_code) != 200} == {}
    gone = [url for url in urls if (parts := url.partition("#"))[2] and f'id="{parts[2]}"' not in pages[parts[0]]]
    assert gone == []


def test_a_search_finds_what_is_live_and_nothing_else() -> None:
    def found(query: str) -> list[str]:
        return [item.url for item in find(query).items]

    assert in_step(PHASES)
    assert in_step(ARTICLES)
    assert "/articles/starting-buprenorphine/" in found("starting buprenorphine")
    assert "/articles/does-my-doctor-need-a-waiver/" not in found("doctor waiver")
    assert find("purse pocket drawer swallows").any_word, "the proposed addition is not live"


def test_there_are_programs_in_both_cities_and_every_setting(client: Client) -> None:
    programs = list(Program.objects.published())
    assert len(programs) >= 4
    assert {program.city.slug for program in programs} == {"austin", "los-angeles"}
    assert {program.setting for program in programs} == set(Program.Setting.values)
    assert sum(program.facility is not None for program in programs) >= 2
    assert all(program.invented for program in Program.objects.all())
    for program in programs:
        parts = [program.summary, program.for_whom, program.family]
        for part in program.parts:
            parts.append(render(part.description).text or part.not_part_because)
        found = grade("\n".join(parts))
        assert found is not None
        assert found <= 8, program.slug
        assert "It does not exist" in client.get(program.get_absolute_url()).content.decode()
    assert any(program.in_care_30_days == "" for program in programs)


VALUE = re.compile(r"'[^']*'|%s|\b\d+\b")
ALIKE = 5  # such as one for each kind of page; a list has more rows


def test_no_page_asks_once_for_each_row(staff: Callable[..., StaffClient]) -> None:
    """All pages whose address has no part that changes: lists, above all those of the admin."""
    root, reader, asked = staff(superuser=True), Client(), {}
    for path in WITHOUT:
        client = root if path.startswith("/admin/") else reader
        with CaptureQueriesContext(connection) as queries:
            client.get(path).getvalue()
        sentences = Counter(VALUE.sub("?", query["sql"]) for query in queries)
        asked[path] = sentences.most_common(1)[0] if sentences else ("", 0)
    assert sum(many > 0 for _sentence, many in asked.values()) > 80
    assert {path: sentence for path, (sentence, many) in asked.items() if many > ALIKE} == {}
