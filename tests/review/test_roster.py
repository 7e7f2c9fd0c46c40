"""Who can sign under which name: each change is kept, and every reviewer is told."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from rehabsite.models import User
from rehabsite.staff.accounts import create_staff
from review.models import Joining, Person, RosterChange
from review.services.people import save_person
from review.services.roster import unread
from tests.articles.making import make_person, make_reviewer, make_user
from tests.codes import guarded
from tests.conftest import StaffClient

pytestmark = pytest.mark.django_db
Staff = Callable[..., StaffClient]


def told(user: User) -> list[str]:
    return [str(change) for change in unread(user)]


@pytest.fixture
def doctor() -> User:
    return make_user("olga", "medical-reviewer")


def group(name: str) -> int:
    return Group.objects.get(name=name).pk


def test_a_new_reviewer(doctor: User, staff: Staff) -> None:
    manager = staff("site-manager")
    fields = {"username": "new", "groups": [group("Medical reviewer")]}
    manager.post("/admin/rehabsite/user/add/", fields)
    assert told(doctor) == ["new can review from now on"]
    assert {change.by for change in RosterChange.objects.all()} == {manager.user}
    assert told(User.objects.get(username="new")) == []


def test_one_made_on_the_server(doctor: User) -> None:
    create_staff(username="new", role="medical-reviewer")
    assert told(doctor) == ["new can review from now on"]


def test_a_role_that_is_given_and_taken_again(doctor: User, staff: Staff) -> None:
    manager, other = staff("site-manager"), make_user("will", "writer")
    path = f"/admin/rehabsite/user/{other.pk}/change/"
    fields = {"username": "will", "is_active": "on", "is_staff": "on"}
    manager.post(path, {**fields, "groups": [group("Writer"), group("Medical reviewer")]})
    manager.post(path, {**fields, "groups": [group("Writer")]})
    manager.post(path, {**fields, "groups": [group("Writer"), group("Editor")]})
    assert told(doctor) == ["will can no longer review", "will can review from now on"]


def test_a_person_joined_to_a_log_in_and_taken_from_it(doctor: User, staff: Staff) -> None:
    manager, person, other = staff("site-manager"), make_person("wilma"), make_user("will")
    path = f"/admin/review/person/{person.pk}/change/"
    manager.post(path, {"name": "Wilma", "user": other.pk})
    manager.post(path, {"name": "Wilma", "user": ""})
    assert told(doctor) == [
        "will (Wilma) no longer signs under this name",
        "will (Wilma) signs under this name from now on",
    ]


def test_a_new_name_for_whoever_signs(doctor: User, staff: Staff) -> None:
    person = make_person("wilma", user=make_user("will"))
    path = f"/admin/review/person/{person.pk}/change/"
    for name in ("Wilma Else", "Wilma Else"):
        staff("editor").post(path, {"name": name, "bio": "New."})
    assert told(doctor) == ["will (Wilma Else) signs under this name from now on"]


def test_a_renewed_sign_in(doctor: User, staff: Staff) -> None:
    manager, rob, wim = staff("site-manager"), make_user("rob", "medical-reviewer"), make_user("wim")
    save_person(person=make_reviewer("rob-reviewer", user=rob))
    User.objects.update(last_login=timezone.now())
    assert told(doctor) == []
    for user in (rob, wim):
        manager.post(f"/admin/rehabsite/user/{user.pk}/sign-in/")
    assert told(doctor) == ["rob (Rob Reviewer, MD) got a new password and new codes"]
    assert told(rob) == ["rob (Rob Reviewer, MD) got a new password and new codes"]


def test_only_reviewers_are_told_and_each_says_when_they_have_read_it(staff: Staff) -> None:
    client, other = staff("medical-reviewer"), make_user("olga", "medical-reviewer")
    create_staff(username="new", role="medical-reviewer")
    assert "Who can sign under which name has changed" in client.get("/admin/").content.decode()
    assert "Who can sign under which name has changed" not in staff("editor").get("/admin/").content.decode()
    client.post("/admin/roster/", {"until": RosterChange.objects.latest("pk").pk})
    assert "Who can sign under which name has changed" not in client.get("/admin/").content.decode()
    assert told(other) == ["new can review from now on"]
    assert "new" in client.get("/admin/roster/").content.decode()


@pytest.mark.parametrize("until", ["", "x", "9" * 30, "-1"])
def test_a_made_up_number_reads_nothing_away(staff: Staff, until: str) -> None:
    client = staff("medical-reviewer")
    create_staff(username="new", role="medical-reviewer")
    assert client.post("/admin/roster/", {"until": until}).status_code == 302
    assert told(client.user) == ["new can review from now on"]


def test_the_history_of_who_signs_is_for_editorial_roles(staff: Staff, client: Client) -> None:
    assert staff("intake").get("/admin/roster/").status_code == 403
    assert client.get("/admin/roster/").status_code == 302


@pytest.mark.parametrize("model", [Joining, RosterChange])
def test_nobody_makes_it_forget(model: type[Joining] | type[RosterChange]) -> None:
    save_person(person=make_reviewer("rob-reviewer", user=make_user("rob")))
    Person.objects.filter(slug="rob-reviewer").update(user=None)
    save_person(person=Person(slug="two", name="Two", user=User.objects.get()))
    assert model.objects.exists()
    with guarded("_never_changes"):
        model.objects.all().delete()
