"""Phone numbers as people write them, and as other people's systems do."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from facilities.phones import SENTENCES, clean, dial, digits, read
from markup.characters import tidy
from rehabsite.help_lines import HELP_LINES

NUMBER = "tel:+15125550100"
DASHES = [sign for sign in map(chr, range(0x10000)) if unicodedata.category(sign) == "Pd"]
UNSEEN = [sign for sign in map(chr, range(0x110000)) if unicodedata.category(sign) in ("Cc", "Cf", "Zs", "Zl", "Zp")]
# Of some controls Windows-1252 made letters, and some signs of Arabic are seen.
UNSEEN = [sign for sign in UNSEEN if not tidy(sign).strip()]


@pytest.mark.parametrize(
    "text",
    [
        *("512-555-0100", "(512) 555-0100", "(512)555-0100", "512.555.0100", "5125550100", "512 555 0100"),
        *("+1 512-555-0100", "+15125550100", "1-512-555-0100", "1 (512) 555-0100", "001 512 555 0100"),
        *("512/555-0100", "512/555/0100", "512_555_0100", "‘512-555-0100’", "<512-555-0100>", "512-555-0100."),
        *("☎️ 512-555-0100", "📞512-555-0100", "tel:+1-512-555-0100", "Tel. 512-555-0100", "Phone: 512-555-0100"),
        *(
            "５１２－５５５－０１００",
            "٥١٢-٥٥٥-٠١٠٠",
            "5️⃣1️⃣2️⃣-555-0100",
            "\u202d+1 (512) 555-0100\u202c",
            "#512-555-0100",
        ),
    ],
)
def test_a_number_is_read_however_it_is_written(text: str) -> None:
    assert dial(text) == (text, NUMBER)
    assert digits(text) == "5125550100"


OTHER_SCRIPTS = "⸗⹀〜゠〰⸚⸺⸻᐀᠆֊־⹝"


@pytest.mark.parametrize("sign", sorted({*DASHES, *"−～ー"} - {*OTHER_SCRIPTS}), ids=lambda sign: f"U+{ord(sign):04X}")
def test_any_dash_will_do(sign: str) -> None:
    assert dial(f"512{sign}555{sign}0100").href == NUMBER


@given(st.lists(st.tuples(st.integers(0, 12), st.sampled_from(UNSEEN)), max_size=6))
@example([(0, "\u2068"), (12, "\u2069")])
@example([(3, "\u200b"), (3, "\ufeff"), (7, "\u00ad")])
def test_signs_that_nobody_sees_do_not_matter(where: list[tuple[int, str]]) -> None:
    text = "512-555-0100"
    for at, sign in sorted(where, reverse=True):
        text = text[:at] + sign + text[at:]
    assert dial(text).href == NUMBER


@pytest.mark.parametrize(
    "extension",
    [
        *("x12", " x12", " x 12", " X.12", " ext 12", " ext. 12", "ext12", " Ext: 12", " EXT-12", " ext#12"),
        *(" extn 12", " extension 12", " Extension: 12", ", ext 12", " (ext. 12)", ",,12", ";ext=12", " option 12"),
    ],
)
def test_extensions_are_dialed_after_a_pause(extension: str) -> None:
    assert dial(f"512-555-0100{extension}").href == f"{NUMBER},12"
    assert digits(f"512-555-0100{extension}") == "5125550100"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("800-RECOVERY", "8007326837"),
        ("1-800-662-HELP", "8006624357"),
        ("1-800-662-HELP (4357)", "8006624357"),
        ("1-800-662-4357 (HELP)", "8006624357"),
        ("1 800 4-A-CHILD", "8004224453"),
        ("813-630HOPE", "8136304673"),
        ("1-877-hope-now", "8774673669"),
    ],
)
def test_letters_are_those_of_the_keys(text: str, number: str) -> None:
    assert dial(text).href == f"tel:+1{number}"


@pytest.mark.parametrize(
    ("text", "href"), [("+44 20 7946 0958", "tel:+442079460958"), ("011 52 55 1234 5678", "tel:+525512345678")]
)
def test_other_countries_have_numbers_too(text: str, href: str) -> None:
    assert dial(text).href == href


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("512-555-0100 or 512-555-0101", "several"),
        ("512-555-0100, 512-555-0101", "several"),
        ("512-555-0100 / 512-555-0101", "several"),
        ("512-555-0100/0101", "several"),
        ("(512) 555-0100 & (512) 555-0101", "several"),
        ("512-555-0100 #12", "hash"),
        ("512-555-0100#12", "hash"),
        ("512-555-0100 (cell)", "words"),
        ("cell 512-555-0100", "words"),
        ("512-555-0100 after 5", "words"),
        ("512-555-O1OO", "words"),
        ("555-0100", "no-area-code"),
        ("1-555-0100", "no-area-code"),
        ("+1 512 555", "short"),
        ("911", "short"),
        ("512-555-01000", "long"),
        ("012 555 0100", "no-number"),
        ("112-555-0100", "no-number"),
        ("N/A", "no-number"),
        ("call me", "no-number"),
        ("--", "no-number"),
    ],
)
def test_what_is_wrong_is_said(text: str, problem: str) -> None:
    assert read(text).problem == problem
    assert SENTENCES[problem]
    assert dial(text) == (text, "")


def test_no_text_is_no_problem() -> None:
    assert read("") == read(" ") == read(" \u200b") == ("", "", "")


@given(st.text(max_size=40))
def test_whatever_is_typed_there_is_an_answer(text: str) -> None:
    found = read(text)
    assert bool(found.e164) != bool(found.problem) or not clean(text)
    assert found.problem in ("", *SENTENCES)
    assert not found.e164 or found.e164[1:].isdecimal()


def test_the_help_lines_lead_where_they_say() -> None:
    for line in HELP_LINES.in_order:
        for shown, href in ((line.number, line.href), *((way.shown, way.href) for way in line.ways)):
            if href.startswith("tel:") and len(shown) > 3:
                assert dial(shown).href == href
