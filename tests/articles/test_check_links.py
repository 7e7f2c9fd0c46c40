"""`manage.py check_links`, against a site on this machine."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.services.link_checking import agent
from review.services.publishing import withdraw
from search.models import Link
from tests.articles.making import make_article, make_live, make_question
from tests.articles.sites import Site, visitor

pytestmark = pytest.mark.django_db
State = Link.State


@pytest.fixture(autouse=True)
def _no_other_site_is_linked_to(db: None) -> None:
    """The phases' first words link to some, and a test looks no name up."""
    Link.objects.all().delete()


@pytest.fixture(autouse=True)
def _may_reach_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articles.management.commands.check_links.Visitor", lambda _agent: visitor())


def run(**options: object) -> str:
    out = StringIO()
    call_command("check_links", stdout=out, **options)
    return out.getvalue()


def link(*paths: str) -> str:
    return " ".join(f"[x]({path})" for path in paths)


def states() -> dict[str, str]:
    return dict(Link.objects.elsewhere().values_list("href", "state"))


def test_it_asks_what_readers_pages_link_to_and_writes_the_answers_down(there: Site) -> None:
    there.answers["/old"] = (301, "/fine")
    article = make_live("live", body=link(f"{there.url}/fine", f"{there.url}/none", "/articles/"))
    make_question("Why?", answer=link(f"{there.url}/old"))
    make_article("draft", body=link(f"{there.url}/draft"))
    said = run()
    assert states() == {
        f"{there.url}/fine": State.FINE,
        f"{there.url}/none": State.BROKEN,
        f"{there.url}/old": State.MOVED,
    }
    assert Link.objects.get(state=State.MOVED).leads_to == f"{there.url}/fine"
    assert f"broken  404         {there.url}/none\n" in said
    assert "3 checked, 0 left for another time." in said
    assert ("HEAD", "/draft") not in there.paths()
    withdraw(subject=article, by=None, because="Wrong.")
    run()
    assert states().keys() == {f"{there.url}/old"}


def test_it_asks_so_many_at_most_and_goes_on_with_the_others_next_time(there: Site) -> None:
    make_live("live", body=link(*(f"{there.url}/fine?{number}" for number in range(5))))
    assert "2 checked, 3 left" in run(most=2)
    assert "3 checked, 0 left" in run()
    assert "0 checked, 0 left" in run()
    assert len(there.paths()) == 5


def test_what_was_asked_long_ago_is_asked_again(there: Site) -> None:
    url = f"{there.url}/fine"
    make_live("live", body=link(url))
    before = timezone.now() - timedelta(days=15)
    Link.objects.filter(href=url).update(state=State.BROKEN, code="404", checked_at=before, wrong=True)
    assert "0 checked" in run(days=20)
    assert "1 checked" in run()
    assert states() == {url: State.FINE}


def test_a_site_that_asks_for_a_rest_is_left_for_another_time(there: Site) -> None:
    there.answers["/busy"] = (429, "")
    make_live("live", body=link(f"{there.url}/busy", f"{there.url}/fine"))
    assert "1 checked, 1 left for another time." in run()


@pytest.mark.parametrize("options", [{"most": 0}, {"days": -1}])
def test_numbers_that_make_no_sense_are_refused(options: dict[str, int]) -> None:
    with pytest.raises(CommandError):
        run(**options)


def test_it_says_who_it_is_and_where_to_complain() -> None:
    assert agent() == "RehabsiteLinkCheck/1.0 (+http://127.0.0.1:8000/)"
