from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from pytest_django import Settings

import guards
from articles.models import Article
from contact.models import Inquiry
from rehabsite.staff.roles import ROLES
from tests.articles.making import make_live
from tests.contact.making import make_world, receive_one


@pytest.mark.django_db(transaction=True)
def test_a_test_that_commits_leaves_what_migrations_made_and_nothing_else(
    django_db_setup: Callable[[], None], settings: Settings
) -> None:
    """Rows that no one may delete are gone as well, and it stays so that no one may."""
    make_live()
    receive_one(make_world(settings).facility)
    Group.objects.all().delete()
    django_db_setup()
    assert Group.objects.count() == len(ROLES)
    assert not Article.objects.exists()
    assert not Inquiry.objects.exists()
    assert guards.missing() == []
