"""How often something is sent from one network, without a list of who sent it."""

from datetime import UTC, datetime, timedelta

from django.db.models import F
from django.utils import timezone

from visitors.addresses import network_of
from visitors.digests import keyed
from visitors.models import SubmissionCount

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def count(*, purpose: str, address: str, each: timedelta = HOUR, around: bool = False) -> int:
    """How often this was sent from this network, or from all `around` it, within this hour or day, this time included.

    Of the network a digest is kept. Its key is another one for each purpose and each hour or day, so that no two
    counts can be put together. A caller that refuses in the same transaction takes its count back, too.
    """
    now = timezone.now()
    until = now - (now - BEGINNING) % each + each
    visitor = keyed(f"visitors.{purpose} {until.isoformat()}", network_of(address, around=around))
    SubmissionCount.objects.get_or_create(visitor=visitor, defaults={"until": until})
    counted = SubmissionCount.objects.filter(visitor=visitor)
    counted.update(count=F("count") + 1)
    return counted.get().count


def forget() -> None:
    """Counts whose time is over. Any number of workers may do it."""
    SubmissionCount.objects.filter(until__lte=timezone.now()).delete()
