"""Kept pages take so many bytes and no more."""

import pytest

from rehabsite.hot.page import Answer, Page
from rehabsite.hot.shelf import Shelf


def page(key: str, size: int = 7000) -> Page:
    return Page(key, frozenset(), [("Content-Type", "text/html")], b"x" * size, (1, 1))


def test_what_is_put_there_is_there_and_counted() -> None:
    shelf, one = Shelf(100_000), page("a")
    shelf.put(one)
    assert shelf.get("a") is one
    assert shelf.bytes == one.size() > 7000
    one.make("gzip")
    shelf.count(one)
    assert shelf.bytes == one.size()


def test_it_never_takes_more_than_its_room_and_lets_go_first_of_what_nobody_asked_for_again() -> None:
    shelf = Shelf(100_000)
    for number in range(1000):
        shelf.put(page(str(number)))
        assert shelf.bytes <= shelf.room
        if kept := shelf.get("0"):
            kept.used = True  # someone reads it all the time
    assert shelf.get("0")
    assert not shelf.get("1")
    assert len(shelf) == 10


def test_a_page_in_the_place_of_another_is_counted_once() -> None:
    shelf = Shelf(100_000)
    for _ in range(50):
        shelf.put(page("a"))
    assert shelf.bytes == page("a").size()


def test_without_room_nothing_is_kept() -> None:
    shelf = Shelf(0)
    shelf.put(page("a"))
    assert (len(shelf), shelf.bytes) == (0, 0)


def test_a_packed_page_is_smaller_and_says_the_same() -> None:
    one = page("a")
    quick = dict(one.make("br").headers)["ETag"]
    before = one.size()
    one.pack()
    assert one.size() < before
    assert one.make("").body == b"x" * 7000
    best = one.answer("br")
    assert best
    assert dict(best.headers)["ETag"] != quick, "other bytes have another tag"
    assert quick in one.tags
    assert dict(best.headers)["ETag"] in one.tags


@pytest.mark.parametrize(
    ("written", "is_there"),
    [
        ('"{}"', True),
        ('"{}-gz"', True),
        ('"{}-br"', True),
        ('"{}-b5"', True),
        ("{}", False),
        ('"{}', False),
        ('"{}-xz"', False),
        ('"x{}"', False),
        ('"{}-gz" ', False),
        ('""', False),
        ("", False),
        ('"-gz"', False),
    ],
)
def test_a_page_has_a_tag_for_each_encoding_and_no_other(written: str, is_there: bool) -> None:
    one = page("a")
    assert (written.format(one.digest) in one.tags) is is_there


def test_what_pages_say_alike_is_kept_once() -> None:
    def answer(key: str) -> Answer:
        told = [(name.title(), "'self'") for name in ("content-security-policy", "referrer-policy")]
        return Page(key, frozenset(), told, b"x", (1, 1)).make("br")

    mine, theirs = answer("a"), answer("b")
    for name in ("Content-Security-Policy", "Referrer-Policy", "Content-Encoding", "ETag"):
        ours, others = (next(one for one in each.headers if one[0] == name) for each in (mine, theirs))
        assert ours is others
