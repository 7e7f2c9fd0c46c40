"""Where readers write in from: the words are plain, and nothing typed is kept by the browser."""

import re

import pytest

from articles.readability import grade
from tests.contact.making import World
from tests.contact.visiting import Form, Visitor, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> Visitor:
    return Visitor()


@pytest.mark.parametrize("path", ["/contact/", "facility"])
def test_the_words_are_plain(visitor: Visitor, world: World, path: str) -> None:
    response = visitor.get(world.facility.get_absolute_url() if path == "facility" else path)
    html = response.content.decode()
    text = Form(html[html.index("<form class") : html.index("</form>", html.index("<form class"))]).text
    sentences = "\n".join(line.strip() for line in text.splitlines() if line.strip())
    assert (grade(sentences) or 0) <= 8
    assert "Write to us" in text_of(response) or path == "facility"


def test_nothing_typed_comes_back_after_back(visitor: Visitor, world: World) -> None:
    """Browsers put typed words back into a page that they kept, unless the form forbids it."""
    for path in ("/contact/", world.facility.get_absolute_url()):
        response = visitor.get(path)
        form = response.content.decode().partition('<form class="ask"')[2].partition("</form>")[0]
        assert 'autocomplete="off"' in form.partition(">")[0]
        assert set(re.findall(r'autocomplete="(\w+)"', form)) == {"off"}
    assert visitor.get("/contact/")["Cache-Control"] == "no-store"


def test_the_title_of_a_page_with_errors_begins_so(visitor: Visitor, world: World) -> None:
    world.settings.FORM_SECONDS = 0
    response = visitor.send("/contact/", email="nowhere")
    assert response.status_code == 422
    assert "<title>Error: " in response.content.decode()
