"""Some real ZIP codes and towns, since the whole country takes seconds, and facilities around them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any, Final

from pytest_django import DjangoDbBlocker

from facilities.models import Facility, ZipCode
from facilities.places.table import Row, Table, make_table, read_towns, read_zip_codes
from facilities.services.locating import fill_places
from tests.facilities.ranked import make_facility

ZIPS: Final = {
    *("79901", "79902", "79913", "88063", "78701", "78702", "78741", "77352", "09012"),
    *("65806", "62701", "01103", "97477", "97201", "04101", "64105", "66101", "10001", "10043", "90012"),
    *("59247", "96813", "96766", "99780", "00901", "20001", "75460", "63101", "76102", "87532", "49829"),
    *("94102", "19102", "89101", "44101", "83702", "10451", "93301", "03057", "10550"),
}
TOWNS: Final = {
    *("El Paso", "Sunland Park", "Austin", "Livingston", "Springfield", "Portland", "Kansas City", "New York City"),
    *("Los Angeles", "Medicine Lake", "Honolulu", "Lihue", "Tok", "San Juan", "Washington", "Paris", "St. Louis"),
    *("Fort Worth", "Española", "Escanaba", "Hollywood", "Boise", "The Bronx", "San Francisco", "Philadelphia"),
    *("Las Vegas", "Albuquerque", "Bakersfield", "Mount Vernon"),
}


OF_THE_DEMO: Final = ("787", "900", "903", "935")


@cache
def _few() -> Table:
    rows = [row for row in read_zip_codes() if row["zip_code"] in ZIPS or row["zip_code"][:3] in OF_THE_DEMO]
    return make_table(rows, [line for line in read_towns() if line["name"] in TOWNS])


def few_places(rows: Iterable[Row] | None, towns: Iterable[Mapping[str, str]] | None = None) -> Table:
    """Instead of `make_table` wherever places are filled in: the whole country is these, unless a test has its own."""
    return _few() if rows is None else make_table(rows, towns)


def fill_some() -> None:
    fill_places()


@contextmanager
def some_places(blocker: DjangoDbBlocker, put_back: Callable[[], None]) -> Iterator[None]:
    """For a fixture of a module: every test of it rolls back to these. `put_back` is what `django_db_setup` gives."""
    with blocker.unblock():
        try:
            fill_some()
            yield
        finally:
            put_back()


def place(slug: str, zip_code: str, *codes: str, **more: Any) -> Facility:
    """A facility in the middle of a ZIP code, and in its town."""
    where = ZipCode.objects.select_related("town").get(code=zip_code)
    given: dict[str, Any] = {
        "zip": zip_code,
        "state": where.state,
        "postal_city": where.town.name if where.town else "",
        "town": where.town,
        "latitude": where.latitude,
        "longitude": where.longitude,
        "city": None,
    }
    return make_facility(slug, *codes, **given | more)
