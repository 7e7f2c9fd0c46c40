"""What editors decide about facilities: whether a row is one we know, and what is listed."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from facilities.kinds import FACILITIES
from facilities.models import Facility, ProposedMatch
from facilities.services.matching import from_json, key_of
from facilities.services.rows import LISTED, Slugs, Whereabouts, changes, gone, values_of
from review.refusals import Refused
from review.rights import may
from search.services import public_changed, refresh

CHANGE: Final = "facilities.change_facility"
DECIDE: Final = "facilities.change_proposedmatch"
LONGEST_REASON: Final = 300


def confirm_match(*, match: ProposedMatch, by: AbstractUser | None) -> Facility:
    """The row is this facility: it takes over what the row says, and keeps its address and what editors set."""
    may(DECIDE, by)
    with transaction.atomic():
        match, facility = _waiting(match)
        row = from_json(match.row)
        key = key_of(row)
        if Facility.objects.filter(key=key).exclude(pk=facility.pk).exists():
            raise Refused("taken", _("Another facility now has this name and address. Choose “another facility”."))
        new = changes(facility, row, Whereabouts()) | {"key": key, "edition": match.edition}
        if facility.delisted_by_import:
            new |= LISTED
        Facility.objects.filter(pk=facility.pk).update(**new)
        _decide(match, ProposedMatch.Decision.SAME)
        refresh(FACILITIES, facility.pk)
        facility.refresh_from_db()
    return facility


def reject_match(*, match: ProposedMatch, by: AbstractUser | None) -> Facility:
    """The row is another facility: it is added, and the one we knew is delisted as gone. Returns the new one."""
    may(DECIDE, by)
    with transaction.atomic():
        match, facility = _waiting(match)
        row = from_json(match.row)
        new, _made = Facility.objects.get_or_create(
            key=key_of(row),
            defaults={"slug": Slugs().make(row), "edition": match.edition, **values_of(row, Whereabouts())},
        )
        if facility.delisted_on is None:
            Facility.objects.filter(pk=facility.pk).update(**gone(match.edition))
        _decide(match, ProposedMatch.Decision.OTHER)
        refresh(FACILITIES, facility.pk, new.pk)
    return new


def delist(*, facility: Facility, by: AbstractUser | None, because: str, on: date | None = None) -> None:
    """Its page stays and gives the reason. An import never lists it again: an editor does."""
    may(CHANGE, by)
    because = because.strip()
    if not because or len(because) > LONGEST_REASON:
        raise Refused("reason", _("Say why, in at most 300 characters. Readers see it."))
    with transaction.atomic():
        values = {"delisted_on": on or timezone.localdate(), "delisted_because": because, "delisted_by_import": False}
        Facility.objects.filter(pk=facility.pk).update(**values)
        refresh(FACILITIES, facility.pk)


def relist(*, facility: Facility, by: AbstractUser | None) -> None:
    may(CHANGE, by)
    with transaction.atomic():
        Facility.objects.filter(pk=facility.pk).update(**LISTED)
        refresh(FACILITIES, facility.pk)


def _waiting(match: ProposedMatch) -> tuple[ProposedMatch, Facility]:
    """Read again and locked, so that two editors cannot decide at once."""
    found = ProposedMatch.objects.select_for_update().get(pk=match.pk)
    if found.decision != ProposedMatch.Decision.WAITING:
        raise Refused("decided", _("Someone has already decided this."))
    return found, Facility.objects.select_for_update().get(pk=found.facility_id)


def _decide(match: ProposedMatch, decision: str) -> None:
    match.decision, match.decided_at = decision, timezone.now()
    match.save(update_fields=["decision", "decided_at"])


KNOWN: Final = ("relationship", "takes_inquiries", "last_confirmed_on")
Listener = Callable[[Facility], object]
_listeners: list[Listener] = []


def on_relationship(listener: Listener) -> None:
    """Calls it, before the commit, with each facility whose relationship with this site changed."""
    if listener not in _listeners:
        _listeners.append(listener)


def save_facility(*, facility: Facility, by: AbstractUser | None, fields: Sequence[str] = KNOWN) -> None:
    """Only these fields: an import may have changed the rest since the form was opened."""
    may(CHANGE, by)
    with transaction.atomic():
        before = Facility.objects.select_for_update().get(pk=facility.pk).relationship
        facility.save(update_fields=fields)
        for listener in _listeners if facility.relationship != before else ():
            listener(facility)
        public_changed()
