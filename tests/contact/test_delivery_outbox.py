"""Who may send which row when, and what is written down of it."""

from datetime import timedelta

import pytest
from django.db.models import Q
from django.utils import timezone

from contact.delivery.problems import FOR_GOOD, PROBLEMS
from contact.models import AccessLine, Consent, Letter, Notice
from contact.services import delivering
from contact.services.consenting import withdraw
from contact.services.delivering import WAITS, claim, fail, finish, let_go, may_go, renew_link, retry, stop_barred
from contact.services.disclosing import Dark, find
from contact.services.purging import purge
from facilities.models import Facility
from review.refusals import Refused
from tests.articles.racing import at_once
from tests.codes import refused
from tests.contact.making import World, consented, make_world, receive_one, token_of
from tests.contact.scene import lapse
from tests.guards.making import unguarded

BARRED = (
    {"takes_inquiries": False},
    {"delisted_on": "2026-01-01", "delisted_because": "Closed."},
    {"for_opioids": False},
)


def claimed() -> Notice:
    notice = claim(Notice)
    assert isinstance(notice, Notice)
    return notice


def later(row: Notice | Letter, **ago: float) -> None:
    """As if its lease had been given, or its waiting had begun, so long ago."""
    rows = type(row)._default_manager.filter(pk=row.pk)
    past = timezone.now() - timedelta(**ago)
    if rows.filter(state="leased").exists():
        rows.update(leased_until=past)
    else:
        rows.update(due_at=past)


def withdrawal_letters() -> list[Letter]:
    return list(Letter.objects.filter(kind="withdrawal"))


def test_what_is_due_is_leased_to_one_worker(world: World) -> None:
    consented(world.facility)
    notice = claimed()
    assert (notice.state, notice.attempts) == ("leased", 1)
    assert claim(Notice) is None
    finish(notice)
    notice.refresh_from_db()
    assert (notice.state, notice.lease, notice.leased_until) == ("sent", "", None)
    assert notice.sent_at


def test_the_row_of_a_worker_that_was_killed_comes_back_after_its_lease(world: World) -> None:
    consented(world.facility)
    killed = claimed()
    later(killed, seconds=1)
    again = claimed()
    assert (again.pk, again.key, again.attempts) == (killed.pk, killed.key, 2)
    assert again.lease != killed.lease


def test_who_lost_the_lease_writes_nothing_down(world: World) -> None:
    consented(world.facility)
    slow = claimed()
    later(slow, seconds=1)
    quick = claimed()
    assert not may_go(slow)
    assert may_go(quick)
    finish(slow)
    fail(slow, "mail-away")
    let_go(slow)
    quick.refresh_from_db()
    assert (quick.state, quick.problem, quick.sent_at) == ("leased", "", None)


def test_the_one_that_waited_longest_is_first(world: World) -> None:
    first, second = consented(world.facility), consented(world.facility)
    later(second.notice, minutes=5)
    assert [claimed().consent, claimed().consent] == [second, first]


@pytest.mark.parametrize("change", BARRED, ids=lambda change: next(iter(change)))
def test_a_facility_that_changed_since_is_not_told_and_staff_see_it(world: World, change: dict[str, object]) -> None:
    consented(world.facility)
    Facility.objects.filter(pk=world.facility.pk).update(**change)
    assert claim(Notice) is None
    assert stop_barred() == 1
    notice = Notice.objects.get()
    assert (notice.state, notice.problem, notice.attempts) == ("person", "not-allowed", 0)
    assert stop_barred() == 0


def test_a_consent_that_ran_out_tells_nobody(world: World) -> None:
    consent = consented(world.facility)
    consent = lapse(consent, consent.expires_at - timezone.now() - timedelta(minutes=5))
    assert may_go(claimed())
    lapse(consent, timedelta(minutes=5))
    assert claim(Notice) is None
    with unguarded():
        Notice.objects.update(leased_until=timezone.now() - timedelta(minutes=1), link_expires_at=None)
    assert claim(Notice) is None
    assert stop_barred() == 1


@pytest.mark.parametrize("change", BARRED, ids=lambda change: next(iter(change)))
def test_it_is_asked_again_right_before_sending(world: World, change: dict[str, object]) -> None:
    consented(world.facility)
    notice = claimed()
    Facility.objects.filter(pk=world.facility.pk).update(**change)
    assert not may_go(notice)
    let_go(notice)
    notice.refresh_from_db()
    assert (notice.state, notice.problem, notice.sent_at) == ("person", "not-allowed", None)


def test_what_the_database_refuses_to_lease_does_not_hold_up_others(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guard knows of reasons that our own question does not."""
    barred, other = consented(world.facilities[0]), consented(world.facilities[1])
    later(barred.notice, minutes=5)
    Facility.objects.filter(pk=world.facilities[0].pk).update(takes_inquiries=False)
    monkeypatch.setattr(delivering, "_allowed", lambda model: Q())
    assert claimed().consent == other
    barred.notice.refresh_from_db()
    assert (barred.notice.state, barred.notice.problem) == ("person", "not-allowed")


def test_a_notice_withdrawn_before_it_went_is_let_go(world: World) -> None:
    consent = consented(world.facility)
    notice = claimed()
    withdraw(consents=[consent], by="person")
    assert not may_go(notice)
    let_go(notice)
    notice.refresh_from_db()
    assert (notice.state, notice.problem, notice.sent_at, notice.lease) == ("cancelled", "", None, "")


def test_a_mail_that_was_taken_while_withdrawn_is_told_as_it_was(world: World) -> None:
    consent = consented(world.facility)
    notice = claimed()
    assert may_go(notice)
    withdraw(consents=[consent], by="person")
    finish(notice)
    notice.refresh_from_db()
    assert notice.state == "cancelled"
    assert notice.sent_at
    assert [letter.consent for letter in withdrawal_letters()] == [consent]
    with pytest.raises(Dark):
        find(token_of(notice))


def test_a_withdrawal_is_told_after_the_notice_that_is_on_its_way(world: World) -> None:
    consent = consented(world.facility)
    notice = claimed()
    withdraw(consents=[consent], by="person")
    (letter,) = withdrawal_letters()
    Letter.objects.exclude(pk=letter.pk).update(state="cancelled")
    assert claim(Letter) is None
    finish(notice)
    assert claim(Letter) == letter


@pytest.mark.parametrize("end", ["kill", "fail"])
def test_a_withdrawal_is_told_too_when_the_notice_never_came_back(world: World, end: str) -> None:
    consent = consented(world.facility)
    notice = claimed()
    withdraw(consents=[consent], by="person")
    Letter.objects.exclude(kind="withdrawal").update(state="cancelled")
    if end == "kill":
        Notice.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    else:
        fail(notice, "mail-away")
    assert claim(Letter) == withdrawal_letters()[0]
    notice.refresh_from_db()
    assert notice.state == "cancelled"


def test_it_is_tried_again_over_two_days_and_then_needs_a_person(world: World) -> None:
    consented(world.facility)
    waited = timedelta()
    for _wait in WAITS:
        notice = claimed()
        fail(notice, "mail-away")
        notice.refresh_from_db()
        assert (notice.state, notice.problem) == ("waiting", "mail-away")
        waited += notice.due_at - timezone.now()
        assert claim(Notice) is None
        later(notice, seconds=1)
    assert timedelta(hours=45) < waited < timedelta(hours=67)
    fail(claimed(), "mail-later")
    notice.refresh_from_db()
    assert (notice.state, notice.problem) == ("person", "mail-later")
    assert sum(WAITS) / 60 == pytest.approx(56, abs=0.5)


@pytest.mark.parametrize("code", sorted(FOR_GOOD))
def test_what_was_refused_for_good_needs_a_person_at_once(world: World, code: str) -> None:
    consented(world.facility)
    notice = claimed()
    fail(notice, code)
    notice.refresh_from_db()
    assert (notice.state, notice.problem) == ("person", code)


def test_every_problem_fits_its_column_and_has_a_sentence() -> None:
    assert FOR_GOOD <= set(PROBLEMS)
    for code in PROBLEMS:
        assert len(code) <= 40
        assert delivering.sentence(code).endswith(".")


def test_those_that_failed_together_do_not_come_back_together(world: World) -> None:
    for _ in range(6):
        consented(world.facility)
    for _ in range(6):
        fail(claimed(), "mail-away")
    due = sorted(Notice.objects.values_list("due_at", flat=True))
    assert due[-1] - due[0] > timedelta(seconds=2)


def test_a_row_whose_worker_is_killed_each_time_needs_a_person(world: World) -> None:
    consented(world.facility)
    for _ in range(len(WAITS) + 1):
        later(claimed(), seconds=1)
    assert claim(Notice) is None
    notice = Notice.objects.get()
    assert (notice.state, notice.problem) == ("person", "interrupted")


def test_a_failure_after_the_facility_changed_does_not_wait_any_more(world: World) -> None:
    consented(world.facility)
    notice = claimed()
    Facility.objects.filter(pk=world.facility.pk).update(takes_inquiries=False)
    fail(notice, "mail-away")
    notice.refresh_from_db()
    assert (notice.state, notice.problem) == ("person", "not-allowed")


def test_receipts_wait_where_no_private_key_is(world: World) -> None:
    receive_one()
    world.settings.INQUIRY_PRIVATE_KEYS, keys = [], world.settings.INQUIRY_PRIVATE_KEYS
    alert = claim(Letter)
    assert alert
    assert alert.kind == "alert"
    assert claim(Letter) is None
    world.settings.INQUIRY_PRIVATE_KEYS = keys
    receipt = claim(Letter)
    assert receipt
    assert receipt.kind == "receipt"


def test_deleting_the_words_stops_the_mail_about_them(world: World) -> None:
    received = receive_one()
    Letter.objects.filter(kind="alert").update(state="cancelled")
    receipt = claim(Letter)
    assert receipt
    purge(inquiry=received.inquiry, because="asked")
    assert not may_go(receipt)


@pytest.mark.django_db(transaction=True)
def test_workers_that_claim_at_once_get_a_row_each(settings: object) -> None:
    world = make_world(settings)  # type: ignore[arg-type]
    made = {consented(world.facility).notice.pk for _ in range(3)}
    got = at_once(*[lambda: claim(Notice)] * 5)
    assert sorted(row.pk for row in got if isinstance(row, Notice)) == sorted(made)
    assert got.count(None) == 2


def test_a_new_link_is_another_sending_and_darkens_the_old_one(world: World) -> None:
    consent = consented(world.facility)
    notice = claimed()
    finish(notice)
    old = token_of(notice)
    find(old)
    renew_link(notice=notice, who="kim")
    with pytest.raises(Dark):
        find(old)
    notice.refresh_from_db()
    assert (notice.state, notice.sending, notice.link_expires_at) == ("waiting", 2, None)
    with pytest.raises(Dark):
        find(token_of(notice))
    again = claimed()
    assert (again.key, again.attempts) == (notice.key, 2)
    find(token_of(again))
    line = AccessLine.objects.get()
    assert (line.inquiry, line.who, line.what) == (consent.inquiry, "kim", "resent")


def test_a_new_link_needs_a_consent(world: World) -> None:
    consent = consented(world.facility)
    finish(claimed())
    withdraw(consents=[consent], by="person")
    with refused("no-consent"):
        renew_link(notice=Notice.objects.get(), who="kim")
    assert not AccessLine.objects.exists()


def test_a_new_link_waits_for_the_mail_in_hand(world: World) -> None:
    consented(world.facility)
    notice = claimed()
    with refused("in-hand"):
        renew_link(notice=notice, who="kim")
    later(notice, seconds=1)
    renew_link(notice=notice, who="kim")
    finish(notice)
    notice.refresh_from_db()
    assert (notice.state, notice.sending) == ("waiting", 2)


def test_a_person_puts_back_what_was_stuck(world: World) -> None:
    consent = consented(world.facility)
    notice = claimed()
    fail(notice, "mail-refused")
    retry(outgoing=notice, who="kim")
    again = claimed()
    assert (again.key, again.sending, again.link_digest) == (notice.key, 1, notice.link_digest)
    assert (again.attempts, again.tries) == (2, 1)
    line = AccessLine.objects.get()
    assert (line.inquiry, line.who, line.what) == (consent.inquiry, "kim", "retried")


def test_only_what_is_stuck_and_allowed_is_put_back(world: World) -> None:
    consent = consented(world.facility)
    notice = consent.notice
    with pytest.raises(Refused) as raised:
        retry(outgoing=notice, who="kim")
    assert raised.value.code == "not-stuck"
    fail(claimed(), "mail-refused")
    Facility.objects.filter(pk=world.facility.pk).update(takes_inquiries=False)
    with refused("no-consent"):
        retry(outgoing=notice, who="kim")


@pytest.mark.parametrize("kind", ["receipt", "alert", "withdrawal"])
def test_letters_are_put_back_too(world: World, kind: str) -> None:
    consent = consented(world.facility)
    finish(claimed())
    withdraw(consents=Consent.objects.all(), by="person")
    Letter.objects.exclude(kind=kind).update(state="cancelled")
    letter = claim(Letter)
    assert letter
    fail(letter, "mail-refused")
    retry(outgoing=letter, who="kim")
    assert claim(Letter) == letter
    lines = AccessLine.objects.filter(inquiry=consent.inquiry, what="retried").count()
    assert lines == (0 if kind == "alert" else 1)
