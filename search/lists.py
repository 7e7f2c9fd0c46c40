"""Lists on pages for readers: keys first, then the rows of one page. No list is counted to its end."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

MOST_PAGES = 500  # whoever looks for more narrows the list, or searches
COUNTED_PAGES = 100  # of a list with more, no page says how many there are
Row = TypeVar("Row")


class KeyPage(Page[Row]):
    """Whether another page follows is seen by its first key, and not by a count."""

    def __init__(self, rows: Sequence[Row], number: int, paginator: Paginator[Row], *, goes_on: bool) -> None:
        super().__init__(rows, number, paginator)
        self._goes_on = goes_on

    def has_next(self) -> bool:
        return self._goes_on

    def next_page_number(self) -> int:
        return self.number + 1


class KeyPaginator(Paginator[Any]):
    """`keys` in the order of the list; `rows` reads the public ones of a page's keys."""

    def __init__(self, keys: QuerySet[Any, Any], rows: Callable[[Sequence[Any]], list[Row]], per_page: int) -> None:
        super().__init__(keys, per_page)
        self.keys, self.rows = keys, rows

    @cached_property
    def count(self) -> int:
        return self.keys.order_by()[: COUNTED_PAGES * self.per_page + 1].count()

    @cached_property
    def num_pages(self) -> int:
        """0 where there are more than are counted."""
        return super().num_pages if self.count <= COUNTED_PAGES * self.per_page else 0

    def page(self, number: Any) -> KeyPage[Any]:
        first = (number - 1) * self.per_page
        found = list(self.keys[first : first + self.per_page + 1])
        if not found and number > 1:
            raise EmptyPage
        goes_on = len(found) > self.per_page and number < MOST_PAGES
        return KeyPage(self.rows(found[: self.per_page]), number, self, goes_on=goes_on)


def page_of(
    request: HttpRequest, keys: QuerySet[Any, Any], rows: Callable[[Sequence[Any]], list[Row]], per_page: int
) -> Page[Row]:
    """The page that the address asks for. Raises Http404 where the list has none."""
    return page_or_404(KeyPaginator(keys, rows, per_page), request.GET.get("page", "1"))


def page_or_404(paginator: Paginator[Row], number: str) -> Page[Row]:
    """For a list that is the same for everyone."""
    found = _numbered(paginator, number)
    if found is None:  # an empty page is one, and false
        raise Http404(_("This list has no page with this number."))
    return found


def page_or_first(paginator: Paginator[Row], number: str) -> Page[Row]:
    """For a list that readers narrow: what is left may have fewer pages than the one that they come from."""
    found = _numbered(paginator, number)
    return paginator.page(1) if found is None else found


def _numbered(paginator: Paginator[Row], number: str) -> Page[Row] | None:
    there = number.isdecimal() and 1 <= int(number[:9]) <= (paginator.num_pages or MOST_PAGES)
    with suppress(EmptyPage):
        return paginator.page(int(number)) if there else None
    return None
