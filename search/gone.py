"""Who wants to know which public addresses lead to nothing anymore, or to something else."""

from collections.abc import Callable, Sequence

from django.db import transaction

Listener = Callable[[Sequence[str]], None]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Told after the transaction that takes pages from readers. What it raises is logged."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell(urls: Sequence[str]) -> None:
    for listener in _listeners if urls else ():
        transaction.on_commit(lambda listener=listener: listener(urls), robust=True)  # type: ignore[misc]
