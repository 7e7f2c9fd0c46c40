"""How often something is sent from one network, without a list of who sent it."""

from collections import Counter
from collections.abc import Sequence
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
    f"INSERT INTO {TABLE} (visitor, until, count) VALUES {{}}"
    f" ON CONFLICT (visitor) DO UPDATE SET count = {TABLE}.count + excluded.count RETURNING count"
)


def count(*, purpose: str, address: str, each: timedelta = HOUR, around: bool = False) -> int:
    """How often this was sent from this network, or from all `around` it, within this hour or day, this time included.

    Of the network a digest is kept. Its key is another one for each purpose and each hour or day, so that no two
    counts can be put together. A caller that refuses in the same transaction takes its count back, too.
    """
    return highest(purpose=purpose, addresses=[address], each=each, around=around)


def highest(*, purpose: str, addresses: Sequence[str], each: timedelta = HOUR, around: bool = False) -> int:
    """The same for many at once: the count of the network with the most, when all of them are counted."""
    now = timezone.now()
    until = now - (now - BEGINNING) % each + each
    name, ends = f"visitors.{purpose} {until.isoformat()}", connection.ops.adapt_datetimefield_value(until)
    times = Counter(keyed(name, network_of(address, around=around)) for address in addresses)
    with connection.cursor() as cursor:
        rows = [(visitor, ends, number) for visitor, number in times.items()]
        cursor.execute(COUNT.format(", ".join(["(%s, %s, %s)"] * len(rows))), [value for row in rows for value in row])
        return max(int(found) for (found,) in cursor.fetchall())


def forget() -> None:
    """Counts whose time is over. Any number of workers may do it."""
    SubmissionCount.objects.filter(until__lte=timezone.now()).delete()
