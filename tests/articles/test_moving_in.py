"""Moving in: WordPress's export, front matter of others, and all content out and in again."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from articles.models import Article, Question
from articles.transfer import ghost
from articles.transfer.moving import Report, move_in
from markup.models import Image
from review.models import Person
from search.models import Redirect
from tests.articles.making import make_article, make_live, make_question, make_term
from tests.conftest import StaffClient
from tests.markup.making import photo

LEXICAL = {
    "root": {
        "type": "root",
        "children": [
            {"type": "extended-heading", "tag": "h2", "children": [{"type": "extended-text", "text": "Go <now>"}]},
            {
                "type": "paragraph",
                "children": [
                    {"type": "text", "text": "Call ", "format": 0},
                    {"type": "link", "url": "tel:988", "children": [{"type": "text", "text": "988", "format": 1}]},
                ],
            },
            {
                "type": "list",
                "tag": "ul",
                "children": [{"type": "listitem", "children": [{"type": "text", "text": "A"}]}],
            },
            {"type": "bookmark", "url": "https://example.org/", "metadata": {"title": "A page"}},
            {"type": "signup", "children": []},
        ],
    }
}
MOBILEDOC = {
    "version": "0.3.1",
    "markups": [["strong"], ["a", ["href", "https://example.org/"]]],
    "cards": [["markdown", {"markdown": "*Slanted*"}], ["hr", {}]],
    "sections": [
        [1, "p", [[0, [0], 1, "Fat"], [0, [1], 1, "linked"]]],
        [3, "ul", [[[0, [], 0, "One"]]]],
        [10, 0],
        [10, 1],
    ],
}
TABLES = {
    "posts": [
        {
            "id": "a1",
            "uuid": "u-1",
            "title": "First steps",
            "slug": "first-steps",
            "html": '<p>Read <a href="__GHOST_URL__/about/">about us</a>.</p><!--kg-card-begin: html-->'
            '<iframe src="//x"></iframe>'
            '<img src="__GHOST_URL__/content/images/size/w600/2019/05/hand.jpg" alt="A hand">',
            "feature_image": "__GHOST_URL__/content/images/2019/05/hand.jpg",
            "status": "published",
            "published_at": "2025-06-30T15:35:36.000Z",
            "custom_excerpt": "What to <do>.",
            "canonical_url": "https://other.example/",
            "codeinjection_head": "<script>alert(1)</script>",
        },
        {
            "id": "a2",
            "title": "About",
            "slug": "about",
            "type": "page",
            "lexical": json.dumps(LEXICAL),
            "status": "published",
        },
        {
            "id": "a3",
            "title": "Old",
            "slug": "old",
            "mobiledoc": json.dumps(MOBILEDOC),
            "status": "draft",
            "created_at": 1,
        },
        {"id": "a4", "title": "Letter", "slug": "letter", "html": "<p>Hi</p>", "status": "sent", "visibility": "paid"},
    ],
    "posts_meta": [{"id": "m", "post_id": "a1", "feature_image_alt": "A cover", "meta_title": "For engines"}],
    "tags": [{"id": 1, "name": "Help"}, {"id": 2, "name": "#inside", "visibility": "internal"}],
    "posts_tags": [{"post_id": "a1", "tag_id": 2}, {"post_id": "a1", "tag_id": 1}],
    "users": [{"id": "w1", "name": "Wilma Wright"}, {"id": "w2", "name": "Ada Other"}],
    "posts_authors": [
        {"post_id": "a1", "author_id": "w2", "sort_order": 1},
        {"post_id": "a1", "author_id": "w1", "sort_order": 0},
    ],
    "members": [{"id": "x"}, {"id": "y"}],
}

pytestmark = pytest.mark.django_db
EXPORT = Path(__file__).parent / "wordpress" / "export.xml"


@pytest.fixture
def uploads(tmp_path: Path, settings: pytest.FixtureRequest) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"  # type: ignore[attr-defined]
    (tmp_path / "uploads/2019/05").mkdir(parents=True)
    (tmp_path / "uploads/2019/05/hand.jpg").write_bytes(photo(64, 48))
    return tmp_path / "uploads"


@pytest.fixture
def ghost_file(tmp_path: Path) -> Path:
    file = tmp_path / "ghost.json"
    file.write_text(json.dumps({"db": [{"meta": {"version": "5.0.0"}, "data": TABLES}]}))
    return file


def by_title(reports: list[Report]) -> dict[str, Report]:
    return {report.title: report for report in reports}


def test_posts_and_pages_become_drafts_and_what_was_lost_is_said(uploads: Path) -> None:
    reports = list(move_in(EXPORT, uploads))
    found = by_title(reports)
    first = Article.objects.get(slug="first-steps")
    body = first.latest.body
    assert body.startswith("![A hand](/media/images/")
    assert "Call **988**, or read [about us](/articles/about/)." in body
    assert "- One\n  - Two" in body
    assert "| A | B |" in body
    assert (first.latest.summary, str(first.latest.writer)) == ("What to do.", "Wilma Wright")
    assert sorted(tag.name for tag in first.tags.all()) == ["Help", "Overdose"]
    said = " ".join(found["First steps"].lost)
    for part in ("1 embedded page", "1 comment", "fields subtitle", "Series One", "cover picture"):
        assert part in said, part
    about = Article.objects.get(slug="about").latest.body
    assert about.startswith("Old editor, first.\n\nSecond \\[see above] line\\\nwith a break.")
    assert "<https://vimeo.com/1>" in about
    assert "contact-form-7" in " ".join(found["About"].lost)
    assert "gone.jpg" in " ".join(found["About"].lost)
    assert "behind a password" in " ".join(found["Secret"].lost)
    assert {report.what: report.title for report in reports if report.outcome == "left"} == {
        "event": "1",
        "nav_menu_item": "1",
        "post, trash": "1",
    }
    assert Image.objects.get().alt == "A hand"
    assert not Article.objects.published().exists()


def test_posts_and_pages_of_ghost_become_drafts_too(uploads: Path, ghost_file: Path) -> None:
    found = by_title(reports := list(move_in(ghost_file, uploads, read=ghost.read)))
    first = Article.objects.get(slug="first-steps")
    body = first.latest.body
    assert body.startswith("![A cover](/media/images/")
    assert "Read [about us](/articles/about/)." in body
    assert body.count("/media/images/") == 2
    assert (first.latest.summary, str(first.latest.writer)) == ("What to <do>.", "Wilma Wright")
    assert [tag.name for tag in first.tags.all()] == ["Help"]
    said = " ".join(found["First steps"].lost)
    for part in ("1 embedded page", "#inside", "1 more author", "codeinjection_head, meta_title", "other.example"):
        assert part in said, part
    assert Article.objects.get(slug="about").latest.body == (
        "## Go \\<now>\n\nCall [**988**](tel:988)\n\n- A\n\n[A page](https://example.org/)"
    )
    assert Article.objects.get(slug="old").latest.body == (
        "**Fat**[linked](https://example.org/)\n\n- One\n\n*Slanted*\n\n---"
    )
    assert {"It was for members there. Everything here is open to all.", "It was not public there: private."} <= set(
        found["Letter"].lost
    )
    assert [(one.what, one.title) for one in reports if one.outcome == "left"] == [("members", "2")]
    assert not Article.objects.published().exists()
    for old in ("/first-steps/", "/p/u-1/"):
        assert Client().get(old)["Location"] == "/articles/first-steps/", old
    again = list(move_in(ghost_file, uploads, read=ghost.read))
    assert {one.outcome for one in again} == {"same", "left"}
    assert Article.objects.count() == 4


@pytest.mark.parametrize("wrong", ["", "[]", "{}", '{"db": []}', '{"data": {"posts": 1}}', "[" * 100_000, '{"db": 1}'])
def test_what_is_no_export_of_ghost_is_refused(tmp_path: Path, wrong: str) -> None:
    file = tmp_path / "ghost.json"
    file.write_text(wrong)
    with pytest.raises(CommandError):
        call_command("import_ghost", str(file))


def test_old_addresses_lead_to_the_new_ones_once_they_are_live(uploads: Path) -> None:
    list(move_in(EXPORT, uploads))
    for old in ("/2019/05/first-steps/", "/2019/05/first-steps", "/?p=11", "/?utm=x&p=11"):
        answer = Client().get(old)
        assert (answer.status_code, answer["Location"]) == (301, "/articles/first-steps/"), old
    assert Client().get("/?p=999").status_code == 200
    assert Client().get("/?page_id=12")["Location"] == "/articles/about/"


def test_twice_changes_nothing_and_a_dry_run_keeps_nothing(uploads: Path) -> None:
    dry = by_title(list(move_in(EXPORT, uploads, dry=True)))
    assert dry["First steps"].outcome == "new"
    assert (Article.objects.count(), Person.objects.count(), Image.objects.count(), Redirect.objects.count()) == (
        0,
    ) * 4
    list(move_in(EXPORT, uploads))
    again = by_title(list(move_in(EXPORT, uploads)))
    assert {report.outcome for report in again.values()} == {"same", "left"}
    assert Article.objects.count() == 4


@pytest.mark.parametrize(
    ("xml", "says"),
    [
        ('<!DOCTYPE rss [<!ENTITY a "aaaa">]><rss><channel><title>&a;</title></channel></rss>', "declares entities"),
        ('<!DOCTYPE rss SYSTEM "file:///etc/passwd"><rss/>', "declares entities"),
        ("<rss><channel><title>x</title></channel></rss>", "not an export from WordPress"),
        ("<rss><channel>", "not complete XML"),
        ("", "not complete XML"),
    ],
)
def test_what_is_no_export_is_refused(tmp_path: Path, xml: str, says: str) -> None:
    (tmp_path / "x.xml").write_text(xml)
    with pytest.raises(CommandError, match=says):
        call_command("import_wxr", tmp_path / "x.xml")


HUGO = """---
title: "Naloxone"
date: 2019-05-01T10:00:00+02:00
draft: false
author: [Wilma Wright, Second]
categories: [Overdose]
tags: overdose, Nasal spray
coverImage: cover.jpg
description: What it is.
aliases: [/old/naloxone/]
weight: 5
odd_key: 1
---

Text.
"""
TOML = '+++\ntitle = "Naloxone"\ndate = 2019-05-01T10:00:00Z\ncategories = ["Overdose"]\n+++\n\nText.\n'
GHOST = """---
title: Naloxone
feature_image: https://old.example.org/content/images/x.jpg
published_at: 2019-05-01
custom_excerpt: What it is.
tags:
  - name: Overdose
    slug: overdose
status: published
---

Text.
"""


@pytest.mark.parametrize(
    ("name", "text", "tags", "body", "notes"),
    [
        ("naloxone.md", HUGO, ["Nasal spray", "Overdose"], "![](/media/images/", ["odd_key", "first of several"]),
        ("2019-05-01-naloxone.md", TOML, ["Overdose"], "Text.", []),
        ("naloxone.md", GHOST, ["Overdose"], "Text.", ["cover picture"]),
    ],
)
def test_front_matter_of_others_is_understood(
    uploads: Path, tmp_path: Path, name: str, text: str, tags: list[str], body: str, notes: list[str]
) -> None:
    folder = tmp_path / "content"
    folder.mkdir()
    (folder / "cover.jpg").write_bytes(photo(64, 48))
    (folder / name).write_text(text)
    out, err = io.StringIO(), io.StringIO()
    call_command("import_articles", folder, stdout=out, stderr=err)
    article = Article.objects.get(slug="naloxone")
    assert sorted(tag.name for tag in article.tags.all()) == tags
    assert article.latest.body.startswith(body)
    assert all(note in err.getvalue() for note in notes), err.getvalue()
    assert article.live_revision is None
    if "aliases" in text:
        assert Client().get("/old/naloxone/")["Location"] == "/articles/naloxone/"
        call_command("import_articles", folder, stdout=(again := io.StringIO()), stderr=io.StringIO())
        assert "1 same" in again.getvalue()


def test_all_content_goes_out_of_the_browser_and_comes_in_again(
    staff: Callable[..., StaffClient], tmp_path: Path
) -> None:
    make_live("naloxone", tags=("Overdose",))
    make_article("draft")
    make_question("What is it?", tags=("Overdose",))
    make_question("Not reviewed?", reviewed=False)
    make_term("tolerance")
    Redirect.objects.create(old="/old", leads_to="/articles/naloxone/")
    editor = staff("editor")
    assert staff("writer").get("/admin/export/").status_code == 403
    answer = editor.post("/admin/export/")
    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    (tmp_path / "content.zip").write_bytes(data)
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert {"naloxone.md", "draft.md", "people.yaml", "glossary.yaml", "questions.yaml", "redirects.csv"} <= set(names)
    out = io.StringIO()
    call_command("import_articles", tmp_path / "content.zip", stdout=out)
    assert "0 new, 0 changed, 5 same, 0 failed" in out.getvalue()
    Redirect.objects.all().delete()
    Question.objects.filter(slug="not-reviewed").update(archived_on="2026-01-01")
    call_command("import_articles", tmp_path / "content.zip", stdout=out)
    assert Redirect.objects.get().leads_to == "/articles/naloxone/"


def test_a_zip_that_leads_out_of_itself_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as archive:
        archive.writestr("../../evil.md", "---\ntitle: x\n---\n\nx\n")
    with pytest.raises(CommandError, match="leads out of it"):
        call_command("import_articles", tmp_path / "bad.zip")
    (tmp_path / "no.zip").write_text("no")
    with pytest.raises(CommandError, match="not a complete zip"):
        call_command("import_articles", tmp_path / "no.zip")
