"""Text that comes in: nothing vanishes that was between two words, and nothing unseen stays without a meaning."""

import time
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from markup.characters import bare, folded, one_line, tidy

UNSEEN = [sign for sign in map(chr, range(0x110000)) if unicodedata.category(sign) in ("Cc", "Cf", "Zl", "Zp", "Zs")]
NEVER_KEPT = [sign for sign in UNSEEN if unicodedata.category(sign) in ("Cc", "Zl", "Zp") and sign not in "\t\n"]
OTHERS = list(
    "\u034f\u115f\u1160\u17b4\u2065\u2800\u3164\ufe00\ufe0e\ufe0f\uffa0\ufff0\ufffc\ufdd0\ufffe\ue000\U000e0100\U000e0fff"
)
APART = [
    ("10", "20"),
    ("$10.", "50"),
    ("Call", "911"),
    ("911", "Now"),
    ("First.", "Call"),
    ("mg", "Call"),
    ("ten", "twenty"),
]
DIRT = st.one_of(
    st.sampled_from(UNSEEN + OTHERS),
    st.sampled_from(list("aA1.*_(@# \nâ€™Ãé") + ["👨", "❤", "ش", "क", "्", "ไ", "מ", "\uf0b7"]),
    st.characters(),
)


@pytest.mark.parametrize("sign", UNSEEN + OTHERS, ids=lambda sign: f"U+{ord(sign):04X}")
def test_no_two_words_or_numbers_grow_together(sign: str) -> None:
    for left, right in APART:
        for between in (sign, sign * 3, f"\u200d{sign}\ufeff"):
            for made in (tidy(f"{left}{between}{right}"), one_line(f"{left}{between}{right}")):
                assert left + right not in made
                assert made.startswith(left)
                assert made.endswith(right)


@given(st.sampled_from(APART), st.lists(st.sampled_from(UNSEEN + OTHERS), min_size=1, max_size=5).map("".join))
@settings(deadline=None)
def test_nor_do_they_around_several(apart: tuple[str, str], signs: str) -> None:
    left, right = apart
    made = tidy(f"{left}{signs}{right}")
    assert left + right not in made
    assert made.startswith(left)
    assert made.endswith(right)


@given(st.text(DIRT, max_size=20))
@example("Â\x1e0")
@example("á\x9c\x1b")
@settings(max_examples=300, deadline=None)
def test_what_is_tidy_stays_as_it_is(text: str) -> None:
    tidied, line = tidy(text), one_line(text)
    assert (tidy(tidied), one_line(line)) == (tidied, line)
    assert not set(NEVER_KEPT) & set(tidied)
    assert "\n" not in line


@pytest.mark.parametrize(
    ("pasted", "meant"),
    [
        ("Take 10\x9620 mg. First.\x0bCall 911", "Take 10–20 mg. First.\nCall 911"),
        ("\x93Stay\x94 \x85", "“Stay” …"),
        ("One\x85Two\u2028Three\u2029Four\x0cFive\x1eSix", "One\nTwo\nThree\n\nFour\nFive\nSix"),
        ("St. Maryâ€™s cafÃ©", "St. Mary’s café"),
        ("\uf0b7 Ask", "• Ask"),
        ("long\u00adterm, 10\u00ad20 mg,\u00ad then", "long-term, 10-20 mg, then"),
        ("Wanda\u200dOrtiz, ten\u200ctwenty", "Wanda Ortiz, ten twenty"),
        ("\u202d+1 (512) 555-0100\u202c", "+1 (512) 555-0100"),
        ("\u2066Anna\u2069, hello\u200e!", "Anna, hello!"),
        ("**Note:**\u200btext", "**Note:** text"),
        ("word\u200b**bold**", "word **bold**"),
        ("**\ufeffBold\u200b** (\u200bx\u200b)", "**Bold** (x)"),
        ("and/\u200bor me@\u200bexample\u200b.org", "and/or me@example.org"),
        ("a\r\nb\rc\n", "a\nb\nc\n"),
    ],
)
def test_leftovers_become_what_they_mean(pasted: str, meant: str) -> None:
    assert tidy(pasted) == meant


@pytest.mark.parametrize(
    "text",
    [
        "👨‍👩‍👧 👩🏽‍⚕️ ❤️‍🔥 🏳️‍🌈 🙂‍↔️ ☎️ 5️⃣ #️⃣",
        "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        "می‌خواهم خانه‌ها",
        "क्‍ष र्‌क",
        "ශ්‍රී ക്‍ষ্‌",
        "سلام!\u200f hello",
        "ไทย\u200bไทย",
        "ᠮᠣᠩᠭᠣᠯ᠋",
        "葛\U000e0100",
        "٥ ۝ \u0601",
        "Ñandú, École, naïve – it’s “ok” · § ©2020",
        "10\u00a0mg, 1\u202f000",
        "ﷺ é e\u0301",
    ],
)
def test_what_carries_meaning_stays(text: str) -> None:
    assert tidy(text) == text


@pytest.mark.parametrize(
    "alike",
    [
        ("Methadone", "methadone", " METHADONE ", "Ｍethadone", "methadone\u200b", "\u2066Methadone\u2069"),
        ("Wanda Ortiz", "wanda\u00a0 ortiz", "WANDA\u2003ORTIZ", "Wanda\u200dOrtiz"),
        ("O'Neil", "O’Neil", "oʼneil"),
        ("Straße", "STRASSE"),
        ("École", "E\u0301cole"),
        ("twelve-step", "twelve‐step", "Twelve–Step"),
    ],
)
def test_names_that_look_alike_are_one(alike: tuple[str, ...]) -> None:
    assert len(set(map(folded, alike))) == 1


def test_names_that_look_different_are_not() -> None:
    names = ["Ann Lee", "AnnLee", "Anne Lee", "René", "Rene", "12 step", "12-step"]
    assert len(set(map(folded, names))) == len(names)


@pytest.mark.parametrize(
    "empty", ["", " ", "\u200b", "\u3164", "\u2800", "\u0301", "\u00a0\ufeff", "\U000e0041", "\x00"]
)
def test_what_looks_empty_is_nothing(empty: str) -> None:
    assert folded(empty) == ""


def test_an_address_has_nothing_unseen_in_it() -> None:
    assert bare("\u2066https://exam\u200bple.org/\u00ada\u2069 ") == "https://example.org/a"


@pytest.mark.parametrize(
    "piece", ["a\u200f", "א\u200f", "*\u200b", "ab\u200b\n", "Ã©", "\x85", "\u2029", "*" * 300 + "\u200b"]
)
def test_long_texts_take_no_longer_than_their_length(piece: str) -> None:
    text = (piece * 64_000)[:64_000]
    started = time.process_time()
    tidy(text)
    assert time.process_time() - started < 3
