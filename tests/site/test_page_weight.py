"""What a reader's phone has to fetch before an article stands whole: it fits the first flight of a connection."""

import re
from io import StringIO
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from articles.models import Article
from contact.sealing import make_pair

MOST = 14_000
pytestmark = pytest.mark.django_db


def weight(client: Client, path: str) -> dict[str, int]:
    """Compressed bytes of the page and of each style sheet and script that it asks for."""
    body = client.get(path).content
    html = body.decode()
    asked = re.findall(r'(?:stylesheet" href|script src)="/static/([^"]+)"', html)
    assert {"css/site.css", "js/exit.js"} <= set(asked)
    files = {name: (Path(settings.BASE_DIR) / "static" / name).read_bytes() for name in asked}
    return {path: len(brotli.compress(body)), **{name: len(brotli.compress(data)) for name, data in files.items()}}


def test_every_article_of_the_demo_is_light(client: Client, settings: Settings) -> None:
    settings.INQUIRY_PUBLIC_KEY = make_pair()[0]  # else the form at the end is not there
    call_command("seed", stdout=StringIO())
    weights = {one.slug: weight(client, one.get_absolute_url()) for one in Article.objects.published()}
    heaviest = max(weights.values(), key=lambda parts: sum(parts.values()))
    assert sum(heaviest.values()) <= MOST, heaviest


def test_no_font_is_fetched() -> None:
    for sheet in (Path(settings.BASE_DIR) / "static" / "css").glob("*.css"):
        assert "@font-face" not in sheet.read_text(encoding="utf-8"), sheet.name
