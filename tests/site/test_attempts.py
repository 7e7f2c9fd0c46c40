"""Guessing passwords: limited by name and by place, and the owner still gets in."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from rehabsite.models import User
from rehabsite.staff.accounts import NewAccount, create_staff
from tests.site.test_staffsite import is_in, log_in

LOGIN = "/admin/login/"


@pytest.fixture
def account(db: None) -> NewAccount:
    return create_staff(username="edda", name="Edda Test", role="editor")


def guess(address: str, name: str = "edda") -> int:
    typed = {"username": name, "password": "wrong", "otp_token": "123456"}
    return Client(REMOTE_ADDR=address).post(LOGIN, typed).status_code


def addresses(count: int) -> Iterator[str]:
    yield from (f"198.51.100.{number}" for number in range(1, count + 1))


def test_a_name_is_limited_however_many_machines_guess(account: NewAccount) -> None:
    assert [guess(address) for address in addresses(30)] == [200] * 10 + [429] * 20


def test_a_place_is_limited_however_many_names_it_tries(db: None) -> None:
    assert [guess("198.51.100.1", f"name-{number}") for number in range(30)] == [200] * 20 + [429] * 10


def test_a_network_of_ipv6_is_one_place(db: None) -> None:
    tried = [guess(f"2001:db8:0:1::{number:x}", f"name-{number}") for number in range(1, 22)]
    assert tried == [200] * 20 + [429]
    assert guess("2001:db8:0:2::1", "name-x") == 200


def test_guessing_locks_the_owner_out_of_nothing_who_has_a_one_time_code(account: NewAccount) -> None:
    for address in addresses(15):
        guess(address)
    device = TOTPDevice.objects.create(user=User.objects.get(username="edda"), name="app", confirmed=True)
    owner = Client(REMOTE_ADDR="203.0.113.7")
    assert log_in(owner, account, code=f"{totp(device.bin_key):06}").status_code == 429, "an app's code can be guessed"
    assert log_in(owner, account, code=account.codes[0]).status_code == 302
    assert is_in(owner)


def test_nor_from_the_place_that_guesses(account: NewAccount) -> None:
    for _ in range(8):
        guess("203.0.113.7")
    assert log_in(Client(REMOTE_ADDR="203.0.113.7"), account, code=account.codes[0]).status_code == 302


def test_codes_are_not_to_be_guessed_for_ever_either(account: NewAccount) -> None:
    from axes.models import AccessAttempt

    guess("203.0.113.7")
    AccessAttempt.objects.update(failures_since_start=100)
    assert log_in(Client(REMOTE_ADDR="203.0.113.7"), account, code=account.codes[0]).status_code == 429


def test_the_page_to_choose_a_password_is_kept_by_nobody(account: NewAccount) -> None:
    client = Client()
    log_in(client, account, code=account.codes[0])
    assert "no-store" in client.get(reverse("admin:password_change"))["Cache-Control"]
