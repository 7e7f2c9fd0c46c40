from datetime import timedelta

import pytest
import time_machine
from django.core.signing import BadSignature
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from articles.models import ArticleRevision
from articles.previews import preview_url, revision_of
from review.services.publishing import withdraw
from tests.articles.making import latest, make_article, make_live

pytestmark = pytest.mark.django_db


@pytest.fixture
def revision() -> ArticleRevision:
    return latest(make_article(body="Words that no one has reviewed."))


def path_of(revision: ArticleRevision, settings: Settings) -> str:
    address = preview_url(revision.pk)
    assert address.startswith(settings.SITE_URL)
    return address.removeprefix(settings.SITE_URL)


def test_the_link_shows_the_revision_without_signing_in(
    client: Client, revision: ArticleRevision, settings: Settings
) -> None:
    page = client.get(path_of(revision, settings))
    assert page.status_code == 200
    assert b"Words that no one has reviewed." in page.content


def test_nothing_keeps_or_lists_what_it_shows(client: Client, revision: ArticleRevision, settings: Settings) -> None:
    for path in (path_of(revision, settings), "/preview/broken/"):
        page = client.get(path)
        assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in page.headers["Cache-Control"]
        assert not page.cookies
    assert b'<meta name="robots" content="noindex' in client.get(path_of(revision, settings)).content


def test_it_shows_that_one_revision_whatever_is_live(client: Client, settings: Settings) -> None:
    article = make_live(body="Reviewed words.")
    path = path_of(latest(article), settings)
    withdraw(subject=article, by=None, because="Wrong.")
    assert b"Reviewed words." in client.get(path).content


def test_it_ends_after_some_days(client: Client, revision: ArticleRevision, settings: Settings) -> None:
    settings.PREVIEW_DAYS = 3
    path = path_of(revision, settings)
    with time_machine.travel(timezone.now() + timedelta(days=3, minutes=-1)):
        assert client.get(path).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=3, minutes=1)):
        gone = client.get(path)
        assert gone.status_code == 404
        assert b"no one has reviewed" not in gone.content


def test_a_link_that_was_tampered_with_shows_nothing(
    client: Client, revision: ArticleRevision, settings: Settings
) -> None:
    other = latest(make_article("other"))
    signed = path_of(revision, settings).split("/")[2]
    key, rest = signed.split(":", 1)
    assert key == str(revision.pk)
    for wrong in (f"{other.pk}:{rest}", signed[:-1], signed + "A", key, f"{key}:", "x:y:z"):
        assert client.get(f"/preview/{wrong}/").status_code == 404
        with pytest.raises(BadSignature):
            revision_of(wrong)


def test_a_link_to_a_revision_that_is_not_there_is_a_404(client: Client, settings: Settings) -> None:
    assert client.get(preview_url(10**6).removeprefix(settings.SITE_URL)).status_code == 404
