"""Bringing `passed_at` in step: for revisions from before there was such a column, and for those of a bulk import."""

from collections.abc import Callable

from django.db.models import Exists, OuterRef
from django.utils import timezone

from review.kinds import kinds

AT_ONCE = 500


def mark_passed(pause: Callable[[], object] = lambda: None) -> int:
    """How many reviewed revisions that no reader sees were not marked yet. One that is still to go live is marked too:
    it loses the mark when it does. `pause` is called after some of them, and may raise to end it."""
    count = 0
    for kind in kinds():
        revisions = kind.revision._default_manager
        is_live = Exists(kind.rows().filter(live_revision=OuterRef("pk")))
        unmarked = revisions.filter(~is_live, passed_at=None, next_review_due__isnull=False).order_by()
        while pks := list(unmarked.values_list("pk", flat=True)[:AT_ONCE]):
            count += revisions.filter(pk__in=pks).exclude(is_live).update(passed_at=timezone.now())
            pause()
    return count
