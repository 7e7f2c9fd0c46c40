"""`Consent.objects.standing()` and the database's own idea of it agree, in every combination."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from itertools import product
from typing import Any, NamedTuple

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from contact.guards import rules
from contact.models import Consent, ConsentRecord, Disclosure, Inquiry, Notice
from facilities.models import Facility
from tests.contact.making import World, make_facility
from tests.contact.scene import new_consent, new_notice
from tests.guards.making import unguarded


class Case(NamedTuple):
    """All of them True: the consent is valid."""

    permitted: bool
    kept: bool
    not_withdrawn: bool
    not_expired: bool
    recorded: bool
    no_record_of_withdrawal: bool
    takes_inquiries: bool
    for_opioids: bool
    listed: bool
    shown_unpaid: bool


CASES = [Case(*values) for values in product((True, False), repeat=len(Case._fields))]


def make_cases(world: World) -> dict[int, Case]:
    """A consent for each, by its key."""
    facilities = {case[6:]: make_one_facility(case) for case in CASES if all(case[:6])}
    inquiries = {case[:6]: make_one_inquiry(case) for case in CASES if all(case[6:])}
    now = timezone.now()
    made = []
    for case in CASES:
        times = {"given_at": now - timedelta(days=2)}
        times["expires_at"] = now + timedelta(days=1 if case.not_expired else -1)
        if not case.not_withdrawn:
            times["withdrawn_at"] = now
        by = "" if case.not_withdrawn else "person"
        shown = {"relationship": "none" if case.shown_unpaid else "flat-fee", "withdrawn_by": by}
        made.append(new_consent(inquiries[case[:6]], facilities[case[6:]], **times, **shown))
    Consent.objects.bulk_create(made)
    records: list[ConsentRecord] = []
    for consent, case in zip(made, CASES, strict=True):
        kinds = ["given"] * case.recorded + ["withdrawn"] * (not case.no_record_of_withdrawal)
        for kind in kinds:
            number = len(records) + 1
            records.append(ConsentRecord(number=number, consent=consent, kind=kind, digest=f"{number:064}"))
    ConsentRecord.objects.bulk_create(records)
    return {consent.pk: case for consent, case in zip(made, CASES, strict=True)}


def make_one_facility(case: Case) -> Facility:
    delisted: dict[str, Any] = {} if case.listed else {"delisted_on": "2026-01-01", "delisted_because": "Closed."}
    return make_facility(
        takes_inquiries=case.takes_inquiries,
        for_opioids=case.for_opioids,
        **delisted,
    )


def make_one_inquiry(case: Case) -> Inquiry:
    number = "".join("01"[value] for value in case[:6])
    purged = {} if case.kept else {"purged_at": timezone.now(), "purged_because": "age"}
    return Inquiry.objects.create(permission=case.permitted, sealed=b"", link_digest=number, **purged)


@pytest.mark.django_db
def test_both_agree_in_every_combination(world: World) -> None:
    with unguarded():
        cases = make_cases(world)
    stand = {pk for pk, case in cases.items() if all(case)}
    assert len(stand) == 1
    assert set(Consent.objects.standing().values_list("pk", flat=True)) == stand
    assert asked_of_the_rule() == stand


@pytest.mark.django_db
def test_the_triggers_ask_that_rule(world: World) -> None:
    """Those of which one or two things are wrong, asked of the triggers themselves."""
    with unguarded():
        cases = {pk: case for pk, case in make_cases(world).items() if case.count(False) <= 2}
    stand = {pk for pk, case in cases.items() if all(case)}
    consents = Consent.objects.in_bulk(cases)
    assert {pk for pk in cases if allowed(new_notice(consents[pk]).save)} == stand

    with unguarded():
        Notice.objects.bulk_create(new_notice(consent, state="person", attempts=1) for consent in consents.values())
    for state in ("waiting", "leased"):
        rows = {pk: Notice.objects.filter(consent=pk) for pk in cases}
        assert {pk for pk in cases if allowed(partial(rows[pk].update, state=state))} == stand
    assert {pk for pk in cases if allowed(Disclosure(consent=consents[pk]).save)} == stand


def asked_of_the_rule() -> set[int]:
    """For all at once, in the words of the triggers."""
    rule = rules.STANDS.replace("NEW.consent_id", "asked.id")
    if connection.vendor == "sqlite":
        rule = rule.replace("CURRENT_TIMESTAMP", "STRFTIME('%Y-%m-%d %H:%M:%f', 'now')")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT asked.id FROM contact_consent asked WHERE {rule}")
        return {pk for (pk,) in cursor.fetchall()}


def allowed(attempt: Callable[[], object]) -> bool:
    try:
        with transaction.atomic():
            attempt()
            transaction.set_rollback(True)
    except IntegrityError:
        return False
    return True
