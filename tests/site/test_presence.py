"""An idle log-in ends, and a heavy step asks for password and code again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from rehabsite.models import User
from rehabsite.staff import presence
from rehabsite.staff.accounts import create_staff
from review.models import Person
from tests.articles.making import make_person
from tests.conftest import StaffClient
from tests.site.test_staffsite import log_in

Staff = Callable[..., StaffClient]
pytestmark = pytest.mark.django_db


def ago(client: Client, name: str, time: timedelta) -> None:
    session = client.session
    session[name] -= time.total_seconds()
    session.save()


def is_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    ("role", "ends"), [("intake", True), ("site-manager", True), (None, True), ("editor", False), ("writer", False)]
)
def test_an_idle_log_in_ends_where_most_could_be_seen(staff: Staff, role: str | None, ends: bool) -> None:
    client = staff(role) if role else staff(superuser=True)
    assert is_in(client)
    if not ends:
        assert presence.SEEN not in client.session
        return
    ago(client, presence.SEEN, timedelta(minutes=29))
    assert is_in(client), "and a page begins the time again"
    ago(client, presence.SEEN, timedelta(minutes=29))
    assert is_in(client)
    ago(client, presence.SEEN, timedelta(minutes=31))
    assert not is_in(client)
    assert presence.SEEN not in client.session


def test_the_time_is_a_setting(staff: Staff, settings: Settings) -> None:
    settings.IDLE_MINUTES = 2
    client = staff("intake")
    assert is_in(client)
    ago(client, presence.SEEN, timedelta(minutes=3))
    assert not is_in(client)


HEAVY = ["/admin/rehabsite/user/add/", "/admin/rehabsite/user/{pk}/change/", "/admin/authenticator/"]


@pytest.mark.parametrize("path", HEAVY)
def test_a_heavy_step_asks_again_after_ten_minutes(staff: Staff, path: str) -> None:
    client = staff("site-manager")
    path = path.format(pk=client.user.pk)
    assert client.get(path).status_code == 200
    ago(client, presence.PROVED, timedelta(minutes=11))
    answer: Any = client.get(path)
    assert answer.url == f"/admin/again/?next={path.replace('/', '%2F')}"
    assert client.post(path, {"username": "mine"}).status_code == 302
    assert not User.objects.filter(username="mine").exists()
    assert client.get("/admin/").status_code == 200, "all else goes on"


@pytest.mark.parametrize("page", ["add/", "{pk}/change/"])
def test_who_signs_under_a_name_is_a_heavy_step_and_nothing_typed_is_lost(staff: Staff, page: str) -> None:
    client, writer = staff("site-manager"), staff("writer")
    person = make_person("olga-other")
    path = f"/admin/review/person/{page.format(pk=person.pk)}"
    typed = {"name": "Olga Other Jr", "slug": "olga", "bio": "Long words."}
    ago(client, presence.PROVED, timedelta(minutes=11))
    answer: Any = client.post(path, {**typed, "user": writer.user.pk})
    assert [error.code for error in answer.context["adminform"].form.errors.as_data()["user"]] == ["prove-again"]
    assert "Long words." in answer.content.decode()
    assert not Person.objects.filter(user=writer.user).exists()
    ago(client, presence.PROVED, -timedelta(minutes=11))
    assert client.post(path, {**typed, "user": writer.user.pk}).status_code == 302
    assert Person.objects.get(user=writer.user).bio == "Long words."


def test_every_heavy_step_is_an_address_that_there_is() -> None:
    from django.urls import get_resolver

    names = {str(name) for name in get_resolver().namespace_dict["admin"][1].reverse_dict if isinstance(name, str)}
    assert names >= presence.HEAVY


def test_with_password_and_code_one_goes_on_where_one_was() -> None:
    account, client = create_staff(username="mona", role="site-manager"), Client()
    log_in(client, account, code=account.codes[0])
    User.objects.update(must_change_password=False)
    ago(client, presence.PROVED, timedelta(minutes=11))
    page = client.get("/admin/again/?next=/admin/rehabsite/user/add/")
    assert 'name="username"' not in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    again = {"next": "/admin/rehabsite/user/add/", "otp_token": account.codes[1]}
    assert client.post("/admin/again/", {**again, "password": "wrong"}).status_code == 200
    answer: Any = client.post("/admin/again/", {**again, "password": account.password})
    assert answer.url == "/admin/rehabsite/user/add/"
    assert client.get(answer.url).status_code == 200


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "/articles/", "", "javascript:1"])
def test_it_leads_nowhere_else(staff: Staff, elsewhere: str) -> None:
    page = staff("site-manager").get("/admin/again/", {"next": elsewhere})
    assert 'name="next" value="/admin/"' in page.content.decode()


def test_whose_log_in_was_changed_is_told_by_whom(staff: Staff) -> None:
    manager, writer = staff("site-manager"), staff("writer")
    assert "Your log-in was changed" not in writer.get("/admin/").content.decode()
    manager.post(f"/admin/rehabsite/user/{writer.user.pk}/sign-in/")
    User.objects.update(must_change_password=False)
    writer.force_login(writer.user)
    lines = presence_lines(writer.user)
    assert [line.user for line in lines] == [manager.user]


def presence_lines(user: User) -> list[Any]:
    from rehabsite.staff.accounts import changes_by_others

    return list(changes_by_others(user))
