"""What looking for care costs, on a whole edition: `.venv/bin/python -m tests.measure_finder WORKBOOK`

On SQLite, or with `-m tests.postgres` before it on PostgreSQL. Prints the query's time, a page's time on the processor
before it is packed, its queries and its bytes, and ends with 1 where one of them is more than it may be.
"""

import gc
import logging
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

MOST_QUERY, MOST_PAGE, MOST_QUERIES, MOST_BYTES = 3.0, 10.0, 6, 9_000
TIMES: Final = 40
BOXES: Final = (("10001", 25), ("10001", 100), ("10001", 250), ("90012", 100), ("59247", 250), ("79901", 250))
PAGES: Final = (
    "/near/?place=79901",
    "/near/?place=10001",
    "/near/?place=90012&medicine=methadone&medicine=buprenorphine&payment=none",
    "/near/?place=Los+Angeles&within=25",
    "/near/?place=10001&within=100",
    "/near/?place=10001&within=250&page=50",
    "/near/?place=59247&medicine=methadone&payment=none",
    "/near/?place=96766&medicine=methadone",
    "/near/?place=springfield",
    "/near/?place=sprngfield",
    "/near/?place=xyzzyville",
    "/states/",
    "/states/ca/",
    "/states/tx/houston/",
    "/cities/los-angeles/?medicine=methadone&medicine=buprenorphine",
)


def main(workbook: str) -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    logging.disable(logging.CRITICAL)
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    made = setup_databases(verbosity=0, interactive=False)
    try:
        _fill(Path(workbook))
        print(connection.vendor)
        return max(_measure_boxes(), _measure_pages())
    finally:
        teardown_databases(made, verbosity=0)


def _fill(workbook: Path) -> None:
    from django.core.management import call_command
    from django.db import connection

    from facilities.models import City
    from facilities.services.locating import assign_cities

    started = time.perf_counter()
    call_command("fill_places", verbosity=0)
    filled = time.perf_counter()
    call_command("import_directory", str(workbook), verbosity=0)
    City.objects.get_or_create(
        slug="los-angeles", defaults={"name": "Los Angeles", "state": "CA", "zip_prefixes": "900-918, 935"}
    )
    assign_cities()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    print(f"places {filled - started:.1f} s, import {time.perf_counter() - filled:.1f} s")


def _best(run: Callable[[], object], clock: Callable[[], float]) -> float:
    """In milliseconds, of many times: what else runs on the machine only makes it slower."""
    run()
    gc.disable()
    took = []
    for _ in range(TIMES):
        started = clock()
        run()
        took.append(clock() - started)
    gc.enable()
    return min(took) * 1000


def _measure_boxes() -> int:
    from facilities.finder.finding import Start, find
    from facilities.finder.near import IN_BOXES, rows_around
    from facilities.places.distance import boxes

    failed = 0
    for code, ring in BOXES:
        start = find(code)
        if not isinstance(start, Start):
            raise SystemExit(f"{code} is no place.")
        place = start.place
        sides = [side for box in boxes(place, ring) for side in box]

        def ask(sides: list[float] = sides) -> list[object]:
            return IN_BOXES.rows(*sides)

        asked = _best(ask, time.perf_counter)
        whole = _best(lambda place=place, ring=ring: rows_around(place, ring), time.process_time)  # type: ignore[misc]
        failed |= asked > MOST_QUERY
        print(f"{code} {ring:4} mi: {len(ask()):5} rows, query {asked:5.2f} ms, with miles and order {whole:5.2f} ms")
    return int(failed)


def _measure_pages() -> int:
    import brotli
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.site.hot.reading import Reader

    # As the server answers, with no room to keep a page: each is made anew, of the parts that all pages share.
    # No test environment: it watches every template that is rendered, which costs half as much again.
    reader, failed = Reader(room=0), False
    for page in PAGES:
        with CaptureQueriesContext(connection) as captured:
            read = reader.get(page)
        asked, body = len(captured), read.body  # now: the next request empties what was captured
        if read.status != 200:
            raise SystemExit(f"{page}: {read.status}")
        took = _best(lambda page=page: reader.get(page), time.process_time)  # type: ignore[misc]
        cards = body.count(b'class="facility"')
        size = len(brotli.compress(body, quality=5))
        failed |= took > MOST_PAGE or asked > MOST_QUERIES or size > MOST_BYTES
        print(f"{took:5.1f} ms {asked} queries {size:5} bytes {cards:2} cards  {page}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
