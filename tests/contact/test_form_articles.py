"""The form at an article's end: the page is the same for all, is kept, sets no cookie, and stays small."""

import pytest
import time_machine

from articles.readability import grade
from contact.models import Inquiry
from tests.articles.making import make_live
from tests.contact.making import World
from tests.contact.visiting import SAID, Form, Visitor, text_of
from tests.site.hot.reading import Reader

pytestmark = pytest.mark.django_db
PATH = "/articles/naloxone/"


@pytest.fixture(autouse=True)
def _article(world: World) -> None:
    world.settings.FORM_SECONDS = 0
    make_live()


@pytest.fixture
def visitor() -> Visitor:
    return Visitor()


def test_it_sends_to_the_contact_page(visitor: Visitor) -> None:
    response = visitor.send(PATH, at="/contact/", **SAID)
    assert response.status_code == 303
    assert Inquiry.objects.get().reference in visitor.get(response["Location"]).content.decode()


def test_the_page_is_the_same_for_all_and_sets_no_cookie(visitor: Visitor) -> None:
    first = visitor.get(PATH)
    assert Reader().get(PATH).headers["Cache-Control"].startswith("public")
    assert not first.cookies
    assert Form(first.content.decode(), "/contact/")["form_key"] == ""


def test_two_servers_make_the_same_page_all_day() -> None:
    with time_machine.travel("2026-06-01 15:00", tick=False) as clock:
        first = Reader().get(PATH).headers["ETag"]
        clock.shift(3600)
        assert first
        assert Reader().get(PATH, REMOTE_ADDR="192.0.2.7").headers["ETag"] == first


def test_pressing_twice_makes_one_inquiry(visitor: Visitor) -> None:
    assert (
        visitor.send(PATH, at="/contact/", **SAID)["Location"]
        == visitor.send(PATH, at="/contact/", **SAID)["Location"]
    )
    assert Inquiry.objects.count() == 1


def test_wrong_input_is_given_back_on_the_contact_page(visitor: Visitor) -> None:
    response = visitor.send(PATH, at="/contact/", **SAID | {"email": "nowhere"})
    assert response.status_code == 422
    form = Form(response.content.decode())
    assert form["message"] == SAID["message"]
    assert visitor.post("/contact/", form.values | SAID).status_code == 303


@pytest.mark.parametrize("path", ["/contact/", PATH, "facility"])
def test_the_words_are_plain(visitor: Visitor, world: World, path: str) -> None:
    response = visitor.get(world.facility.get_absolute_url() if path == "facility" else path)
    html = response.content.decode()
    text = Form(html[html.index("<form class") : html.index("</form>", html.index("<form class"))]).text
    sentences = "\n".join(line.strip() for line in text.splitlines() if line.strip())
    assert (grade(sentences) or 0) <= 8
    assert "Write to us" in text_of(response) or path == "facility"
