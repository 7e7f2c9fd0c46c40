"""The rows of sources on the page where an article is written, as a browser sends them back."""

from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from articles.models import Article
from articles.words import SourceWords, words_of
from tests.articles.making import SOURCE, latest, make_article
from tests.conftest import StaffClient

pytestmark = pytest.mark.django_db
SECOND = SourceWords("Prescribing information", "FDA", None, "https://www.fda.gov/label")


class _Sources(HTMLParser):
    """What a browser would send for the fields of the sources if no one touched them."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "input" and name.startswith("sources-") and given.get("type") != "checkbox":
            self.fields[name] = given.get("value") or ""


@pytest.fixture
def article() -> Article:
    return make_article(sources=(SOURCE, SECOND))


def save(client: StaffClient, article: Article, **changed: str) -> list[SourceWords]:
    """Open the page, change some fields, and save. The sources as they then are."""
    address = f"/admin/articles/article/{article.pk}/change/"
    page = _Sources()
    page.feed(client.get(address).content.decode())
    words = {"title": "Naloxone", "summary": "In short.", "body": "Text about naloxone.", "slug": article.slug}
    sent = {"base": str(article.edits), **words, **page.fields, **changed, "_save": "Save"}
    assert client.post(address, sent).status_code == 302
    article.refresh_from_db()
    return list(words_of(latest(article)).sources)


def test_sources_that_nobody_touched_stay(staff: Callable[..., StaffClient], article: Article) -> None:
    assert save(staff("editor"), article, body="Other words.") == [SOURCE, SECOND]
    assert latest(article).number == 2


def test_a_source_that_was_changed_leaves_the_others_alone(
    staff: Callable[..., StaffClient], article: Article
) -> None:
    sources = save(staff("editor"), article, **{"sources-1-publisher": "Another"})
    assert [source.publisher for source in sources] == ["FDA", "Another"]


def test_a_row_that_was_emptied_is_gone(staff: Callable[..., StaffClient], article: Article) -> None:
    empty = {f"sources-0-{name}": "" for name in ("title", "publisher", "year", "url", "checked_on")}
    assert save(staff("editor"), article, **empty) == [SECOND]


def test_order_moves_a_source(staff: Callable[..., StaffClient], article: Article) -> None:
    assert save(staff("editor"), article, **{"sources-1-ORDER": "0"}) == [SECOND, SOURCE]
