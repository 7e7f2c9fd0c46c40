"""An article's page, as readers get it."""

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, ArticleQuestion
from articles.services.listing import bring_in_step
from articles.services.saving import placement_of, save_article
from articles.words import Words, words_of
from review.services.publishing import publish, record_review, withdraw
from tests.articles.making import (
    REVIEWED_ON,
    SOURCE,
    latest,
    make_article,
    make_live,
    make_person,
    make_question,
)
from tests.site.sitemaps import locations

pytestmark = pytest.mark.django_db


def page(client: Client, article: Article) -> str:
    response = client.get(article.get_absolute_url())
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def blocks(html: str) -> dict[str, Any]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return {block["@type"]: block for block in map(json.loads, found)}


def test_it_shows_title_summary_and_text(client: Client) -> None:
    html = page(client, make_live(title="Naloxone at home", summary="Keep two.", body="## Where\n\nBy the door."))
    assert "<h1>Naloxone at home</h1>" in html
    assert "Keep two." in html
    assert "<p>By the door.</p>" in html


def test_its_dates_are_times_that_machines_read(client: Client) -> None:
    html = page(client, make_live(due=date(2027, 3, 2)))
    assert html.count(f'<time datetime="{REVIEWED_ON}"') >= 2  # published and last reviewed
    assert '<time datetime="2027-03-02">' in html


def test_reading_time_is_counted_from_the_words(client: Client) -> None:
    assert "1 minute" in page(client, make_live("short", body="word " * 30))
    assert "4 minutes" in page(client, make_live("long", body="word " * 1000))


def test_the_byline_links_each_signed_role_to_the_person_with_credentials(client: Client) -> None:
    article = make_live(writer=make_person("wanda-writer", credentials="RN"))
    latest(article).__class__.objects.filter(article=article).update(editor=make_person("ed-editor"))
    html = page(client, article)
    for role, path, name in (
        ("Written by", "/people/wanda-writer/", "Wanda Writer, RN"),
        ("Edited by", "/people/ed-editor/", "Ed Editor"),
        ("Medically reviewed by", "/people/rita-reviewer/", "Rita Reviewer, MD"),
    ):
        assert role in html
        assert f'<a href="{path}">{name}</a>' in html


def test_a_contents_list_leads_to_the_headings(client: Client) -> None:
    html = page(client, make_live(body="## One\n\na\n\n## Two\n\nb\n\n### Two and a half\n\nc\n\n## Three\n\nd"))
    for link in re.findall(r'href="#(s-[^"]+)"', html):
        assert f'id="{link}"' in html
    assert len(re.findall(r'href="#s-', html)) == 4


def test_sources_are_numbered_and_cited(client: Client) -> None:
    html = page(client, make_live(body="It works.[^1]", sources=(SOURCE,)))
    assert 'href="#source-1"' in html
    assert 'id="source-1"' in html
    assert SOURCE.title in html
    assert f'href="{SOURCE.url}"' in html


def test_related_questions_show_question_and_answer(client: Client) -> None:
    make_question("Does naloxone hurt?", tags=("Naloxone",), answer="It **does not**.")
    html = page(client, make_live(tags=("Naloxone",)))
    assert "Does naloxone hurt?" in html
    assert "<strong>does not</strong>" in html
    assert "<details" in html


def test_questions_that_nobody_reviewed_stay_away(client: Client) -> None:
    make_question("Is it free?", tags=("Naloxone",), reviewed=False)
    assert "Is it free?" not in page(client, make_live(tags=("Naloxone",)))


def test_it_leads_on(client: Client) -> None:
    make_live("other", tags=("Naloxone",))
    html = page(client, make_live(tags=("Naloxone",)))
    assert 'href="/tags/naloxone/"' in html
    assert 'href="/articles/other/"' in html
    assert 'href="/contact/"' in html


def test_readers_see_the_live_revision_and_never_a_newer_one(client: Client) -> None:
    article = make_live(body="Reviewed words.")
    changed = words_of(latest(article))
    newer = Words(changed.title, "Words that no one reviewed.", changed.summary)
    save_article(article=article, words=newer, place=placement_of(article), base=article.edits, by=None)
    html = page(client, article)
    assert "Reviewed words." in html
    assert "no one reviewed" not in html
    revision = latest(article)
    record_review(revision=revision, reviewer=make_person("second-reviewer"), by=None, on=REVIEWED_ON, due=None)
    assert "no one reviewed" not in page(client, article)
    publish(revision=revision, by=None)
    assert "no one reviewed" in page(client, article)


def test_a_draft_is_not_found(client: Client) -> None:
    assert client.get(make_article().get_absolute_url()).status_code == 404


def test_a_review_that_is_overdue_is_said(client: Client) -> None:
    today = timezone.localdate()
    late = make_live("late", on=today - timedelta(days=400), due=today - timedelta(days=1))
    good = make_live("good", due=today + timedelta(days=1))
    assert "past its review date" in page(client, late)
    assert "past its review date" not in page(client, good)


def test_a_renamed_article_is_found_under_its_old_address(client: Client) -> None:
    article = make_live("old-name")
    place = placement_of(article)
    renamed = type(place)("new-name", place.tags)
    save_article(article=article, words=words_of(latest(article)), place=renamed, base=article.edits, by=None)
    response = client.get("/articles/old-name/")
    assert (response.status_code, response["Location"]) == (301, "/articles/new-name/")
    assert client.get("/articles/new-name/").status_code == 200


def test_a_withdrawn_article_answers_410_and_says_why(client: Client) -> None:
    article = make_live(title="Old advice", body="Wrong words.")
    assert client.get(article.get_absolute_url()).status_code == 200
    withdraw(subject=article, by=None, because="The waiver ended in 2023.")
    response = client.get(article.get_absolute_url())
    assert response.status_code == 410
    assert "The waiver ended in 2023." in response.content.decode()
    assert "Wrong words." not in response.content.decode()
    assert "/articles/naloxone/" not in locations(client)
    for path in ("/", "/articles/", "/feed.xml"):
        assert "naloxone" not in client.get(path).content.decode().replace("Give naloxone", "")


def test_structured_data_says_what_the_page_shows(client: Client) -> None:
    make_question("Does naloxone hurt?", tags=("Naloxone",), answer="It does not.")
    writer = make_person("wanda-writer")
    html = page(client, make_live(writer=writer, tags=("Naloxone",), body="Yes.[^1]", sources=(SOURCE,)))
    data = blocks(html)
    article = data["MedicalWebPage"]
    assert article["author"]["name"] == "Wanda Writer"
    assert article["reviewedBy"]["honorificSuffix"] == "MD"
    assert "editor" not in article
    assert article["lastReviewed"] == REVIEWED_ON.isoformat()
    assert article["citation"][0]["url"] == SOURCE.url
    assert data["FAQPage"]["mainEntity"][0]["acceptedAnswer"]["text"] == "It does not."
    names = [step["name"] for step in data["BreadcrumbList"]["itemListElement"]]
    breadcrumb = re.search(r'<nav class="crumbs.*?</nav>', html, re.DOTALL)
    assert breadcrumb
    assert names == re.findall(r"(?:<a[^>]*>|aria-current=.page.>)([^<]+)<", breadcrumb[0])


def test_without_questions_there_is_no_faq(client: Client) -> None:
    assert "FAQPage" not in blocks(page(client, make_live()))


def test_nothing_in_a_title_ends_the_data_block(client: Client) -> None:
    title = "</script><script>alert(1)</script> & <!--"
    html = page(client, make_live(title=title))
    assert "<script>alert" not in html
    assert blocks(html)["MedicalWebPage"]["headline"] == title


def test_the_address_is_the_setting_s_whatever_host_was_asked(client: Client) -> None:
    article = make_live()
    response = client.get(article.get_absolute_url(), headers={"host": "localhost"})
    html = re.sub(r"\s+", " ", response.content.decode())
    assert '<link rel="canonical" href="http://127.0.0.1:8000/articles/naloxone/">' in html
    assert "http://localhost" not in html


def test_open_graph_names_the_page(client: Client) -> None:
    html = page(client, make_live(title='Say "no"', summary="In short."))
    assert '<meta property="og:title" content="Say &quot;no&quot;"' in html
    assert '<meta property="og:type" content="article">' in html
    assert re.search(r'<meta property="og:description"\s+content="In short\."', html)


def test_an_editor_s_questions_come_first_in_the_editor_s_order(client: Client) -> None:
    article = make_live(tags=("Naloxone",))
    make_question("Shared one?", tags=("Naloxone",))
    for position, text in enumerate(("Zebra?", "Apple?"), start=1):
        ArticleQuestion.objects.create(article=article, question=make_question(text), position=position)
    bring_in_step(article.pk)
    html = page(client, article)
    assert html.index("Zebra?") < html.index("Apple?") < html.index("Shared one?")
