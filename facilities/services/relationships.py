"""What editors say of a place, above all whether it pays this site; and who is told of that before it is committed."""

from collections.abc import Callable, Sequence
from typing import Final

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from facilities.models import Facility
from facilities.services.facilities import CHANGE
from review.rights import may
from search.services import public_changed

KNOWN: Final = ("relationship", "takes_inquiries", "last_confirmed_on")
Listener = Callable[[Facility], object]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    if listener not in _listeners:
        _listeners.append(listener)


def keep(*, facility: Facility, by: AbstractUser | None, fields: Sequence[str] = KNOWN) -> None:
    """Only these fields: an import may have changed the rest since the form was opened."""
    may(CHANGE, by)
    with transaction.atomic():
        before = Facility.objects.select_for_update().get(pk=facility.pk).relationship
        facility.save(update_fields=fields)
        for listener in _listeners if facility.relationship != before else ():
            listener(facility)
        public_changed()
