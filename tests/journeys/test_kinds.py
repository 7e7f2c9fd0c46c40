"""That no kind of page is forgotten by the journeys that go over all of them."""

from tests.journeys.kinds import KINDS, NO_PAGES, names


def test_every_address_for_readers_is_in_the_list_and_none_is_there_twice() -> None:
    assert KINDS.keys() | NO_PAGES == set(names()) - {"None"}
    assert not KINDS.keys() & NO_PAGES
