"""Choosing one row among many by typing, with a script and without."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils.datastructures import MultiValueDict

from articles.forms import ArticleForm
from facilities.choosing import FACILITIES
from facilities.models import City, Facility
from search.choosing import FEW, OFFERED
from search.choosing_fields import ChosenField
from tests.articles.making import make_article, make_live, make_person, make_question, make_tag, make_user
from tests.conftest import StaffClient
from tests.facilities.ranked import make_three

pytestmark = pytest.mark.django_db
Staff = Callable[..., StaffClient]


def many() -> None:
    for number in range(FEW + 1):
        make_person(f"writer-{number:02}")
        make_tag(f"Tag {number:02}")
        City.objects.create(slug=f"town-{number:02}", name=f"Town {number:02}", state="TX")


def form(**typed: Any) -> ArticleForm:
    data = MultiValueDict(
        {"title": ["T"], "body": ["B"], **{k: v if isinstance(v, list) else [v] for k, v in typed.items()}}
    )
    return ArticleForm(data, subject=None, by=make_user("edda", "editor"))


def test_a_menu_where_there_are_few_and_a_field_where_there_are_many() -> None:
    make_person("wilma")
    assert "<select" in str(form()["writer"])
    many()
    asked = ArticleForm(None, subject=None, by=make_user("edna", "editor"))
    for name in ("writer", "city", "tags", "question_1"):
        html = str(asked[name])
        assert "data-choose=" in html, name
        assert html.count("<option") + html.count("checkbox") == 0, name


def test_what_is_typed_is_taken_by_name_address_or_what_is_picked_below() -> None:
    many()
    picked = form(
        writer="Writer 07",
        city="/cities/town-03/",
        **{"tags-more": "tag 04, Tag 05", "tags": [str(make_tag("Tag 01").pk)]},
        question_1="what",
        **{"question_1-picked": make_question("What is it?").question, "question_1-asked": "what"},
    )
    assert picked.is_valid(), picked.errors
    data = picked.cleaned_data
    assert (data["writer"].slug, data["city"].slug, str(data["question_1"].question)) == (
        "writer-07",
        "town-03",
        "What is it?",
    )
    assert sorted(tag.name for tag in data["tags"]) == ["Tag 01", "Tag 04", "Tag 05"]


def test_what_fits_several_is_offered_and_all_that_was_typed_stays() -> None:
    many()
    several = form(writer="writer", city="nowhere", **{"tags-more": "tag"})
    assert not several.is_valid()
    assert several.errors.as_data()["writer"][0].code == "several"
    assert several.errors.as_data()["city"][0].code == "invalid_choice"
    html = str(several["writer"])
    assert html.count('name="writer-picked"') == OFFERED
    assert 'value="writer"' in html
    assert str(several["tags"]).count("checkbox") == OFFERED
    assert 'value="tag"' in str(several["tags"])


def test_what_was_picked_for_other_words_does_not_count() -> None:
    make_person("wilma")
    many()
    retyped = form(writer="Writer 02", **{"writer-picked": "Wilma", "writer-asked": "wil"})
    assert retyped.is_valid()
    assert retyped.cleaned_data["writer"].slug == "writer-02"


def test_the_search_page_is_bounded_and_for_those_who_may_see_the_rows(staff: Staff) -> None:
    many()
    make_three()
    make_live("naloxone")
    make_question("What is it?")
    writer, intake = staff("writer"), staff("intake")
    words = {"person": "writer", "tag": "tag", "city": "town", "facility": "oak", "article": "naloxone"}
    for name, typed in (words | {"question": "what"}).items():
        rows = writer.get(f"/admin/choose/{name}/?script=1&q={typed}").json()["rows"]
        assert 1 <= len(rows) <= OFFERED, name
        page = writer.get(f"/admin/choose/{name}/?q={typed}").content.decode()
        assert rows[0]["said"] in page, name
        assert intake.get(f"/admin/choose/{name}/").status_code == 403, name
    assert writer.get("/admin/choose/nothing/").status_code == 404


def test_lists_are_narrowed_by_a_typed_tag_and_city(staff: Staff) -> None:
    make_article("first", tags=("Overdose",))
    make_article("second")
    editor = staff("editor")
    page = editor.get("/admin/articles/article/?tag=overdose").content.decode()
    assert "First" in page
    assert "Second" not in page
    assert "Nothing has exactly that name" in editor.get("/admin/articles/article/?city=atlan").content.decode()


def test_a_facility_is_found_by_its_slug_and_its_whole_address() -> None:
    make_three()
    field, oak = ChosenField(FACILITIES), Facility.objects.get(slug="oak")
    assert field.clean("https://care.example.org/facilities/oak/") == field.clean("oak") == oak
    assert FACILITIES.found("no such place") is None
