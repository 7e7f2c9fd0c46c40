"""Two at once, each on a connection of its own, as a server's threads are."""

from collections.abc import Callable
from threading import Barrier, Thread

from django.db import connections


def at_once(*calls: Callable[[], object]) -> list[object]:
    """What each call answered, or the exception that it raised, in the order of the calls."""
    outcomes: list[object] = [None] * len(calls)
    barrier = Barrier(len(calls), timeout=10)

    def run(number: int) -> None:
        try:
            barrier.wait()
            outcomes[number] = calls[number]()
        except Exception as error:
            outcomes[number] = error
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(number,)) for number in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert not any(thread.is_alive() for thread in threads), "they wait for each other"
    return outcomes
