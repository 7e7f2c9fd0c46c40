"""Who changed where facilities are told of inquiries: under a name, from what to what, and without a secret."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.contrib.admin.models import LogEntry

from contact.models import Recipient
from facilities.models import Facility
from tests.conftest import StaffClient
from tests.contact.making import World, make_facility

Staff = Callable[..., StaffClient]
RECIPIENTS = "/admin/contact/recipient/"
HOOK, OTHER = "https://hooks.example.org/in?key=k3y", "https://other.example.org/in?key=k3y"


@pytest.fixture
def told(desk: StaffClient, world: World) -> Recipient:
    """Entered by someone at the desk."""
    facility = make_facility(city=world.city, email="", name1="Larkspur House")
    desk.post(f"{RECIPIENTS}add/", {"facility": facility.pk, "email": "old@larkspur.example.org"})
    return Recipient.objects.get(facility=facility)


def lines(client: StaffClient) -> list[tuple[str, str, str]]:
    """Facility, who and what, as the desk reads them, the newest first."""
    page = client.get(f"{RECIPIENTS}changes/").content.decode()
    rows = re.findall(r"<tr>(.*?)</tr>", page.partition("<tbody>")[2], re.DOTALL)
    cells = [[unescape(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)] for row in rows]
    return [(facility, who, what) for facility, _when, who, what in cells]


def test_entering_changing_and_turning_off_leave_a_line_each(desk: StaffClient, told: Recipient) -> None:
    change = f"{RECIPIENTS}{told.pk}/change/"
    desk.post(change, {"email": "new@larkspur.example.org"})
    desk.post(change, {"email": "new@larkspur.example.org", "webhook": HOOK})
    desk.post(change, {"webhook": OTHER})
    desk.post(f"{RECIPIENTS}{told.pk}/secret/")
    desk.post(f"{RECIPIENTS}{told.pk}/delete/", {"post": "yes"})
    who = desk.user.get_username()
    assert lines(desk) == [
        ("Larkspur House", who, what)
        for what in (
            "Turned off. Told by webhook other.example.org.",
            "A new secret for the webhook. The old one no longer works.",
            "E-mail: from new@larkspur.example.org to none. "
            "Address of the webhook: from hooks.example.org to other.example.org.",
            "Address of the webhook: from none to hooks.example.org.",
            "E-mail: from old@larkspur.example.org to new@larkspur.example.org.",
            "Told by e-mail old@larkspur.example.org.",
        )
    ]
    assert f'href="{RECIPIENTS}changes/"' in desk.get(RECIPIENTS).content.decode()


def test_no_secret_and_no_key_in_an_address_stands_in_it(desk: StaffClient, told: Recipient) -> None:
    desk.post(f"{RECIPIENTS}{told.pk}/change/", {"webhook": HOOK})
    told.refresh_from_db()
    before = told.secret
    desk.post(f"{RECIPIENTS}{told.pk}/secret/")
    told.refresh_from_db()
    kept = repr(list(LogEntry.objects.values_list()))
    assert not [secret for secret in (before, told.secret, "k3y") if secret in kept]


def test_saving_without_a_change_says_so(desk: StaffClient, told: Recipient) -> None:
    desk.post(f"{RECIPIENTS}{told.pk}/change/", {"email": told.email})
    assert lines(desk)[0][2] == "Saved without a change."


def test_a_facilitys_own_lines_are_its_history(desk: StaffClient, told: Recipient, world: World) -> None:
    page = desk.get(f"{RECIPIENTS}{told.pk}/history/").content.decode()
    assert "Told by e-mail old@larkspur.example.org." in page
    other = Recipient.objects.get(facility=world.facility)
    assert "old@larkspur" not in desk.get(f"{RECIPIENTS}{other.pk}/history/").content.decode()


def test_a_secret_that_could_not_be_kept_leaves_no_line(
    desk: StaffClient, told: Recipient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the other way round: without the line, the old secret stays."""

    def fail(*args: object, **options: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(LogEntry.objects, "log_actions", fail)
    with pytest.raises(RuntimeError):
        desk.post(f"{RECIPIENTS}{told.pk}/secret/")
    before = told.secret
    told.refresh_from_db()
    assert told.secret == before


@pytest.mark.parametrize("role", ["writer", "editor", "medical-reviewer", "site-manager"])
def test_nobody_else_reads_it(staff: Staff, told: Recipient, role: str) -> None:
    client = staff(role)
    for page in ("changes/", f"{told.pk}/history/"):
        assert client.get(f"{RECIPIENTS}{page}").status_code == 403


def test_a_facility_that_moves_keeps_its_lines(desk: StaffClient, told: Recipient) -> None:
    """The name is that of the day on which the line was written."""
    Facility.objects.filter(pk=told.facility_id).update(name1="Rosemary House")
    desk.post(f"{RECIPIENTS}{told.pk}/delete/", {"post": "yes"})
    assert [facility for facility, _who, _what in lines(desk)] == ["Rosemary House", "Larkspur House"]
