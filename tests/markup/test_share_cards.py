"""What a card says, what is left out, and that it stands whole in its picture."""

import time
from io import BytesIO

import pytest
from PIL import Image, ImageFont

from markup import share_cards
from markup.share_cards import LETTERS, Card, draw

NOTES = ("Medically reviewed on March 1, 2026", "Reviewer: Rita Reviewer, MD")
WAIVER = "Does my doctor need a waiver to prescribe buprenorphine? And what else do I have to ask before I begin it?"
LONG = {
    "one line": "Naloxone",
    "three lines": "Your first call in Austin: what to say to start medication",
    "as long as a title may be": WAIVER,
    "too long": f"{WAIVER} {WAIVER}",
    "one word of 200 letters": "x" * 200,
    "wide letters": "WWW MMM " * 15,
    "capital letters, as if all were names": "Your Rights In Treatment In Plain Words For You And For Everyone",
}


def picture(card: Card) -> Image.Image:
    return Image.open(BytesIO(draw(card))).convert("RGB")


def inked(image: Image.Image, box: tuple[int, int, int, int]) -> bool:
    """Whether anything is drawn there on the paper."""
    found = image.crop(box).getcolors(10_000)
    assert found
    return [colour for _count, colour in found] != [(0xFA, 0xF8, 0xF4)]


def test_every_letter_that_is_let_through_is_in_the_font() -> None:
    """A letter that is not has a box in its place. This fails when another Pillow brings another font."""
    font = ImageFont.load_default(40)
    missing = bytes(font.getmask("\ue000"))
    assert [letter for letter in LETTERS if bytes(font.getmask(letter)) == missing] == []


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Doses of 2–4 mg", "Doses of 2-4 mg"),
        ("Rest — then eat", "Rest - then eat"),
        ("Rest—then eat", "Rest - then eat"),
        ("non‑opioid", "non-opioid"),
        ("5\u00a0mg\u202fa day", "5 mg a day"),
        ("bupre\u00adnor\u200bphine", "buprenorphine"),
        ("“Why?”, they’d ask…", "“Why?”, they’d ask…"),
        ("two\nlines\tof  it", "two lines of it"),
    ],
)
def test_what_the_font_lacks_is_written_as_what_says_the_same(text: str, written: str) -> None:
    assert Card("Rehabsite", text).title == written


@pytest.mark.parametrize(
    "title",
    [
        *("Los años después", "Cafe\u0301", "¿Qué es?", "美沙酮", "ميثادون", "Метадон", "Naloxone 💊"),
        *("2½ mg", "10² mg", "≥ 8 mg", "a\x07b", "a\u202eb"),
    ],
)
def test_a_title_with_another_letter_is_left_out_whole(title: str) -> None:
    """Without the mark on it, a letter makes another word; without its fraction, a dose is another dose."""
    assert Card("Rehabsite", title, NOTES) == Card("", "Rehabsite")
    assert Card("Rehabsite", title, NOTES).alt == "Rehabsite."


def test_a_name_with_another_letter_is_left_out_and_the_rest_stays() -> None:
    card = Card("Rehabsite", "Naloxone", (NOTES[0], "Reviewer: María Peña, MD"))
    assert card.alt == "Naloxone. Medically reviewed on March 1, 2026. Rehabsite."


def test_of_a_site_and_a_title_with_other_letters_nothing_is_left() -> None:
    assert Card("Clínica", "Años", NOTES).title == ""
    assert Card("Clínica", "Years", NOTES).alt == f"Years. {NOTES[0]}. {NOTES[1]}."


def test_the_alternative_says_it_in_sentences() -> None:
    card = Card("Rehabsite", "Does it hurt?", ("In short:", "no"))
    assert card.alt == "Does it hurt? In short: no. Rehabsite."


def test_the_name_follows_from_all_that_is_said() -> None:
    card = Card("Rehabsite", "Naloxone", NOTES)
    assert card.name == Card("Rehabsite", "Naloxone", NOTES).name
    others = [Card("Other", "Naloxone", NOTES), Card("Rehabsite", "Naltrexone", NOTES), Card("Rehabsite", "Naloxone")]
    assert len({card.name, *(other.name for other in others)}) == 4


def test_another_look_is_another_name(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Card("Rehabsite", "Naloxone").name
    monkeypatch.setattr(share_cards, "DESIGN", share_cards.DESIGN + 1)
    assert Card("Rehabsite", "Naloxone").name != before


@pytest.mark.parametrize("title", LONG.values(), ids=LONG.keys())
@pytest.mark.parametrize("notes", [(), NOTES[:1], NOTES], ids=["no notes", "one note", "two notes"])
def test_it_is_a_small_png_in_which_nothing_touches_the_edge_or_anything_else(
    title: str, notes: tuple[str, ...]
) -> None:
    card = Card("Rehabsite", title, notes)
    data = draw(card)
    assert data.startswith(b"\x89PNG")
    assert len(data) <= 40_000
    image = picture(card)
    assert image.size == (1200, 630) == (card.width, card.height)
    assert not inked(image, (0, 122, 66, 630)), "left"
    assert not inked(image, (1200 - 66, 122, 1200, 630)), "right"
    assert not inked(image, (0, 600, 1200, 630)), "below"
    assert not inked(image, (0, 122, 1200, 140)), "under the band"
    first_note = 570 - 49 * (len(notes) - 1) - 30
    assert not notes or not inked(image, (0, first_note - 45, 1200, first_note)), "between title and notes"


def test_a_long_name_of_the_site_and_of_a_reviewer_stay_in_their_lines() -> None:
    long = "A Very Long Name of Something That Goes On " * 5
    image = picture(Card(long, "Naloxone", (long, long)))
    assert not inked(image, (1200 - 66, 122, 1200, 630))
    assert len(image.crop((1200 - 66, 0, 1200, 118)).getcolors(100) or []) == 1


def test_what_does_not_fit_is_cut_at_a_word() -> None:
    told = share_cards._set(f"{WAIVER} {WAIVER}", share_cards._TITLE_SIZES, lines=4, height=290)
    assert len(told.lines) == 4
    assert " ".join(told.lines).removesuffix("…") in f"{WAIVER} {WAIVER}"
    assert told.lines[-1].endswith("…")
    assert f"{WAIVER} {WAIVER}".split()[len(" ".join(told.lines).split()) - 1] == told.lines[-1].split()[-1][:-1]


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("Finding care in Los Angeles tonight", ["Finding care in", "Los Angeles tonight"]),
        ("Starting methadone: your first weeks", ["Starting methadone:", "your first weeks"]),
        ("Why detox alone is risky, and what to ask", ["Why detox alone is risky,", "and what to ask"]),
    ],
)
def test_lines_break_where_a_reader_would_pause(title: str, lines: list[str]) -> None:
    assert share_cards._set(title, (68,), lines=4, height=290).lines == lines


def test_no_line_begins_with_a_dash() -> None:
    for width in range(300, 1056, 20):
        told = share_cards._set("Your rights in treatment - in plain words", (52,), lines=9, width=width)
        assert not [line for line in told.lines if line.startswith("-")]


def test_the_emblem_is_in_the_band() -> None:
    image = picture(Card("", "Rehabsite"))
    # Ground, one of the five dots, the dot in their middle.
    for at, wanted in (((600, 60), (0x0B, 0x4F, 0x55)), ((102, 36), (0xC9, 0xEB, 0xE3)), ((102, 60), (255, 255, 255))):
        found = image.getpixel(at)
        assert isinstance(found, tuple)
        assert max(abs(a - b) for a, b in zip(wanted, found, strict=True)) <= 12, (at, found)


def test_drawing_is_quick_and_always_the_same() -> None:
    card = Card("Rehabsite", WAIVER, NOTES)
    first, took = draw(card), []
    for _ in range(5):
        began = time.process_time()
        assert draw(card) == first
        took.append(time.process_time() - began)
    assert min(took) <= 0.15
