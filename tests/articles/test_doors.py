"""The doors of the first page, and what an article leads to."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from articles.models import Article, Door
from articles.related import related_articles, step_of
from markup.rendering import parts, render
from review.services.publishing import withdraw
from search.services import public_version
from tests.articles.making import make_live
from tests.conftest import StaffClient

pytestmark = pytest.mark.django_db


def test_a_door_is_there_as_long_as_its_article_is(client: Client) -> None:
    assert 'class="door danger" href="/help/"' in client.get("/").content.decode()
    article = make_live("wake-up", tags=("Overdose",))
    for slot in ("emergency", "withdrawal"):
        Door.objects.create(slot=slot, article=article)
    page = client.get("/").content.decode()
    assert 'class="door danger" href="/articles/wake-up/"' in page
    assert page.count("/articles/wake-up/") >= 2
    assert "What now?" in page
    withdraw(subject=article, by=None, because="It is out of date.")
    page = client.get("/").content.decode()
    assert 'class="door danger" href="/help/"' in page
    assert "What now?" not in page


@pytest.mark.parametrize(("role", "status"), [("site-manager", 200), ("editor", 403)])
def test_a_site_manager_alone_chooses(staff: Callable[..., StaffClient], role: str, status: int) -> None:
    make_live("wake-up")
    manager, before = staff(role), public_version()
    address = "/admin/articles/door/add/"
    assert manager.get(address).status_code == status
    manager.post(address, {"slot": "loved", "article": "wake-up"})
    assert Door.objects.filter(slot="loved").exists() == (status == 200)
    assert (public_version() > before) == (status == 200)


@pytest.mark.parametrize(
    ("tags", "chosen", "step"),
    [(("Overdose", "Families"), "", "overdose"), (("Families",), "", "loved"), ((), "", "care"), ((), "out", "out")],
)
def test_the_next_step_follows_from_tags_unless_an_editor_chose(tags: tuple[str, ...], chosen: str, step: str) -> None:
    article = make_live("one", tags=tags)
    Article.objects.filter(pk=article.pk).update(next_step=chosen)
    article.refresh_from_db()
    assert step_of(article) == step


def test_a_rare_tag_is_closer_than_a_common_one() -> None:
    for number in range(5):
        make_live(f"common-{number}", tags=("Common",))
    make_live("rare", tags=("Rare",))
    assert related_articles(make_live("one", tags=("Common", "Rare")))[0].slug == "rare"


def test_the_box_that_saves_a_life_stands_under_the_title_and_in_the_contents(client: Client) -> None:
    table = "| a | b |\n|---|---|\n| c | d |"
    body = f"::: stay-alive Not waking up?\n\n1. Call 911.\n\n{table}\n:::\n\nThen wait.\n\n## Later"
    found = render(body)
    assert [heading.text for heading in found.headings] == ["Not waking up?", "Later"]
    title, urgent, rest = parts(found.html)
    assert re.fullmatch(r'<h2 id="s-[a-z-]+" class="notice-title">Not waking up\?</h2>', title)
    assert "tel:911" in urgent
    assert "</table></div>" in urgent
    assert rest.strip().startswith("<p>Then wait.")
    assert parts(render("Words first.\n\n::: stay-alive\nLater.\n:::").html).title == ""
    page = client.get(make_live("urgent", body=body).get_absolute_url()).content.decode()
    assert page.index("<h1>") < page.index("Not waking up?") < page.index('href="#who"') < page.index("Then wait.")
