"""Getting in as staff: name, password and code; the first password; the authenticator app; being locked out."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import Settings

from rehabsite.models import User
from rehabsite.staff.accounts import NewAccount, create_staff
from tests.conftest import StaffClient

Staff = Callable[..., StaffClient]
LOGIN = "/admin/login/"
OWN = "a-password-of-her-own-7"


@pytest.fixture
def account(db: None) -> NewAccount:
    return create_staff(username="edda", name="Edda Test", role="editor")


def log_in(client: Client, account: NewAccount, *, code: str, password: str = "") -> Any:
    typed = {"username": account.username, "password": password or account.password, "otp_token": code}
    return client.post(f"{LOGIN}?next=/admin/", typed)


def is_in(client: Client) -> bool:
    return client.get("/admin/", follow=True).wsgi_request.path != LOGIN


def code_of(device: TOTPDevice) -> str:
    return f"{totp(device.bin_key):06}"


def test_name_password_and_one_time_code_let_in_at_once(account: NewAccount) -> None:
    client = Client()
    assert log_in(client, account, code=account.codes[0]).status_code == 302
    assert is_in(client)


def test_a_one_time_code_works_once_and_is_read_as_people_type_it(account: NewAccount) -> None:
    typed = f" {account.codes[0][:4].upper()} {account.codes[0][4:]}"
    assert log_in(Client(), account, code=typed).status_code == 302
    again = Client()
    log_in(again, account, code=account.codes[0])
    assert not is_in(again)


@pytest.mark.parametrize("wrong", ["password", "code", "nothing", "name", "is_staff", "is_active"])
def test_every_wrong_try_says_the_same(account: NewAccount, wrong: str) -> None:
    """Or a stranger learns from the answer which part was right."""
    client, code, password = Client(), account.codes[0], ""
    if wrong.startswith("is_"):
        User.objects.update(**{wrong: False})
    if wrong == "name":
        account = NewAccount("nobody", account.password, account.codes)
    if wrong == "password":
        password = "wrong"
    if wrong in ("code", "nothing"):
        code = "000000" if wrong == "code" else ""
    page = log_in(client, account, code=code, password=password)
    text = page.content.decode()
    assert page.status_code == 200
    assert text.count("That did not match.") == 1
    assert 'class="errorlist' not in text
    assert account.password not in text
    assert not is_in(client)


def test_five_wrong_passwords_lock_the_log_in_and_say_how_it_opens(account: NewAccount) -> None:
    for _ in range(5):
        log_in(Client(), account, code="123456", password="wrong")
    answer = log_in(Client(), account, code="123456")
    assert answer.status_code == 429
    assert "Locked for now" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert log_in(Client(), account, code=account.codes[0]).status_code == 302


def test_a_site_manager_opens_a_locked_log_in_with_new_codes(account: NewAccount, staff: Staff) -> None:
    for _ in range(5):
        log_in(Client(), account, code=account.codes[0], password="wrong")
    user = User.objects.get(username="edda")
    TOTPDevice.objects.create(user=user, name="lost", confirmed=True)
    page = staff("site-manager").post(f"/admin/rehabsite/user/{user.pk}/sign-in/")
    new: NewAccount = page.context["account"]
    assert new.password in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert not TOTPDevice.objects.exists()
    client = Client()
    assert log_in(client, new, code=new.codes[0]).status_code == 302
    assert is_in(client)


def test_a_new_member_of_staff_gets_in_with_what_the_page_shows(staff: Staff) -> None:
    group = {"groups": [staff("writer").user.groups.get().pk]}
    page = staff("site-manager").post("/admin/rehabsite/user/add/", {"username": "wilma", "first_name": "W", **group})
    client = Client()
    assert log_in(client, page.context["account"], code=page.context["account"].codes[0]).status_code == 302
    assert client.get("/admin/").url == "/admin/password_change/"  # type: ignore[attr-defined]
    assert User.objects.get(username="wilma").groups.get().name == "Writer"


@pytest.mark.parametrize("also", ["Writer", "Intake"])
def test_a_site_manager_neither_makes_nor_takes_over_somebody_with_every_right(staff: Staff, also: str) -> None:
    manager, root = staff("site-manager"), staff(superuser=True).user
    manager.user.groups.add(Group.objects.get(name=also))
    password = root.password
    assert manager.post(f"/admin/rehabsite/user/{root.pk}/sign-in/").status_code == 403
    assert manager.post(f"/admin/rehabsite/user/{root.pk}/change/", {"username": "mine"}).status_code == 403
    me = manager.user
    sent = {"username": me.username, "is_superuser": "on", "is_active": "on", "is_staff": "on"}
    manager.post(f"/admin/rehabsite/user/{me.pk}/change/", sent)
    me.refresh_from_db()
    root.refresh_from_db()
    assert (me.is_superuser, root.password, root.username.startswith("admin")) == (False, password, True)


@pytest.mark.parametrize("role", ["writer", "editor", "medical-reviewer"])
def test_nobody_else_touches_log_ins(staff: Staff, role: str, account: NewAccount) -> None:
    client, user = staff(role), User.objects.get(username="edda")
    for path in ("", "add/", f"{user.pk}/change/", f"{user.pk}/password/"):
        assert client.get(f"/admin/rehabsite/user/{path}").status_code in (403, 404), path
    assert client.post(f"/admin/rehabsite/user/{user.pk}/sign-in/").status_code == 403


def test_whoever_got_a_password_first_chooses_one(account: NewAccount) -> None:
    client = Client()
    log_in(client, account, code=account.codes[0])
    for path in ("", "articles/article/", "authenticator/"):
        assert client.get(f"/admin/{path}").url == "/admin/password_change/"  # type: ignore[attr-defined]
    same = {"old_password": account.password, "new_password1": account.password, "new_password2": account.password}
    assert "Choose a different one" in client.post("/admin/password_change/", same).content.decode()
    assert User.objects.get(username="edda").must_change_password
    answer = client.post("/admin/password_change/", {**same, "new_password1": OWN, "new_password2": OWN})
    assert answer.status_code == 302
    assert client.get("/admin/").status_code == 200
    assert log_in(Client(), account, code=account.codes[1], password=OWN).status_code == 302


def test_an_authenticator_app_counts_once_a_code_from_it_has_come_back(account: NewAccount) -> None:
    User.objects.update(must_change_password=False)
    client = Client()
    log_in(client, account, code=account.codes[0])
    assert "9 are left" in client.get("/admin/").content.decode()
    client.get("/admin/authenticator/")
    device = TOTPDevice.objects.get()
    assert client.get("/admin/authenticator/code.svg")["Content-Type"] == "image/svg+xml"
    assert log_in(Client(), account, code=code_of(device)).status_code == 200
    assert client.post("/admin/authenticator/", {"code": "not it"}).status_code == 422
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    assert client.post("/admin/authenticator/", {"code": code_of(device)}).status_code == 302
    assert "one-time codes" not in client.get("/admin/").content.decode()
    TOTPDevice.objects.update(last_t=-1)  # the next half minute's code
    assert log_in(Client(), account, code=code_of(device)).status_code == 302


def test_a_new_authenticator_takes_the_old_ones_place(staff: Staff) -> None:
    client = staff("editor")
    TOTPDevice.objects.create(user=client.user, name="old phone", confirmed=True)
    client.get("/admin/authenticator/")
    new = TOTPDevice.objects.get(confirmed=False)
    client.post("/admin/authenticator/", {"code": code_of(new)})
    assert list(TOTPDevice.objects.values_list("pk", "confirmed")) == [(new.pk, True)]


def test_nobody_gets_in_with_another_persons_code(account: NewAccount) -> None:
    other = create_staff(username="other", role="editor")
    client = Client()
    log_in(client, account, code=other.codes[0])
    assert not is_in(client)
    assert StaticToken.objects.filter(device__in=StaticDevice.objects.filter(user__username="other")).count() == 10


class TestWhatCannotBeDone:
    @pytest.mark.parametrize(
        ("role", "path", "says"),
        [
            ("site-manager", "/admin/contact/inquiry/", "although you are a site manager"),
            ("writer", "/admin/contact/inquiry/", "ask a site manager"),
            ("site-manager", "/admin/programs/phase/add/", "There are always five phases."),
            ("editor", "/admin/facilities/directoryedition/add/", "You cannot add one here."),
        ],
    )
    def test_is_said_with_what_would_help(self, staff: Staff, role: str, path: str, says: str) -> None:
        answer = staff(role).get(path)
        assert answer.status_code == 403
        assert says in answer.content.decode()

    def test_under_another_name_the_sites_own_address_is_given(self, settings: Settings) -> None:
        client = Client(enforce_csrf_checks=True)
        settings.SITE_URL = "https://care.example.org"
        assert "<h1>This is not the site’s own address</h1>" in client.post(LOGIN).content.decode()
        settings.SITE_URL = "http://testserver"
        assert "<h1>This page was open for too long</h1>" in client.post(LOGIN).content.decode()
