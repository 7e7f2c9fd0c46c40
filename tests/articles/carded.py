"""Articles whose pages name a picture, and what is asked of it."""

import re
from html.parser import HTMLParser
from io import BytesIO

from django.core.files.storage import default_storage
from django.test import Client
from PIL import Image

from articles.models import Article, ArticleRevision
from articles.services.saving import placement_of, save_article
from articles.words import Words
from review.models import Person
from review.services.publishing import record_review
from tests.articles.making import (
    REVIEWED_ON,
    latest,
    make_reviewer,
)


class Head(HTMLParser):
    """What a page tells of its picture to those who ask only for that."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.told: dict[str, str] = {}
        self.feed(html.partition("</head>")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        for name in (named.get("property"), named.get("name")):
            if tag == "meta" and name and re.match("og:image|twitter:", name):
                assert name not in self.told
                self.told[name] = named["content"]


def told(client: Client, path: str) -> dict[str, str]:
    return Head(client.get(path).content.decode()).told


def address(client: Client, path: str = "/articles/naloxone/") -> str:
    """Of the page's picture, without the site; "" if the page names none."""
    return told(client, path).get("og:image", "").removeprefix("http://127.0.0.1:8000")


def stored() -> set[str]:
    return set(default_storage.listdir("cards")[1]) if default_storage.exists("cards") else set()


def status(client: Client, path: str, **headers: str) -> int:
    response = client.get(path, headers=headers)
    response.getvalue()  # to its end, which closes the file
    return response.status_code


def is_served(client: Client, path: str) -> bool:
    response = client.get(path)
    return response.status_code == 200 and Image.open(BytesIO(response.getvalue())).size == (1200, 630)


def add_reviewed(article: Article, title: str = "Naloxone at home") -> ArticleRevision:
    article.refresh_from_db()
    words = Words(title, "Newer words.")
    save_article(article=article, words=words, place=placement_of(article), base=article.edits, by=None)
    revision, reviewer = latest(article), Person.objects.filter(slug="rita-reviewer").first() or make_reviewer()
    record_review(revision=revision, reviewer=reviewer, by=None, on=REVIEWED_ON, due=None)
    return revision


def full_disk(path: str, data: bytes) -> None:
    raise OSError(28, "No space left on device")
