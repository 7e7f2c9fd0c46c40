import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.readability import _sentences, grade, reading_minutes, words

EASY = "You can call today. They will ask how you feel. You can ask them about the cost. It is free to call."
HARD = (
    "Longitudinal observational investigations demonstrate considerable heterogeneity in pharmacological treatment "
    "retention, necessitating individualized therapeutic recommendations incorporating psychosocial circumstances."
)


def test_counts_words_as_a_reader_would() -> None:
    assert words("Don't wait: 4.8 mg in the U.S. costs medication-assisted people $1,200.") == 12


def test_addresses_are_not_read() -> None:
    assert words("See https://example.org/a/very/long-address-of-many-words now") == 2


@pytest.mark.parametrize(("count", "minutes"), [(0, 1), (1, 1), (397, 1), (398, 2), (1325, 5), (2650, 10)])
def test_reading_time_is_words_by_265_and_at_least_a_minute(count: int, minutes: int) -> None:
    assert reading_minutes(count) == minutes


@pytest.mark.parametrize("text", ["", " \n\n ", "... !!! ---", "https://example.org/"])
def test_no_sentence_no_grade(text: str) -> None:
    assert grade(text) is None


def test_plain_words_in_short_sentences_have_a_low_grade() -> None:
    assert 0 <= (grade(EASY) or 0) < 3


def test_long_words_in_a_long_sentence_have_a_high_grade() -> None:
    assert (grade(HARD) or 0) > 20


def test_a_passage_counted_by_hand() -> None:
    # 2 sentences, 12 words, 22 syllables: 0.39 * 6 + 11.8 * 22 / 12 - 15.59.
    text = "Methadone is a medication. Many people take it every morning at clinics."
    assert grade(text) == pytest.approx(8.4, abs=0.1)


@pytest.mark.parametrize(
    "text",
    [
        "Dr. Lee takes it.",
        "The U.S. Navy takes it.",
        "It is 4.8 or 5.2 times more.",
        "See e.g. Methadone or i.e. Naloxone here.",
        "J. K. Lee takes it.",
        'She asked "Why?" and left.',
        "It is open from 9 a.m. Mondays on.",
    ],
)
def test_a_full_stop_inside_a_sentence_does_not_end_it(text: str) -> None:
    assert len([sentence for sentence in _sentences(text) if sentence]) == 1


def test_a_sentence_may_end_with_an_abbreviation() -> None:
    apart = grade("It opens at 9 a.m.\n\nThe bus stops at the door.")
    assert grade("It opens at 9 a.m. The bus stops at the door.") == apart


@pytest.mark.parametrize("between", ["\n\n", "\n- ", "\n## ", "\n2. ", "\n"])
def test_headings_and_list_items_end_a_sentence(between: str) -> None:
    apart = grade("What detox is. Who can help you now.")
    assert grade(f"What detox is{between}Who can help you now") == apart


def test_a_wrapped_line_goes_on() -> None:
    line = "Methadone and buprenorphine cut the risk that a person dies by"
    assert grade(f"{line}\nabout half.") == grade(f"{line} about half.")


@pytest.mark.parametrize(
    "junk",
    ["a", "!", ".", "a.", "!!!!x", '. "(', "U.S. ", "- \n", "https://", "1,", "it's", "字", "é́", "abuse drug ", "\n"],
)
def test_sixty_thousand_characters_of_junk_take_no_time(junk: str) -> None:
    text = (junk * 60_000)[:60_000]
    started = time.process_time()
    grade(text)
    words(text)
    assert time.process_time() - started < 0.5


@given(st.text(max_size=400))
@settings(max_examples=50, deadline=None)
def test_any_text_has_a_grade_exactly_if_it_has_words(text: str) -> None:
    found = grade(text)
    assert (found is None) == (words(text) == 0)
    assert found is None or found >= 0
