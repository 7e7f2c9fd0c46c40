"""Who was let in, by whom, and what was copied or deleted: those concerned get a mail, and no one waits for it."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.core.mail import EmailMessage
from django.utils import timezone

from contact.delivery.composing import compose
from contact.models import AccessLine, Inquiry, Letter
from contact.services.exporting import export
from contact.services.purging import purge
from contact.services.telling import tell_colleagues
from contact.waiting import stuck_alerts
from rehabsite.models import User
from rehabsite.staff.accounts import create_staff
from review.models import RosterChange
from tests.articles.making import make_person, make_user
from tests.conftest import StaffClient
from tests.contact.making import World, receive_one

pytestmark = pytest.mark.django_db
Staff = Callable[..., StaffClient]
SUBJECTS = {"Who can sign in has changed", "A message was copied or deleted"}


def mails() -> list[EmailMessage]:
    """What waits, as it would go out."""
    found = [compose(row) for row in Letter.objects.filter(kind__in=["account", "watch"]).order_by("pk")]
    assert all(isinstance(mail, EmailMessage) and mail.subject in SUBJECTS for mail in found)
    return [mail for mail in found if isinstance(mail, EmailMessage)]


def told() -> dict[str, list[str]]:
    """By address, the first lines. Said once, it is not said again."""
    tell_colleagues()
    assert tell_colleagues() == 0
    by_address: dict[str, list[str]] = {}
    for mail in mails():
        by_address.setdefault(mail.to[0], []).append(str(mail.body).splitlines()[0])
    return by_address


@pytest.fixture
def people() -> dict[str, User]:
    """A reviewer, a writer, someone who runs the site, and an editor, who is never concerned."""
    roles = {"olga": "medical-reviewer", "will": "writer", "eve": "editor", "root": ""}
    made = {name: make_user(name, role) if role else make_user(name) for name, role in roles.items()}
    for name, user in made.items():
        User.objects.filter(pk=user.pk).update(email=f"{name}@example.org", last_login=timezone.now())
    User.objects.filter(username="root").update(is_superuser=True)
    return made


def save(manager: StaffClient, user: User, *roles: str, **more: str) -> None:
    groups = [Group.objects.get(name=name).pk for name in roles]
    fields = {"username": user.username, "is_active": "on", "is_staff": "on", "email": f"{user.username}@example.org"}
    path = f"/admin/rehabsite/user/{user.pk}/change/"
    assert manager.post(path, {**fields, "groups": groups, **more}).status_code == 302


def test_another_role_is_told_to_its_owner_and_who_runs_the_site(people: dict[str, User], staff: Staff) -> None:
    save(staff("site-manager"), people["will"], "Writer", "Editor")
    assert told() == dict.fromkeys(["will@example.org", "root@example.org"], ["will has other roles now."])


def test_a_right_to_review_is_told_to_every_reviewer(people: dict[str, User], staff: Staff) -> None:
    save(staff("site-manager"), people["will"], "Writer", "Medical reviewer")
    found = told()
    assert found["olga@example.org"] == ["will can review from now on."]
    assert found.keys() == {"olga@example.org", "will@example.org", "root@example.org"}


@pytest.mark.parametrize("name", ["will", "olga"])
def test_a_renewed_sign_in(name: str, people: dict[str, User], staff: Staff) -> None:
    staff("site-manager").post(f"/admin/rehabsite/user/{people[name].pk}/sign-in/")
    found = told()
    assert found[f"{name}@example.org"] == [f"{name} got a new password and new codes."]
    assert found.keys() == {f"{name}@example.org", "olga@example.org", "root@example.org"} - (
        {"olga@example.org"} if name == "will" else set()
    )


def test_a_joined_log_in(people: dict[str, User], staff: Staff) -> None:
    person = make_person("wilma")
    path = f"/admin/review/person/{person.pk}/change/"
    staff("site-manager").post(path, {"name": "Wilma", "user": people["will"].pk})
    line = ["will (Wilma) signs under this name from now on."]
    assert told() == dict.fromkeys(["olga@example.org", "will@example.org", "root@example.org"], line)


def test_another_address_is_told_at_the_old_one(people: dict[str, User], staff: Staff) -> None:
    """Else whoever wants to get in as someone first makes sure that the mail comes to them."""
    manager = staff("site-manager")
    save(manager, people["will"], "Writer", email="thief@example.org")
    assert told() == dict.fromkeys(["will@example.org", "root@example.org"], ["will has another e-mail address now."])


def test_what_changed_nothing_and_who_has_no_address(people: dict[str, User], staff: Staff) -> None:
    save(staff("site-manager"), people["eve"], "Editor")
    assert told() == {}
    create_staff(username="new", role="writer")
    assert told() == {"root@example.org": ["new has other roles now."]}
    assert "Done by: a command on the server" in mails()[0].body


def test_who_is_switched_off_hears_of_it(people: dict[str, User], staff: Staff) -> None:
    save(staff("site-manager"), people["will"], "Writer", is_active="")
    assert told()["will@example.org"] == ["will has other roles now."]


def test_a_copy_and_a_deletion_are_told_to_the_team(world: World, desk: StaffClient) -> None:
    inquiry = receive_one().inquiry
    desk.post(f"/admin/contact/inquiry/{inquiry.pk}/copy/")
    desk.post(f"/admin/contact/inquiry/{inquiry.pk}/erase/")
    copied, deleted = mails()
    assert ("Made the person's copy" in copied.body, "Deleted the words" in deleted.body) == (True, True)
    for mail in (copied, deleted):
        assert f"Who: {desk.user.username}\n" in mail.body
        assert inquiry.reference not in mail.body
        assert inquiry.reference[-4:] in mail.body


def test_what_the_person_or_time_deletes_is_told_to_nobody(world: World) -> None:
    for because in (Inquiry.Purged.ASKED, Inquiry.Purged.AGE):
        purge(inquiry=receive_one().inquiry, because=because)
    assert mails() == []


def test_a_copy_that_fails_tells_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    inquiry = receive_one().inquiry
    monkeypatch.setattr("contact.services.exporting._time", lambda moment: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        export(inquiry=inquiry, who="kim")
    assert not Letter.objects.filter(kind="watch").exists()
    assert not AccessLine.objects.filter(what="exported").exists()


def test_one_that_is_not_taken_is_seen_at_the_desk_and_sent_again(people: dict[str, User], desk: StaffClient) -> None:
    RosterChange.objects.create(what="roles", user=people["will"])
    tell_colleagues()
    Letter.objects.filter(kind="account").update(state="person", problem="mail-refused")
    assert [letter.kind for letter in stuck_alerts()] == ["account", "account"]
    page = desk.get("/admin/contact/inquiry/").content.decode()
    assert page.count("To a colleague: who can sign in has changed") == 2
    desk.post(f"/admin/contact/inquiry/team-mail/{stuck_alerts()[0].pk}/")
    assert len(stuck_alerts()) == 1
