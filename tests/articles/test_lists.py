"""Lists, tags, people, questions, corrections and the feed."""

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from pytest_django import Settings

from articles.models import Correction
from articles.services.saving import Placement, save_article
from articles.words import words_of
from review.services.publishing import withdraw
from tests.articles.making import latest, make_article, make_live, make_person, make_question

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def html(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_articles_are_listed_newest_first_and_paged(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articles.views.PER_PAGE", 3)
    for n in range(4):
        make_live(f"article-{n}", on=date(2026, 1, 1) + timedelta(days=n), title=f"Title {n:02}")
    first, second = html(client, "/articles/"), html(client, "/articles/?page=2")
    assert first.index("Title 03") < first.index("Title 02") < first.index("Title 01")
    assert "Title 00" not in first
    assert "Title 00" in second
    assert '<link rel="canonical" href="http://127.0.0.1:8000/articles/?page=2">' in second


def test_a_page_that_is_not_there_is_not_found(client: Client) -> None:
    make_live()
    for number in ("0", "2", "-1", "x", "1e3", "9" * 500, "²", "%00", ""):
        assert client.get("/articles/", {"page": number}).status_code == 404, number


def test_an_empty_site_still_has_a_list(client: Client) -> None:
    html(client, "/articles/")
    html(client, "/questions/")
    html(client, "/tags/")


def test_a_tag_shows_its_articles_and_questions(client: Client) -> None:
    make_live(title="Naloxone at home", tags=("Naloxone",))
    make_article("a-draft", title="No one sees this", tags=("Naloxone",))
    make_question("Does it hurt?", tags=("Naloxone",))
    text = html(client, "/tags/naloxone/")
    assert "Naloxone at home" in text
    assert "Does it hurt?" in text
    assert "No one sees this" not in text


def test_a_tag_with_nothing_public_is_not_found_and_not_listed(client: Client) -> None:
    make_article(tags=("Secret",))
    assert client.get("/tags/secret/").status_code == 404
    assert "Secret" not in html(client, "/tags/")


def test_a_tag_counts_each_article_and_question_once(client: Client) -> None:
    make_live("one", tags=("Naloxone",))
    make_live("two", tags=("Naloxone",))
    make_question("Does it hurt?", tags=("Naloxone",))
    tags = client.get("/tags/").context["page_obj"]
    assert [(tag.article_count, tag.question_count) for tag in tags] == [(2, 1)]


def test_a_person_s_page_shows_who_they_are_and_what_they_made(client: Client) -> None:
    writer = make_person("wanda-writer", bio="Nurse for ten years.", conflicts="Owns shares in Acme.")
    make_live(title="Naloxone at home", writer=writer)
    text = html(client, "/people/wanda-writer/")
    assert "Nurse for ten years." in text
    assert "Owns shares in Acme." in text
    assert "Naloxone at home" in text
    assert 'href="https://example.org/board/1"' in html(client, "/people/rita-reviewer/")


def test_an_invented_person_is_said_to_be_invented(client: Client) -> None:
    make_live(writer=make_person("wanda-writer", invented=True))
    assert "invented" in html(client, "/people/wanda-writer/").lower()
    assert "invented" not in html(client, "/people/rita-reviewer/").lower()


def test_a_person_whom_no_page_names_has_none(client: Client) -> None:
    make_article(writer=make_person("wanda-writer"))
    assert client.get("/people/wanda-writer/").status_code == 404


def test_questions_are_listed_with_answers_and_addresses_of_their_own(client: Client) -> None:
    question = make_question("Does it hurt?", answer="It **does not**.")
    make_question("Not reviewed?", reviewed=False)
    text = html(client, "/questions/")
    assert "<strong>does not</strong>" in text
    assert f'id="{question.slug}"' in text
    assert "Not reviewed?" not in text


def test_a_long_list_of_questions_is_paged_and_each_answer_is_found(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.models.question.PER_PAGE", 2)
    monkeypatch.setattr("articles.views.QUESTIONS_PER_PAGE", 2)
    first, second, third = (make_question(f"{word} it hurt?") for word in ("Zero: does", "Does", "Will"))
    assert third.question not in html(client, "/questions/")
    assert third.question in html(client, "/questions/?page=2")
    assert client.get("/questions/?page=3").status_code == 404
    assert [one.lasting_url.partition("?")[2] for one in (first, second, third)] == [
        "",
        "",
        f"of={third.slug}#{third.slug}",
    ]
    for asked, page in ((third, "?page=2"), (second, "")):
        led = client.get("/questions/", {"of": asked.slug})
        assert (led.status_code, led["Location"]) == (302, f"/questions/{page}#{asked.slug}")
    assert client.get("/questions/?of=nothing").status_code == 404


def test_corrections_and_withdrawals_are_public(client: Client) -> None:
    article = make_live("kept", title="Kept")
    Correction.objects.create(article=article, was="5 days", now="7 to 10 days")
    withdraw(subject=make_live("gone", title="Gone"), by=None, because="It was out of date.")
    text = html(client, "/corrections/")
    assert "7 to 10 days" in text
    assert "5 days" in text
    assert "It was out of date." in text


def test_the_feed_has_whole_articles_with_absolute_addresses(client: Client) -> None:
    make_live(title="A & <b>", body="See [phases](/phases/) and [below](#s-x).\n\n## X\n\nEnd.", tags=("Naloxone",))
    response = client.get("/feed.xml")
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(response.content)
    entry = feed.find("a:entry", ATOM)
    assert entry is not None
    assert entry.findtext("a:title", namespaces=ATOM) == "A & <b>"
    content = entry.findtext("a:content", namespaces=ATOM) or ""
    assert 'href="http://127.0.0.1:8000/phases/"' in content
    assert 'href="http://127.0.0.1:8000/articles/naloxone/#s-x"' in content
    assert "End." in content
    links = [link.get("href") or "" for link in feed.iter("{http://www.w3.org/2005/Atom}link")]
    assert links
    assert all(link.startswith("http://127.0.0.1:8000/") for link in links)


def entry(client: Client) -> ElementTree.Element:
    found = ElementTree.fromstring(client.get("/feed.xml").content).find("a:entry", ATOM)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("zone", "said"), [("America/Chicago", "-06:00"), ("Pacific/Auckland", "+13:00"), ("UTC", "+00:00")]
)
def test_an_entry_s_day_is_the_site_s(client: Client, settings: Settings, zone: str, said: str) -> None:
    settings.TIME_ZONE = zone
    make_live(on=date(2026, 1, 15))
    assert entry(client).findtext("a:published", namespaces=ATOM) == f"2026-01-15T00:00:00{said}"


def test_a_summary_is_plain_text_and_says_all_of_it(client: Client) -> None:
    make_live(summary="Call <your clinic> & ask.")
    summary = entry(client).find("a:summary", ATOM)
    assert summary is not None
    assert (summary.get("type"), summary.text) == ("text", "Call <your clinic> & ask.")


def test_without_a_summary_there_is_none(client: Client) -> None:
    make_live(summary="")
    assert entry(client).find("a:summary", ATOM) is None


def test_an_entry_keeps_its_id_when_its_address_changes(client: Client) -> None:
    article = make_live()
    before = entry(client).findtext("a:id", namespaces=ATOM)
    save_article(article=article, words=words_of(latest(article)), place=Placement("elsewhere"), base=1, by=None)
    assert "/articles/elsewhere/" in client.get("/feed.xml").content.decode()
    assert entry(client).findtext("a:id", namespaces=ATOM) == before == article.key.urn


def test_the_feed_holds_no_drafts(client: Client) -> None:
    make_article(title="A draft")
    assert "A draft" not in html(client, "/feed.xml")


@pytest.mark.parametrize("path", ["/articles/", "/articles/x/", "/tags/", "/questions/", "/feed.xml", "/corrections/"])
def test_readers_pages_only_read(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405
