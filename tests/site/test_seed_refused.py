"""Invented facilities never come among those that someone may rely on."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django import Settings

from articles.models import Article
from facilities.models import City, Facility
from rehabsite.management.commands.seed import CONTENT
from tests.articles.making import make_article, make_person, make_question
from tests.contact.making import make_facility, make_world, receive_one
from tests.programs.proposed import make_program

pytestmark = pytest.mark.django_db

ONE_OF_EACH: dict[str, Callable[[Settings], Any]] = {
    "Article": lambda settings: make_article("naloxone"),
    "Question": lambda settings: make_question("is-it-safe"),
    "Person": lambda settings: make_person("rita"),
    "Facility": lambda settings: make_facility(),
    "Program": lambda settings: make_program(),
    "Inquiry": lambda settings: (make_world(settings), receive_one()),
}


def test_each_content_is_tried() -> None:
    assert {model.__name__ for model in CONTENT} == set(ONE_OF_EACH)


@pytest.mark.parametrize("make", ONE_OF_EACH.values(), ids=ONE_OF_EACH)
def test_a_site_with_content_gets_no_demo(make: Callable[[Settings], Any], settings: Settings) -> None:
    make(settings)
    before = [Article.objects.count(), Facility.objects.count(), City.objects.count()]
    with pytest.raises(CommandError, match="only goes into an empty one"):
        call_command("seed")
    call_command("seed", if_empty=True)
    assert [Article.objects.count(), Facility.objects.count(), City.objects.count()] == before
