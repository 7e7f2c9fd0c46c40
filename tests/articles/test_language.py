import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.language import EXCERPT_LENGTH, Phrase, find, phrases

TERMS = (
    Phrase("person-first", "addict", "person with a substance use disorder"),
    Phrase(
        "person-first", "abuse", "use", ("Substance Abuse and Mental Health Services Administration", "child abuse")
    ),
    Phrase("person-first", "drug abuse", "drug use", ("National Institute on Drug Abuse",)),
    Phrase("person-first", "relapse", "return to use", ("relapse prevention",)),
    Phrase("person-first", "MAT", "medication for opioid use disorder", ("MAT Act",)),
    Phrase("person-first", "medication-assisted treatment", "medication for opioid use disorder"),
    Phrase("claim", "100%", "give the number"),
    Phrase("claim", "#1", "who counted?"),
    Phrase("claim", "the best", "for whom?"),
)


def found(text: str) -> list[str]:
    return [match.found for match in find(text, TERMS)]


def test_tells_the_term_the_line_and_the_place() -> None:
    (match,) = find("First line.\nThe old word Addict stands here.\nLast line.", TERMS)
    assert (match.term, match.line, match.found) == (TERMS[0], 2, "Addict")
    assert match.excerpt == "The old word Addict stands here."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("addicts and an addict's", ["addicts", "addict"]),
        ("ADDICT, _addict_ **addict** (addict) ex-addict", ["ADDICT", "addict", "addict", "addict", "addict"]),
        ("addicted addiction disabuse", []),
        ("drug abuse", ["drug abuse"]),
        ("drug\n  abuse", ["drug abuse"]),
        ("Medication assisted treatments", ["Medication assisted treatments"]),
        ("medication–assisted treatment", ["medication–assisted treatment"]),
        ("MAT and MATs on a yoga mat", ["MAT", "MATs"]),
        ("100% or 100 % or 100\u00a0%", ["100%", "100 %", "100 %"]),
        ("1,100% or 0.100% or 100 people", []),
        ("#1 in town", ["#1"]),
        ("# 1. Call\n#12", []),
        ("the  best", ["the best"]),
    ],
)
def test_whole_words_in_any_case_and_number(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "a plan for relapse prevention, Relapse-Prevention plans",
        "the Substance Abuse and Mental Health\nServices Administration",
        "the National Institute on Drug Abuse",
        "the MAT Act",
    ],
)
def test_names_of_things_pass(text: str) -> None:
    assert found(text) == []


def test_what_one_term_allows_passes_for_the_others() -> None:
    terms = (Phrase("a", "abuse", "x"), Phrase("b", "drug", "x", ("Institute on Drug Abuse",)))
    assert [match.found for match in find("Institute on Drug Abuse; abuse", terms)] == ["abuse"]


@pytest.mark.parametrize(
    "text",
    [
        'They said "an addict" to her.',
        "They said “once an\naddict, always an addict”.",
        "> an addict\ngoes on without the sign\n\n",
        "https://example.org/addict?drug-abuse",
        "[a page](/articles/addict/)",
        "[page]: /articles/addict/",
        "samhsa.gov/addict and addict@example.org",
    ],
)
def test_quotations_and_addresses_pass(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        'a 5" needle, an addict, a 6" needle',
        '"Not closed, an addict\n\nNext paragraph "quoted"',
        "> quoted\n\nan addict",
        "> quoted\n- an addict",
        "::: note\nan addict\n:::",
        "[addict](/a/)",
        "[^1]: addict",
        "“not closed addict",
    ],
)
def test_what_only_looks_like_a_quotation_is_found(text: str) -> None:
    assert found(text) == ["addict"]


def test_lines_count_through_what_passes() -> None:
    (match,) = find('> quoted\n> quoted\n\n"two\nlines"\nan addict', TERMS)
    assert match.line == 6


def test_an_excerpt_is_short_whatever_the_line() -> None:
    for text in (
        "word " * 200 + "addict" + " word" * 200,
        "x" * 500 + " addict " + "x" * 500,
        "drug" + " " * 12 + "abuse",
    ):
        (match,) = find(text, TERMS)
        assert len(match.excerpt) <= EXCERPT_LENGTH
        assert match.found in match.excerpt


def test_a_term_of_spaces_or_nothing_finds_nothing() -> None:
    assert find("any text", (Phrase("claim", "", "x"), Phrase("claim", "  ", "x", (" ",)))) == []


def test_of_two_terms_in_one_place_the_longer_is_told() -> None:
    terms = (Phrase("claim", "the best", "x"), Phrase("claim", "the best in town", "x"))
    assert [match.found for match in find("the best in town, the best", terms)] == ["the best in town", "the best"]


def test_terms_are_words_and_not_patterns() -> None:
    assert [
        match.found for match in find("a.b axb a+", (Phrase("claim", "a.b", "x"), Phrase("claim", "a+", "x")))
    ] == [
        "a.b",
        "a+",
    ]


def test_phrases_of_a_field() -> None:
    assert phrases(" relapse prevention,, MAT \n Act ,") == ("relapse prevention", "MAT Act")


@pytest.mark.parametrize(
    "junk",
    [
        "addict ",
        "drug abuse ",
        "drug   ",
        '"',
        ' "a',
        "“",
        "> a\n",
        "> a\nb\n",
        "a.",
        "a@",
        "](",
        "[a]: ",
        "www.",
        "100%",
    ],
)
def test_sixty_thousand_characters_of_junk_take_no_time(junk: str) -> None:
    many = TERMS + tuple(Phrase("claim", f"drug number {number}", "x") for number in range(300))
    find("", many)
    started = time.process_time()
    find((junk * 60_000)[:60_000], many)
    assert time.process_time() - started < 0.5


PIECES = [
    "addict",
    "abuse",
    "drug",
    "child",
    "100%",
    "#1",
    "> ",
    '"',
    "“",
    "”",
    "[",
    "](",
    ": ",
    " ",
    "\n",
    "-",
    "relapse",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@settings(max_examples=50, deadline=None)
def test_what_is_found_stands_in_its_line(text: str) -> None:
    lines = [*text.split("\n"), "", "The old word addict."]
    *_more, last = found = find("\n".join(lines), TERMS)
    assert (last.found, last.line) == ("addict", len(lines))
    for match in found:
        assert match.found.split()[0] in lines[match.line - 1]
