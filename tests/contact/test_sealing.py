"""What is sealed can be read by the right key in the right row, and every other try is loud."""

from base64 import urlsafe_b64encode
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.public import PrivateKey, SealedBox

from contact.crypto import sealing
from contact.crypto.sealing import BadKey, Broken, Moved, NoKey, SealError

WORDS = {"name": "Zoë Quillon", "message": "vexillology \U0001f6a9"}
PUBLIC, PRIVATE = sealing.make_pair()
KEY, OPENER = sealing.public_key(PUBLIC), sealing.private_key(PRIVATE)
OTHER = sealing.private_key(sealing.make_pair()[1])


def test_the_right_key_opens_it() -> None:
    assert sealing.unseal(sealing.seal(WORDS, "row", KEY), "row", [OTHER, OPENER]) == WORDS


def test_nothing_of_it_is_readable() -> None:
    blob = sealing.seal(WORDS, "row", KEY)
    assert not any(word.encode() in blob for word in ("Quillon", "vexillology", "name", "row"))


def test_the_same_words_never_look_the_same() -> None:
    assert sealing.seal(WORDS, "row", KEY)[8:] != sealing.seal(WORDS, "row", KEY)[8:]


@pytest.mark.parametrize("keys", [[], [OTHER]], ids=["no_key", "another_key"])
def test_the_wrong_key_says_so(keys: list[PrivateKey]) -> None:
    with pytest.raises(NoKey, match="No private key here opens row."):
        sealing.unseal(sealing.seal(WORDS, "row", KEY), "row", keys)


def test_every_changed_byte_is_found() -> None:
    blob = sealing.seal(WORDS, "row", KEY)
    for place in range(len(blob)):
        changed = bytearray(blob)
        changed[place] ^= 1
        with pytest.raises(NoKey if place < sealing.NAME_BYTES else Broken):
            sealing.unseal(bytes(changed), "row", [OPENER])


def test_every_cut_is_found() -> None:
    blob = sealing.seal(WORDS, "row", KEY)
    for length in range(len(blob)):
        with pytest.raises(SealError):
            sealing.unseal(blob[:length], "row", [OPENER])


def test_a_seal_of_another_row_is_found() -> None:
    with pytest.raises(Moved, match="The seal of row was made for other."):
        sealing.unseal(sealing.seal(WORDS, "other", KEY), "row", [OPENER])


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff", b"no JSON", b"[]", b"7", b"{}", b'{"row": "row"}', b'{"row": "row", "words": 7}', b'{"words": {}}'],
)
def test_what_was_never_words_is_broken(content: bytes) -> None:
    """Anyone may seal anything: the key is public."""
    blob = sealing.name_of(KEY) + SealedBox(KEY).encrypt(content)
    with pytest.raises(Broken) as raised:
        sealing.unseal(blob, "row", [OPENER])
    assert raised.value.__cause__ is None


@given(st.binary(max_size=200))
def test_garbage_stays_closed(blob: bytes) -> None:
    for row in (blob, sealing.name_of(KEY) + blob):
        with pytest.raises(SealError):
            sealing.unseal(row, "row", [OPENER])


@given(st.dictionaries(st.text(), st.text()), st.text())
def test_every_text_comes_back(words: dict[str, str], row: str) -> None:
    assert sealing.unseal(sealing.seal(words, row, KEY), row, [OPENER]) == words


def test_no_error_quotes_what_was_sealed() -> None:
    for blob in (sealing.seal(WORDS, "other", KEY), sealing.seal(WORDS, "row", KEY)[:-1]):
        with pytest.raises(SealError) as raised:
            sealing.unseal(blob, "row", [OPENER])
        assert "Quillon" not in repr(raised.value)
        assert "vexillology" not in str(raised.getrepr(showlocals=False))


class TestKeys:
    def test_a_pair_fits(self) -> None:
        assert len(PUBLIC) == len(PRIVATE) == 44
        assert sealing.is_for(sealing.seal(WORDS, "row", KEY), KEY)
        assert not sealing.is_for(sealing.seal(WORDS, "row", KEY), OTHER.public_key)

    @pytest.mark.parametrize("read", [sealing.public_key, sealing.private_key])
    @pytest.mark.parametrize(
        "text",
        ["", "key", "A" * 44, "é" * 44, PUBLIC[:-4], PUBLIC + "AAAA", f"{PUBLIC} "[:20]],
        ids=["empty", "a word", "no base64", "not ascii", "cut", "longer", "half"],  # the same in every process
    )
    def test_what_is_no_key_says_so(self, text: str, read: Callable[[str], object]) -> None:
        with pytest.raises(BadKey, match="make_keys"):
            read(text)

    def test_the_end_of_a_line_belongs_to_no_key(self) -> None:
        assert sealing.public_key(f" {PUBLIC}\n") == KEY

    @pytest.mark.parametrize("end", ["!", "=", ",", " A"])
    def test_a_key_with_something_else_beside_it_is_none(self, end: str) -> None:
        with pytest.raises(BadKey):
            sealing.public_key(PUBLIC + end)

    def test_a_wrong_key_is_not_quoted(self) -> None:
        with pytest.raises(BadKey) as raised:
            sealing.private_key(urlsafe_b64encode(b"x" * 33).decode())
        assert "eHh4" not in str(raised.value)
