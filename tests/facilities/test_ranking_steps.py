"""Making, publishing and leaving out, in the code, in the admin and in the database itself."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from facilities.admin import rankings
from facilities.kinds import RANKINGS
from facilities.models import Facility, LeftOut, Ranking
from facilities.services.rankings import leave_out, make_ranking, publish_ranking, take_back, withdraw_ranking
from review.refusals import Refused
from search.services import public_version
from tests.codes import guarded, said, wrong
from tests.conftest import StaffClient
from tests.facilities.ranked import MADE_ON, austin, edition, make_facility, make_three, published

pytestmark = pytest.mark.django_db

LIST = "/admin/facilities/ranking/"


def refused(step: Callable[..., Any], **given: Any) -> str:
    with pytest.raises(Refused) as caught:
        step(**given)
    return caught.value.code


def test_a_draft_takes_the_place_of_the_draft_before_it() -> None:
    make_three()
    first = make_ranking(by=None, city=austin())
    second = make_ranking(by=None, city=austin())
    assert list(austin().rankings.all()) == [second]
    assert second.number == 1
    assert refused(publish_ranking, by=None, ranking=first) == "gone"


def test_publishing_starts_a_new_public_version() -> None:
    make_three()
    before = public_version()
    ranking = make_ranking(by=None, city=austin())
    assert public_version() == before
    publish_ranking(by=None, ranking=ranking)
    assert public_version() > before
    assert refused(publish_ranking, by=None, ranking=ranking) == "published"


@pytest.mark.parametrize(
    "change",
    [
        lambda: Facility.objects.filter(slug="oak").update(codes=["MU"]),
        lambda: Facility.objects.filter(slug="oak").update(delisted_on=MADE_ON, delisted_because="It closed."),
        lambda: Facility.objects.filter(slug="oak").update(last_confirmed_on=MADE_ON),
        lambda: make_facility("new", "MU"),
        lambda: leave_out(by=None, facility=Facility.objects.get(slug="oak"), reason="It closed."),
    ],
    ids=["codes", "delisted", "confirmed", "new", "left out"],
)
def test_a_draft_that_the_listings_have_overtaken_is_not_published(change: Callable[[], object]) -> None:
    make_three()
    ranking = make_ranking(by=None, city=austin())
    change()
    assert refused(publish_ranking, by=None, ranking=ranking) == "outdated"
    publish_ranking(by=None, ranking=make_ranking(by=None, city=austin()))


def test_a_city_without_facilities_has_nothing_to_rank() -> None:
    assert refused(make_ranking, by=None, city=austin()) == "nothing-to-rank"


def test_the_newest_edition_gives_its_name_and_older_rows_keep_theirs() -> None:
    make_facility("harbor", "MU")
    make_facility("oak", "MU", edition=edition("2024"))
    document = make_ranking(by=None, city=austin()).document
    assert document["edition"]["name"] == "2024"
    assert {one["slug"]: one["edition"] for one in document["facilities"]} == {"harbor": "2023", "oak": "2024"}


def test_leaving_out_needs_a_reason() -> None:
    make_three()
    oak = Facility.objects.get(slug="oak")
    assert refused(leave_out, by=None, facility=oak, reason="  ") == "no-reason"
    with pytest.raises(IntegrityError, match="left_out_says_why"), transaction.atomic():
        LeftOut.objects.create(facility=oak, reason="")
    leave_out(by=None, facility=oak, reason="It closed.")
    leave_out(by=None, facility=oak, reason="It closed in May.")
    assert LeftOut.objects.get().reason == "It closed in May."
    take_back(by=None, facility=oak)
    assert len(make_ranking(by=None, city=austin()).document["rows"]) == 3


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE facilities_ranking SET document = '{}'",
        "UPDATE facilities_ranking SET published_on = NULL",
        "UPDATE facilities_ranking SET number = 7",
        "UPDATE facilities_ranking SET differences = '[1]'",
        "DELETE FROM facilities_ranking",
        "UPDATE facilities_rankedfacility SET position = 1",
        "UPDATE facilities_rankedfacility SET score = 100",
        "UPDATE facilities_rankedfacility SET ranking_id = (SELECT MAX(id) FROM facilities_ranking)",
        "DELETE FROM facilities_rankedfacility",
        "INSERT INTO facilities_rankedfacility (ranking_id, facility_id, position, score, reasons)"
        " SELECT MIN(r.id), MAX(f.id), 1, 100, '[]' FROM facilities_ranking r, facilities_facility f",
    ],
)
def test_the_database_keeps_a_published_ranking_as_it_is(statement: str) -> None:
    make_three()
    published()
    make_facility("pays-well")
    with guarded("(published|withdrawn)_ranking_"), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE facilities_ranking SET withdrawn_on = NULL, withdrawn_because = ''",
        "UPDATE facilities_ranking SET withdrawn_because = 'Another reason.'",
        "UPDATE facilities_ranking SET document = '{}'",
        "DELETE FROM facilities_ranking",
    ],
)
def test_nor_does_a_withdrawn_one_come_back(statement: str) -> None:
    make_three()
    withdraw_ranking(ranking=published(), by=None, because="Oak was counted twice.")
    with guarded("(published|withdrawn)_ranking_"), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("how", [{"withdrawn_on": MADE_ON}, {"withdrawn_because": "So."}])
@pytest.mark.parametrize("live", [True, False])
def test_the_database_takes_no_withdrawal_without_a_reason_nor_one_of_a_draft(live: bool, how: dict[str, Any]) -> None:
    make_three()
    published() if live else make_ranking(city=austin(), by=None)
    with pytest.raises(IntegrityError, match="withdrawn_ranking_was_published_and_says_why"), transaction.atomic():
        Ranking.objects.update(**how)


def test_a_withdrawn_ranking_gives_its_reason_and_no_older_one_comes_back(
    staff: Callable[..., StaffClient], client: Client
) -> None:
    make_three()
    published()
    second = published()
    editor = staff("editor")
    withdraw = f"{LIST}{second.pk}/withdraw/"
    assert "no-reason" in said(editor.post(withdraw, {"because": " "}, follow=True))
    assert Ranking.objects.newest().get() == second
    assert (
        "Readers who come"
        in editor.post(withdraw, {"because": "Oak & Elm were mixed up."}, follow=True).content.decode()
    )
    for path in ("/cities/austin/ranking/", "/cities/austin/ranking/2/"):
        gone = client.get(path)
        assert gone.status_code == 410
        assert "Oak &amp; Elm were mixed up." in gone.content.decode()
    for path in ("/cities/austin/ranking.json", "/cities/austin/ranking/2.json"):
        assert client.get(path).status_code == 410
    earlier = client.get("/cities/austin/ranking/1/").content.decode()
    assert "A newer one was withdrawn" in earlier
    assert not RANKINGS.public().exists()
    for page in ("/cities/austin/", "/rankings/method/"):
        assert b"/cities/austin/ranking/" not in client.get(page).getvalue()
    assert refused(withdraw_ranking, ranking=second, by=None, because="Again.") == "not-live"
    assert "Oak &amp; Elm were mixed up." in editor.get(f"{LIST}{second.pk}/history/").content.decode()
    publish_ranking(ranking=make_ranking(city=austin(), by=None), by=None)
    assert "Version 3" in client.get("/cities/austin/ranking/").content.decode()


def test_no_row_moves_from_a_draft_into_a_published_ranking() -> None:
    make_three()
    first = published()
    make_facility("new", "MU")
    draft = make_ranking(by=None, city=austin())
    with guarded("no_row_moves_into_a_published_ranking"):
        draft.rows.filter(facility__slug="new").update(ranking=first)


def test_no_row_moves_out_of_a_published_ranking() -> None:
    make_three()
    first = published()
    leave_out(by=None, facility=Facility.objects.get(slug="oak"), reason="It closed.")
    draft = make_ranking(by=None, city=austin())
    with guarded("no_row_moves_into_a_published_ranking"):
        first.rows.filter(facility__slug="oak").update(ranking=draft)


def test_an_editor_makes_looks_and_publishes(staff: Callable[..., Client], client: Client) -> None:
    make_three()
    published()
    Facility.objects.filter(slug="oak").update(codes=["MU", "BU", "NOE", "MD", "SS"])
    editor = staff("editor")
    assert "Make a draft" in editor.get(LIST).content.decode()
    draft = editor.post(f"{LIST}draft/{austin().pk}/", follow=True)
    assert "Oak: points from 21 to 56." in " ".join(draft.content.decode().split())
    number = Ranking.objects.get(published_on=None).pk
    assert "Publish for readers" in draft.content.decode()
    asks = editor.get(f"{LIST}{number}/publish/").content.decode()
    assert all(
        said in asks for said in ("version 2", "First in the list: Oak, Harbor, Elm.", "Version 1, which they see")
    )
    assert Ranking.objects.published().get().number == 1
    shown = editor.post(f"{LIST}{number}/publish/", follow=True).content.decode()
    assert "It never changes." in shown
    assert "Publish for readers" not in shown
    assert "56 points" in " ".join(client.get("/cities/austin/ranking/").content.decode().split())


def test_a_long_ranking_is_looked_at_in_parts(staff: Callable[..., Client], monkeypatch: pytest.MonkeyPatch) -> None:
    make_three()
    published()
    Facility.objects.update(codes=["BU"])
    monkeypatch.setattr(rankings, "PER_PAGE", 2)
    page, editor = f"{LIST}{make_ranking(by=None, city=austin()).pk}/change/", staff("editor")

    def shown(query: str) -> tuple[list[str], list[str]]:
        text = " ".join(editor.get(page + query).content.decode().split())
        return re.findall(r'<th scope="row"> (\w+)', text), re.findall(r"(\w+: \w+) from \d", text)

    first, second = shown(""), shown("?page=2&changes=2")
    assert (len(first[0]), len(second[0])) == (2, 1)
    assert {*first[0], *second[0]} == {"Elm", "Harbor", "Oak"}
    assert len(first[1]) == 2
    assert second[1]
    assert not {*first[1]} & {*second[1]}
    assert shown("?page=x&changes=99")[0] == first[0]


def test_the_admin_says_why_it_refuses(staff: Callable[..., Client]) -> None:
    editor = staff("editor")
    assert "nothing-to-rank" in said(editor.post(f"{LIST}draft/{austin().pk}/", follow=True))
    make_three()
    ranking = make_ranking(by=None, city=austin(), on=MADE_ON - timedelta(days=1))
    make_facility("new", "MU")
    assert "outdated" in said(editor.post(f"{LIST}{ranking.pk}/publish/", follow=True))
    assert not Ranking.objects.published().exists()


def test_a_published_ranking_is_read_only_in_the_admin(staff: Callable[..., Client]) -> None:
    make_three()
    ranking, manager = published(), staff(superuser=True)
    assert manager.get(f"{LIST}{ranking.pk}/change/").status_code == 200
    manager.post(f"{LIST}{ranking.pk}/change/", {"number": 9})
    assert manager.post(f"{LIST}{ranking.pk}/delete/", {"post": "yes"}).status_code == 403
    assert manager.get(f"{LIST}add/").status_code == 403
    assert Ranking.objects.get().number == 1


def test_a_writer_neither_makes_nor_publishes(staff: Callable[..., Client]) -> None:
    make_three()
    ranking, writer = make_ranking(by=None, city=austin()), staff("writer")
    for path in (f"{LIST}draft/{austin().pk}/", f"{LIST}{ranking.pk}/publish/"):
        assert writer.post(path).status_code == 403
    assert writer.get(f"{LIST}{ranking.pk}/change/").status_code == 403
    publish_ranking(ranking=ranking, by=None)
    assert writer.post(f"{LIST}{ranking.pk}/withdraw/", {"because": "So."}).status_code == 403
    assert Ranking.objects.published().exists()


def test_a_draft_leads_to_the_form_with_its_facility_in_it(staff: Callable[..., Client]) -> None:
    make_three()
    oak = Facility.objects.get(slug="oak")
    for asked in (f"?facility={oak.pk}", "", "?facility=x", "?facility=٣", f"?facility={'9' * 30}"):
        form = staff("editor").get(f"/admin/facilities/leftout/add/{asked}").content.decode()
        assert ('value="oak" required' in form) is (asked == f"?facility={oak.pk}")
        assert 'data-choose="/admin/choose/facility/"' in form


@pytest.mark.parametrize("typed", ["oak", " /facilities/oak/ ", "https://www.example.org/facilities/oak/?a=b#c"])
def test_a_facility_is_named_by_its_address(staff: Callable[..., Client], typed: str) -> None:
    make_three()
    answer = staff("editor").post("/admin/facilities/leftout/add/", {"facility": typed, "reason": "It closed."})
    assert answer.status_code == 302
    assert LeftOut.objects.get().facility.slug == "oak"


@pytest.mark.parametrize(
    ("typed", "code"), [("7", "several"), ("nowhere", "invalid_choice"), ("https://", "invalid_choice")]
)
def test_what_is_no_facilitys_address_is_told(staff: Callable[..., Client], typed: str, code: str) -> None:
    make_three()
    page = staff("editor").post("/admin/facilities/leftout/add/", {"facility": typed, "reason": "It closed."})
    assert wrong(page) == {f"facility: {code}"}
    assert not LeftOut.objects.exists()


def test_an_editor_leaves_out_with_a_reason_and_takes_back(staff: Callable[..., Client]) -> None:
    make_three()
    editor = staff("editor")
    add = "/admin/facilities/leftout/add/"
    assert wrong(editor.post(add, {"facility": "oak", "reason": " "})) == {"reason: required"}
    assert editor.post(add, {"facility": "oak", "reason": "It closed."}).status_code == 302
    left_out = LeftOut.objects.get()
    change = f"/admin/facilities/leftout/{left_out.pk}/"
    assert editor.post(f"{change}change/", {"reason": "It closed in May."}).status_code == 302
    assert LeftOut.objects.get().reason == "It closed in May."
    assert editor.post(f"{change}delete/", {"post": "yes"}).status_code == 302
    assert not LeftOut.objects.exists()
