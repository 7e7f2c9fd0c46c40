"""Which pages are kept whole for all readers, said at the view itself."""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


def kept(*names: str) -> Callable[[View], View]:
    """The page depends on its path and on these names of its query, and on nothing else that a request says.

    It is rendered without the reader's own headers, cookies and other names, so it cannot come to depend on them.
    """

    def mark(view: View) -> View:
        view.kept_query = frozenset(names)  # type: ignore[attr-defined]
        return view

    return mark


def kept_query(view: Callable[..., Any]) -> frozenset[str] | None:
    """The names that a view was marked with. None: its pages are never kept."""
    return getattr(view, "kept_query", None)
