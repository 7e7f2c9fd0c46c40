"""When the next review is due: it may be asked for sooner than the reviewer said, never later."""

from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from review.kinds import kind_of
from review.refusals import Refused
from review.rights import EDIT, REVIEW, holds
from review.services.history import record
from review.services.revising import lock


@transaction.atomic
def bring_forward(*, subject: Any, on: date, by: AbstractUser) -> None:
    """Readers see the day. Raises Refused."""
    if not holds(by, EDIT, REVIEW):
        raise Refused("not-your-role", _("Your role does not include this step. Ask a site manager."))
    if on <= timezone.localdate():
        raise Refused("due-in-the-past", _("The next review has to be due after today."))
    subject = lock(subject)
    live = subject.live_revision
    if live is None:
        raise Refused("not-live", _("Readers do not see it, so no review is due."))
    if live.next_review_due and on > live.next_review_due:
        said = _("Its reviewer said %(day)s. For a later date, it needs a new review.")
        raise Refused("later-than-reviewed", said % {"day": date_format(live.next_review_due)})
    if live.next_review_due == on:
        return
    live.next_review_due = on
    live.save(update_fields=["next_review_due"])
    record(subject=subject, by=by, sentence=_("Next review due on %(day)s.") % {"day": date_format(on)})
    kind_of(subject).public_changed(subject)
