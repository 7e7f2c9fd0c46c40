"""Emptying the database: refused by hand, since rows that migrations made would go with the others."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from articles.models import Article
from programs.models import Phase
from tests.articles.making import make_live

pytestmark = pytest.mark.django_db


def test_it_is_refused_with_a_sentence_and_the_site_still_answers(client: Client) -> None:
    make_live()
    with pytest.raises(CommandError, match="delete the database and run migrate"):
        call_command("flush", interactive=False)
    assert Article.objects.published().exists()
    assert Phase.objects.count() == 5
    assert client.get("/").status_code == 200
