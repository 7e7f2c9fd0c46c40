"""Numbers to call in a text are links that a phone can dial, and nothing that is no number becomes one."""

import pytest

from markup.rendering import render


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("Call 911.", "tel:911"),
        ("Call 911, then stay.", "tel:911"),
        ("**Call 911.** Then stay.", "tel:911"),
        ("Call or text 988 at any hour.", "tel:988"),
        ("Text 988 if you cannot talk.", "sms:988"),
        ("Text HOME to 741741.", "sms:741741"),
        ("SAMHSA: 1-800-662-4357", "tel:+18006624357"),
        ("SAMHSA: 1-800-662-4357.", "tel:+18006624357"),
        ("Call (512) 472-4357 at night.", "tel:+15124724357"),
        ("Call 512.472.4357 at night.", "tel:+15124724357"),
        ("Call 512-472-4357, ext. 12", "tel:+15124724357,12"),
        ("Text 512-472-4357 for a ride.", "sms:+15124724357"),
        ("- Night line: 800-854-7771", "tel:+18008547771"),
    ],
)
def test_a_number_to_call_is_a_link(text: str, href: str) -> None:
    assert f'<a href="{href}">' in render(text).html


@pytest.mark.parametrize(
    "text",
    [
        "In 2026 they saw 911,000 people.",
        "It costs $988 a month.",
        "Room 911-B, or 1911.",
        "The 911 law protects a caller.",
        "From 10000 to 20000 people.",
        "Study 512-472-43571 and 100-472-4357.",
        "`Call 911`",
        "## Call 911",
    ],
)
def test_what_is_no_number_to_call_stays_words(text: str) -> None:
    assert "<a " not in render(text).html


def test_a_link_that_an_editor_made_stays_the_editors() -> None:
    assert render("[Call 911](/help/)").html.count("<a ") == 1
    assert render("[1-800-662-4357](tel:+18006624357)").html.count("<a ") == 1


def test_words_and_counts_are_the_same_with_links_as_without() -> None:
    rendered = render("Call 911, or 1-800-662-4357 for advice.")
    assert rendered.text == "Call 911, or 1-800-662-4357 for advice."
    assert rendered.words == 6
    assert rendered.links == ()
