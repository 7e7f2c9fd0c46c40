"""What readers see of a thing now, and what waits: the same words in every message and at the head of its page."""

from collections.abc import Iterator
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from review.kinds import kind_of
from review.states import State


def standing(subject: Any) -> str:
    """As sentences. Asks the database again."""
    return " ".join(sentences(type(subject)._default_manager.get(pk=subject.pk)))


def sentences(subject: Any) -> Iterator[str]:
    live, latest = subject.live_revision, subject.latest
    yield _readers(subject, live)
    if latest and (live is None or latest.pk != live.pk) and not subject.archived_on:
        yield from _waits(latest)
    earlier = subject.revisions.filter(publish_at__isnull=False)
    if latest and (dated := earlier.exclude(pk=latest.pk).first()):
        yield _dated(dated)
    elif latest and latest.state != State.REVIEWED:
        ready = subject.revisions.filter(state=State.REVIEWED, published_at=None).first()
        if ready:
            yield _ready(ready)


def _readers(subject: Any, live: Any) -> str:
    if subject.archived_on:
        return _("It is in the archive. Readers do not see it.")
    if subject.withdrawn_on:
        if kind_of(subject).has_page:
            return _("Readers who come to its page read your reason.")
        return _("Readers no longer see it. They read your reason under Corrections.")
    if live is None:
        return _("Readers do not see it.")
    if live.reviewed_on is None:
        return _("Readers see the words that came with the site. No one has reviewed them.")
    facts = {"number": live.number, "day": date_format(live.reviewed_on)}
    if _lacks_editor(live):
        return _("Readers see revision %(number)d, reviewed on %(day)s. It names no editor: no one signed it.") % facts
    return _("Readers see revision %(number)d, reviewed on %(day)s.") % facts


def _lacks_editor(revision: Any) -> bool:
    return kind_of(revision).has_editor and revision.editor_id is None


def _waits(revision: Any) -> Iterator[str]:
    words = {
        State.DRAFT: _("Revision %(number)d is a draft. It is not handed in yet."),
        State.SUBMITTED: _("Revision %(number)d is waiting for review."),
        State.SENT_BACK: _("Revision %(number)d was sent back to its writer."),
        State.CORRECTION: _("Revision %(number)d, a small correction, is waiting for a second editor."),
    }.get(revision.state)
    if words:
        yield words % {"number": revision.number}
    elif revision.publish_at:
        yield _dated(revision)
    elif revision.state == State.REVIEWED and revision.published_at is None:
        yield _ready(revision)
    elif revision.state == State.REVIEWED and revision.subject.live_revision_id:
        words = _("The newer revision %(number)d, which they saw before, is not shown.")
        yield words % {"number": revision.number}


def _ready(revision: Any) -> str:
    """No one is stopped, since a site may have one editor who writes. But no one learns it from readers, either."""
    if _lacks_editor(revision):
        return _(
            "Revision %(number)d is reviewed and can be published. No editor has signed it: readers would see no name "
            "next to “Edited by”."
        ) % {"number": revision.number}
    return _("Revision %(number)d is reviewed and can be published.") % {"number": revision.number}


def _dated(revision: Any) -> str:
    when = date_format(localtime(revision.publish_at), "DATETIME_FORMAT")
    if _lacks_editor(revision):
        return _("From %(when)s on, they see revision %(number)d. No editor has signed it.") % {
            "number": revision.number,
            "when": when,
        }
    return _("From %(when)s on, they see revision %(number)d.") % {"number": revision.number, "when": when}
