"""Which tests begin first when several processes share them."""

from itertools import cycle

import pytest

# Those that wait most: for a browser, for a process that starts, for what must not happen. While they wait, another
# worker has the processor, and the last minute belongs to short ones, which are easily shared out.
LONG = (
    "tests/journeys/test_accessibility.py",
    "tests/journeys/test_admin_accessibility.py",
    "tests/site/test_database_away.py",
    "tests/site/test_serve.py",
    "tests/deploy/",
    "tests/contact/test_delivery_command.py",
    "tests/contact/test_served_discretion.py",
    "tests/site/test_serve_worker.py",
    "tests/contact/test_drill.py",
    "tests/site/test_new_kind.py",
    "tests/journeys/",
    "tests/site/test_backup.py",
)


def long_ones_first(items: list[pytest.Item], workers: int) -> list[pytest.Item]:
    """In the order in which `--dist worksteal` gives each worker as many, one run of them, and the long ones first."""
    long: dict[str, list[pytest.Item]] = {name: [] for name in LONG}
    short: list[pytest.Item] = []
    for item in items:
        long.get(next((name for name in LONG if item.nodeid.startswith(name)), ""), short).append(item)
    first: list[list[pytest.Item]] = [[] for _ in range(workers)]
    for some, worker in zip(long.values(), cycle([*first, *reversed(first)]), strict=False):
        worker.extend(some)
    ordered: list[pytest.Item] = []
    for number, some in enumerate(first):
        room = (len(items) - len(ordered)) // (workers - number)
        also = max(room - len(some), 0)
        ordered += some + short[:also]
        del short[:also]
    return ordered
