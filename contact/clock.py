"""The database's time, for what many machines decide together: leases, expiry, what was kept long enough.

A machine whose own clock is a day fast or slow would else send links that open nothing, or delete a day early.
"""

from datetime import UTC, datetime

from django.db import connection


def now() -> datetime:
    question = (
        "SELECT clock_timestamp()" if connection.vendor == "postgresql" else "SELECT strftime('%Y-%m-%d %H:%M:%f')"
    )
    with connection.cursor() as cursor:
        cursor.execute(question)
        found: datetime | str = cursor.fetchone()[0]
    return found if isinstance(found, datetime) else datetime.fromisoformat(found).replace(tzinfo=UTC)
