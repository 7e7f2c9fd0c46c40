"""What searching costs among 100,000 documents: `.venv/bin/python -m tests.measure_search`

On SQLite, or with `-m tests.postgres` before it on PostgreSQL. Prints, for each query, the best time and how many
queries it took, and ends with 1 where one of them is more than it may be.
"""

import logging
import os
import sys
import time
from collections.abc import Iterator
from io import StringIO
from typing import Any, Final

MANY: Final = 100_000
TIMES: Final = 9
MOST_MS: Final = {"sqlite": 10.0, "postgresql": 25.0}
MOST_QUERIES: Final = 8
QUERIES: Final = (
    *("methadone", "treatment", "clinic", "suboxone doctor", "no insurance", "recovery center", "detox tonight"),
    *("medicaid methadone spanish", "naloxone", "clinic 4711", "my son overdosed", "constipation", "xylazine"),
    *("center street", "treatmnet", "buprenorphine medicaid no insurance austin", "5125550100"),
)
WORDS: Final = ("Methadone Clinic", "Recovery Center", "Suboxone Treatment", "Family Rehab", "Detox House")
TEXT: Final = (
    "{n} Center Street, Austin, TX 78701. On site: methadone, buprenorphine. Outpatient; residential; intensive"
    " outpatient treatment; Medicaid; Medicare; cash or self-payment; private health insurance; sliding fee scale;"
    " no insurance; adults; veterans; pregnant women; people with HIV; Spanish; sign language; overdose education."
)


def main() -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    logging.disable(logging.CRITICAL)
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    setup_test_environment()
    made = setup_databases(verbosity=0, interactive=False)
    try:
        _fill()
        return _measure()
    finally:
        teardown_databases(made, verbosity=0)


def _entries() -> Iterator[Any]:
    from search.entries import Entry

    for n in range(MANY):
        name = f"{WORDS[n % 5]} {n}"
        key, url, numbers = str(9_000_000 + n), f"/facilities/x{n}/", f"Austin {5125550000 + n}"
        yield Entry("facility", key, url, name, TEXT.format(n=n), numbers)


def _fill() -> None:
    from django.core.management import call_command
    from django.db import connection

    from search.dialects import dialect
    from search.services import put_many

    call_command("seed", stdout=StringIO())
    put_many(_entries())
    dialect().settle()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _measure() -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from search.queries import find

    print(connection.vendor)
    failed = 0
    for query in QUERIES:
        with CaptureQueriesContext(connection) as asked:
            found = find(query)
        took = []
        for _ in range(TIMES):
            started = time.perf_counter()
            find(query)
            took.append((time.perf_counter() - started) * 1000)
        count = sum(one["sql"].lstrip("(").startswith(("SELECT", "WITH")) for one in asked)
        bad = min(took) > MOST_MS[connection.vendor] or count > MOST_QUERIES
        failed |= bad
        print(f"{'!' if bad else ' '} {min(took):6.1f} ms {count:2} queries {found.total:5} {query}")
        if "-v" in sys.argv:
            print("".join(f"      {one['time']} {one['sql'][:150]}\n" for one in asked))
    return failed


if __name__ == "__main__":
    sys.exit(main())
