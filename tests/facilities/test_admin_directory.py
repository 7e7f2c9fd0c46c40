from collections.abc import Callable
from datetime import date

import pytest

from facilities.models import City, DirectoryEdition, Facility, ProposedMatch
from search.services import public_version
from tests.codes import said, wrong
from tests.conftest import StaffClient
from tests.facilities.ranked import make_facility
from tests.facilities.test_import_editions import HERON, KETTLE, bring
from tests.facilities.test_import_matches import proposed

pytestmark = pytest.mark.django_db
Staff = Callable[..., StaffClient]


def page(client: StaffClient, address: str) -> str:
    response = client.get(f"/admin/facilities/{address}")
    assert response.status_code == 200
    return response.content.decode()


def test_a_match_is_shown_side_by_side_and_confirmed(staff: Staff) -> None:
    match, editor = proposed(), staff("editor")
    assert "Paper Heron Clinic of Austin" in page(editor, "proposedmatch/")
    text = page(editor, f"proposedmatch/{match.pk}/change/")
    assert "212 Origami Street" in text
    assert "214 Origami Str" in text
    answer = editor.post(f"/admin/facilities/proposedmatch/{match.pk}/same/", follow=True)
    assert "It is the same facility." in answer.content.decode()
    match.facility.refresh_from_db()
    assert match.facility.name1 == "Paper Heron Clinic of Austin"
    again = editor.post(f"/admin/facilities/proposedmatch/{match.pk}/other/", follow=True)
    assert "decided" in said(again)
    assert 'formaction="' not in page(editor, f"proposedmatch/{match.pk}/change/")


def test_a_match_is_rejected(staff: Staff) -> None:
    match = proposed()
    staff("editor").post(f"/admin/facilities/proposedmatch/{match.pk}/other/")
    assert Facility.objects.count() == 3
    match.refresh_from_db()
    assert match.decision == ProposedMatch.Decision.OTHER


@pytest.mark.parametrize("step", ["same", "other"])
def test_matches_are_decided_by_editors_and_by_post_alone(staff: Staff, step: str) -> None:
    match = proposed()
    address = f"/admin/facilities/proposedmatch/{match.pk}/{step}/"
    assert staff("writer").post(address).status_code == 403
    assert staff("medical-reviewer").post(address).status_code == 403
    assert staff("editor").get(address).status_code == 405
    match.refresh_from_db()
    assert match.decision == ProposedMatch.Decision.WAITING


def test_editors_set_what_we_know_and_nothing_that_was_reported(staff: Staff) -> None:
    bring("2023", HERON)
    facility, editor, version = Facility.objects.get(), staff("editor"), public_version()
    text = page(editor, f"facility/{facility.pk}/change/")
    assert "Methadone used in Treatment" in text
    assert 'name="name1"' not in text
    given = {"relationship": "none", "takes_inquiries": "on", "last_confirmed_on": "2026-03-01", "name1": "Mine"}
    assert editor.post(f"/admin/facilities/facility/{facility.pk}/change/", given).status_code == 302
    facility.refresh_from_db()
    assert (facility.relationship, facility.takes_inquiries) == ("none", True)
    assert facility.last_confirmed_on == date(2026, 3, 1)
    assert facility.name1 == "Paper Heron Clinic"
    assert public_version() > version


def test_a_facility_that_pays_cannot_take_inquiries_and_the_form_says_what_to_do(staff: Staff) -> None:
    bring("2023", HERON)
    facility, editor = Facility.objects.get(), staff("editor")
    address = f"/admin/facilities/facility/{facility.pk}/change/"
    both = {"relationship": "flat-fee", "takes_inquiries": "on", "last_confirmed_on": ""}
    answer = editor.post(address, both)
    assert wrong(answer) == {"takes_inquiries: pays"}
    assert Facility.objects.get().relationship == "none"
    assert editor.post(address, {"relationship": "flat-fee", "last_confirmed_on": ""}).status_code == 302
    assert (Facility.objects.get().relationship, Facility.objects.get().takes_inquiries) == ("flat-fee", False)


def test_facilities_are_delisted_with_a_reason_and_listed_again(staff: Staff) -> None:
    bring("2023", HERON)
    facility, editor = Facility.objects.get(), staff("editor")
    address = f"/admin/facilities/facility/{facility.pk}"
    assert "reason" in said(editor.post(f"{address}/delist/", {"because": " "}, follow=True))
    assert not Facility.objects.filter(delisted_on__isnull=False).exists()
    editor.post(f"{address}/delist/", {"because": "It closed."})
    assert "It closed." in page(editor, f"facility/{facility.pk}/change/")
    assert Facility.objects.get().delisted_because == "It closed."
    editor.post(f"{address}/relist/")
    assert Facility.objects.get().delisted_on is None


def test_writers_look_and_change_nothing(staff: Staff) -> None:
    bring("2023", HERON)
    facility, writer = Facility.objects.get(), staff("writer")
    assert 'name="because"' not in page(writer, f"facility/{facility.pk}/change/")
    for step in ("delist", "relist"):
        answer = writer.post(f"/admin/facilities/facility/{facility.pk}/{step}/", {"because": "It closed."})
        assert answer.status_code == 403
    assert staff("editor").get(f"/admin/facilities/facility/{facility.pk}/delist/").status_code == 405


def test_nobody_deletes_or_types_in_a_facility(staff: Staff) -> None:
    bring("2023", HERON)
    facility, admin = Facility.objects.get(), staff(superuser=True)
    assert admin.post(f"/admin/facilities/facility/{facility.pk}/delete/", {"post": "yes"}).status_code == 403
    assert admin.get("/admin/facilities/facility/add/").status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [facility.pk], "post": "yes"}
    admin.post("/admin/facilities/facility/", chosen)
    assert Facility.objects.exists()


def test_facilities_are_found_by_what_editors_look_for(staff: Staff) -> None:
    bring("2023", HERON, KETTLE)
    bring("2024", KETTLE, covers=frozenset())
    Facility.objects.filter(name1="Blue Kettle").update(contradictions=["free-and-paid"])
    editor = staff("editor")
    for query, there in (
        ("contradictory=1", False),
        ("contradictory=0", True),
        ("medication__exact=on-site", True),
        ("delisted_on__isempty=1", True),
        ("delisted_on__isempty=0", False),
        (f"edition__id__exact={DirectoryEdition.objects.get(name='2023').pk}", True),
        (f"edition__id__exact={DirectoryEdition.objects.get(name='2024').pk}", False),
        ("city__id__exact=" + str(City.objects.get(slug="austin").pk), True),
        ("q=heron", True),
        ("q=kettle", False),
    ):
        assert (HERON.name1 in page(editor, f"facility/?{query}")) is there, query


def test_the_list_says_where_a_facility_is_also_without_a_town(staff: Staff) -> None:
    make_facility("oak", "BU", postal_city="Fort Worth", town=None)
    assert "Fort Worth, TX" in staff("editor").get("/admin/facilities/facility/").content.decode()


def test_editions_can_be_looked_at(staff: Staff) -> None:
    bring("2023", HERON)
    editor = staff("editor")
    assert "2023" in page(editor, "directoryedition/")
    assert editor.get("/admin/facilities/directoryedition/add/").status_code == 403


def test_changed_prefixes_move_facilities_at_once(staff: Staff) -> None:
    bring("2023", HERON)
    austin = City.objects.get(slug="austin")
    given = {"slug": "austin", "name": "Austin", "state": "TX", "postal_names": "Elsewhere", "zip_prefixes": "999"}
    staff("site-manager").post(f"/admin/facilities/city/{austin.pk}/change/", given)
    assert Facility.objects.get().city is None
