"""What editors say of a place, above all whether it pays this site; and who is told of that before it is committed."""

from collections.abc import Callable, Sequence

from django.db import transaction

from facilities.models import Facility
from search.services import public_changed

Listener = Callable[[Facility], object]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    if listener not in _listeners:
        _listeners.append(listener)


def keep(*, facility: Facility, fields: Sequence[str]) -> None:
    """Only these fields: an import may have changed the rest since the form was opened."""
    with transaction.atomic():
        before = Facility.objects.select_for_update().get(pk=facility.pk).relationship
        facility.save(update_fields=fields)
        for listener in _listeners if facility.relationship != before else ():
            listener(facility)
        public_changed()
