"""How often something is sent from one network, without a list of who sent it."""

from datetime import UTC, datetime, timedelta

from django.db import connection
from django.utils import timezone

from visitors.addresses import network_of
from visitors.digests import keyed
from visitors.models import SubmissionCount

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
# One step, so that of two at once each counts. Both databases read it, and the ORM has no words for it.
TABLE = SubmissionCount._meta.db_table
COUNT = (
    f"INSERT INTO {TABLE} (visitor, until, count) VALUES (%s, %s, 1)"
    f" ON CONFLICT (visitor) DO UPDATE SET count = {TABLE}.count + 1"
)
COUNTED = f"SELECT count FROM {TABLE} WHERE visitor = %s"


def count(*, purpose: str, address: str, each: timedelta = HOUR, around: bool = False) -> int:
    """How often this was sent from this network, or from all `around` it, within this hour or day, this time included.

    Of the network a digest is kept. Its key is another one for each purpose and each hour or day, so that no two
    counts can be put together. A caller that refuses in the same transaction takes its count back, too.
    """
    now = timezone.now()
    until = now - (now - BEGINNING) % each + each
    visitor = keyed(f"visitors.{purpose} {until.isoformat()}", network_of(address, around=around))
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [visitor, connection.ops.adapt_datetimefield_value(until)])
        cursor.execute(COUNTED, [visitor])
        return int(cursor.fetchone()[0])


def forget() -> None:
    """Counts whose time is over. Any number of workers may do it."""
    SubmissionCount.objects.filter(until__lte=timezone.now()).delete()
