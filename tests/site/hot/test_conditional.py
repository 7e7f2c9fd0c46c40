"""What a reader gets of a kept page, by what they have and what they can read."""

import pytest

from rehabsite.hot.conditional import Part, encoding, part

TAGS = frozenset({'"abc"', '"abc-gz"', '"abc-br"'})


@pytest.mark.parametrize(
    ("method", "have", "given"),
    [
        ("GET", None, Part.WHOLE),
        ("GET", "", Part.WHOLE),
        ("GET", '"abc"', Part.UNCHANGED),
        ("HEAD", '"abc"', Part.UNCHANGED),
        ("HEAD", None, Part.HEAD),
        ("HEAD", '"old"', Part.HEAD),
        ("GET", '"old"', Part.WHOLE),
        ("GET", '"abc-br"', Part.UNCHANGED),  # of another encoding, and the same page
        ("GET", 'W/"abc"', Part.UNCHANGED),  # as a proxy makes it that compresses
        ("GET", '"old", "abc"', Part.UNCHANGED),
        ("GET", '"old",W/"abc-gz" , "x"', Part.UNCHANGED),
        ("GET", "*", Part.UNCHANGED),
        ("GET", " * ", Part.UNCHANGED),
        ("GET", "abc", Part.WHOLE),  # a tag has quotation marks
        ("GET", '"abc', Part.WHOLE),
        ("GET", '"ab""abc-"', Part.WHOLE),
        ("GET", '"x", ' * 10_000 + '"abc"', Part.WHOLE),  # no one reads so much
    ],
)
def test_part(method: str, have: str | None, given: Part) -> None:
    assert part(method, have, TAGS) is given


@pytest.mark.parametrize(
    ("accepted", "given"),
    [
        ("br", "br"),
        ("gzip, deflate, br", "br"),
        ("gzip, br;q=0", "gzip"),
        ("gzip;q=1.0, br;q=0.0", "gzip"),
        ("br; q=0.000", ""),
        ("br ; Q=0", ""),
        ("br;q=0.5", "br"),
        ("BR", "br"),
        ("", ""),
        ("identity", ""),
        ("*", ""),
        ("brotli", ""),
        ("gzip;x=1;q=0", ""),
    ],
)
def test_encoding(accepted: str, given: str) -> None:
    assert encoding(accepted) == given
