"""The library of pictures, and the page to link to."""

from collections.abc import Callable

import pytest

from markup.models import Image
from tests.articles.making import make_article, make_live
from tests.conftest import StaffClient

pytestmark = pytest.mark.django_db
NAME = "0123456789abcdef-1600x900"


def test_a_picture_says_what_it_shows_and_where_it_is_used(staff: Callable[..., StaffClient]) -> None:
    image = Image.objects.create(name=NAME, has_alpha=False, bytes=1000)
    make_article("spray", title="Using it", body=f"![Hand]({image.get_absolute_url()})")
    writer = staff("writer")
    writer.post("/markdownx/describe/", {"name": image.get_absolute_url(), "alt": "A hand <b> holds it"})
    writer.post("/markdownx/describe/", {"name": image.get_absolute_url(), "alt": "Other words"})
    [row] = writer.get("/admin/pictures/?q=hand").json()["rows"]
    assert (row["alt"], row["thumbnail"]) == ("A hand <b> holds it", f"/media/images/{NAME}-480.jpg")
    assert writer.get("/admin/pictures/?q=foot").json()["rows"] == []
    page = writer.get(f"/admin/markup/image/{image.pk}/change/").content.decode()
    assert "Using it" in page
    assert "<b> holds" not in page
    assert "A hand" in writer.get("/admin/markup/image/?q=hand").content.decode()
    assert staff("intake").get("/admin/pictures/").status_code == 403


def test_only_what_readers_see_is_offered_to_link_to(staff: Callable[..., StaffClient]) -> None:
    make_article("draft", title="Start later")
    make_live("start", title="Start here")
    rows = staff("writer").get("/admin/link/?script=1&q=start").json()["rows"]
    assert rows == [{"title": "Start here", "kind": "Article", "address": "/articles/start/"}]
    assert staff("intake").get("/admin/link/").status_code == 403
