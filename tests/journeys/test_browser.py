"""The browser that the journeys use."""

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import Error, Page

from rehabsite.staff.roles import ROLES


def test_it_shows_the_site_with_its_style(page: Page) -> None:
    page.goto("/")
    assert page.locator("h1").count() == 1
    ink = page.evaluate("getComputedStyle(document.body).fontSize")
    assert ink != "16px", "the style sheet did not come"


def test_it_reaches_no_other_host(page: Page) -> None:
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://www.example.org/")


def test_what_migrations_made_is_there_for_each_journey(page: Page) -> None:
    assert Group.objects.count() == len(ROLES)
    Group.objects.all().delete()


def test_and_for_the_next(page: Page) -> None:
    assert Group.objects.count() == len(ROLES)
