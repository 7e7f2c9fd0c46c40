"""What is typed into "ZIP code or town", taken apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilities.places.asking import Asked, Name, is_only_a_word, take_apart


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("79901", "79901"),
        (" 79901 ", "79901"),
        ("79901-1234", "79901"),
        ("799011234", "79901"),
        ("79901 1234", "79901"),
        ("ZIP 79901", "79901"),
        ("zip code: 79901", "79901"),
        ("El Paso, TX 79901", "79901"),
        ("El Paso TX 79901-1234", "79901"),
        ("79901 El Paso", "79901"),
        ("799", "799"),
        ("799xx", "799"),
        ("7990", "7990"),
        ("７９９０１", "79901"),
        ("near 79901", "79901"),
    ],
)
def test_zip_codes(typed: str, digits: str) -> None:
    assert take_apart(typed).digits == digits


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("El Paso", Name("el paso")),
        ("el paso tx", Name("el paso", "TX")),
        ("El Paso, Texas", Name("el paso", "TX")),
        ("EL  PASO,TX", Name("el paso", "TX")),
        ("El Paso, TX, USA", Name("el paso", "TX")),
        ("El Paso, Tex.", Name("el paso", "TX")),
        ("near El Paso", Name("el paso")),
        ("St. Louis", Name("saint louis")),
        ("Saint Louis", Name("saint louis")),
        ("St Louis, Mo.", Name("saint louis", "MO")),
        ("Ft. Worth", Name("fort worth")),
        ("Mt Vernon NY", Name("mount vernon", "NY")),
        ("N. Las Vegas", Name("north las vegas")),
        ("Española, NM", Name("espanola", "NM")),
        ("Mayagüez", Name("mayaguez")),
        ("O’Fallon", Name("ofallon")),
        ("Winston-Salem, N.C.", Name("winston salem", "NC")),
        ("Portland or", Name("portland", "OR")),
        ("Portland, ME", Name("portland", "ME")),
        ("123 Main St, El Paso, TX", Name("el paso", "TX")),
        ("NYC", Name("new york", "NY")),
        ("L.A.", Name("los angeles", "CA")),
        ("SF", Name("san francisco", "CA")),
        ("Philly", Name("philadelphia", "PA")),
        ("Vegas", Name("las vegas", "NV")),
        ("D.C.", Name("washington", "DC")),
        ("Washington, D.C.", Name("washington", "DC")),
        ("Las Cruces, Nuevo México", Name("las cruces", "NM")),
    ],
)
def test_towns(typed: str, name: Name) -> None:
    asked = take_apart(typed)
    assert name in asked.names
    assert not asked.digits


def test_a_town_and_its_state_come_before_a_town_of_that_whole_name() -> None:
    assert take_apart("el paso tx").names[0] == Name("el paso", "TX")
    assert take_apart("Kansas City").names == (Name("kansas city"),)


@pytest.mark.parametrize("typed", ["near me", "me", "here", "my location", "Near Me"])
def test_the_persons_own_place_is_not_maine(typed: str) -> None:
    assert take_apart(typed).here


def test_words_beside_two_letters_only_perhaps_name_a_state() -> None:
    """Whoever looks them up finds no town called "methadone near"."""
    assert take_apart("methadone near me").state is None


@pytest.mark.parametrize(("typed", "code"), [("Texas", "TX"), ("TX", "TX"), ("Puerto Rico", "PR"), ("N.J.", "NJ")])
def test_a_state_alone(typed: str, code: str) -> None:
    asked = take_apart(typed)
    assert asked.state
    assert asked.state.code == code
    assert not is_only_a_word(asked)


@pytest.mark.parametrize("typed", ["or", "OK", "in", "hi", "Oh"])
def test_two_letters_that_are_a_word_are_no_state(typed: str) -> None:
    assert is_only_a_word(take_apart(typed))


def test_la_may_be_los_angeles_or_louisiana() -> None:
    asked = take_apart("LA")
    assert asked.names == (Name("los angeles", "CA"),)
    assert asked.state
    assert asked.state.code == "LA"


def test_a_county_only_where_the_word_is_typed() -> None:
    assert take_apart("Boone County, MO").county == Name("boone county", "MO")
    assert take_apart("orleans parish").county == Name("orleans parish")
    assert take_apart("County of Los Angeles, CA").county == Name("los angeles county", "CA")
    assert take_apart("Boone, MO").county is None


def test_nothing_typed_is_nothing() -> None:
    assert take_apart("") == Asked("")
    assert take_apart("  ?!  ").empty


@given(st.text(max_size=300))
def test_whatever_is_typed_is_taken_apart(typed: str) -> None:
    asked = take_apart(typed)
    assert len(asked.text) <= 100
    assert all(name.folded for name in asked.names)
