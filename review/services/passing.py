"""Bringing `passed_at` in step: for revisions from before there was such a column, for those of a bulk import, and for
those that a host with an older version made live."""

from collections.abc import Callable

from django.db.models import Exists, OuterRef
from django.utils import timezone

from review.kinds import kinds

AT_ONCE = 500


def mark_passed(pause: Callable[[], object] = lambda: None) -> int:
    """How many reviewed revisions that no reader sees were not marked yet. One that is still to go live is marked too:
    it loses the mark when it does. A live one that has it loses it here: no list would say that its review is due.
    `pause` is called after some of them, and may raise to end it.
    """
    count = 0
    for kind in kinds():
        revisions = kind.revision._default_manager
        is_live = Exists(kind.rows().filter(live_revision=OuterRef("pk")))
        has_passed = Exists(revisions.filter(pk=OuterRef("live_revision"), passed_at__isnull=False))
        marked = kind.rows().order_by().filter(has_passed).values_list("live_revision", flat=True)
        while pks := list(marked[:AT_ONCE]):
            revisions.filter(pk__in=pks).update(passed_at=None)
        unmarked = revisions.filter(~is_live, passed_at=None, next_review_due__isnull=False).order_by()
        while pks := list(unmarked.values_list("pk", flat=True)[:AT_ONCE]):
            count += revisions.filter(pk__in=pks).exclude(is_live).update(passed_at=timezone.now())
            pause()
    return count
