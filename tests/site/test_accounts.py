"""Accounts for staff, and how people get into them the first time."""

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.test import RequestFactory
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice

from rehabsite.models import User
from rehabsite.staff.accounts import create_staff, first_account, how_to_sign_in, renew_sign_in
from rehabsite.staff.roles import ROLES

pytestmark = pytest.mark.django_db


def gets_in(username: str, password: str) -> bool:
    return authenticate(RequestFactory().post("/"), username=username, password=password) is not None


def device_of(username: str) -> StaticDevice:
    return StaticDevice.objects.get(user__username=username)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_an_account_in_its_group_and_no_more(role: str) -> None:
    account = create_staff(username="anna", name="Anna Maria Lee", role=role)
    user = User.objects.get(username="anna")
    assert [group.name for group in user.groups.all()] == [ROLES[role].group]
    assert (user.first_name, user.last_name) == ("Anna Maria", "Lee")
    assert user.is_staff
    assert not user.is_superuser
    assert gets_in("anna", account.password)


def test_the_password_works_once_and_each_code_once() -> None:
    account = create_staff(username="anna", role="writer")
    assert User.objects.get(username="anna").must_change_password
    assert len(set(account.codes)) == 10
    device = device_of("anna")
    assert device.verify_token(account.codes[0])
    assert not device.verify_token(account.codes[0])


def test_passwords_are_long_and_never_the_same() -> None:
    passwords = {create_staff(username=f"writer{n}", role="writer").password for n in range(3)}
    assert len(passwords) == 3
    assert all(len(password) == 19 for password in passwords)


def test_a_name_that_is_taken_changes_nothing_of_the_first() -> None:
    first = create_staff(username="anna", role="writer")
    with pytest.raises(IntegrityError, match="username"):
        create_staff(username="anna", role="site-manager")
    # PostgreSQL's transaction is broken here, which is why nothing is asked afterwards.
    assert first.username == "anna"


def test_renewing_ends_the_old_password_and_codes() -> None:
    old = create_staff(username="anna", role="writer")
    new = renew_sign_in(user=User.objects.get(username="anna"))
    assert not gets_in("anna", old.password)
    assert gets_in("anna", new.password)
    assert not device_of("anna").verify_token(old.codes[0])


def test_the_first_account_is_renewed_until_somebody_has_signed_in() -> None:
    first = first_account()
    second = first_account()
    assert first
    assert second
    assert first.password != second.password
    assert gets_in("admin", second.password)
    User.objects.filter(username="admin").update(last_login=timezone.now())
    assert first_account() is None
    assert gets_in("admin", second.password), "and it was left alone"


def test_no_first_account_where_somebody_made_one_already() -> None:
    create_staff(username="anna", role="site-manager")
    assert first_account() is None
    assert not User.objects.filter(username="admin").exists()


def test_an_admin_with_a_password_of_their_own_is_never_given_another() -> None:
    User.objects.create_superuser("admin", password="chosen by an operator")
    assert first_account() is None
    assert gets_in("admin", "chosen by an operator")


def test_the_command_prints_how_to_get_in(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("add_staff", "anna", "--role", "medical-reviewer", "--name", "Anna Lee")
    printed = capsys.readouterr().out
    assert "http://127.0.0.1:8000/admin/" in printed
    password = printed.split("One-time password")[1].split()[0]
    assert gets_in("anna", password)


def test_all_that_is_needed_is_printed() -> None:
    account = create_staff(username="anna", role="writer")
    printed = how_to_sign_in(account)
    for needed in (account.username, account.password, *account.codes):
        assert needed in printed


@pytest.mark.parametrize("username", ["anna", "ANNA"])
def test_the_command_refuses_a_name_that_is_taken(username: str) -> None:
    create_staff(username="anna", role="writer")
    with pytest.raises(CommandError, match="already"):
        call_command("add_staff", username, "--role", "editor")


def test_the_command_refuses_a_name_that_nobody_could_type() -> None:
    with pytest.raises(CommandError, match="cannot be used as a name"):
        call_command("add_staff", "anna lee\n", "--role", "editor")


def test_the_command_refuses_a_role_that_there_is_not() -> None:
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("add_staff", "anna", "--role", "boss")
