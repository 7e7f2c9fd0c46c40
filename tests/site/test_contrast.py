"""Contrast of every pair of colours that the style sheet puts on each other, computed from its tokens."""

import re
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings

CSS = (Path(settings.BASE_DIR) / "static" / "css" / "site.css").read_text(encoding="utf-8")
GROUNDS = ("page", "surface", "sunken")
NOTICES = ("note-surface", "success-surface", "warning-surface", "error-surface")
TEXT = {
    *product(("ink", "ink-muted", "link", "link-hover", "link-visited", "action", "warning", "error"), GROUNDS),
    *product(("ink", "link", "link-hover", "link-visited"), NOTICES),
    *(("on-brand", "exit"), ("on-error", "error"), ("ink", "warm")),
    *(("on-brand", "brand"), ("on-action", "action"), ("on-focus", "focus"), ("page", "ink")),
    *(("warning", "warning-surface"), ("error", "error-surface")),
}
# Edges of what one types into or presses, what has the focus, and the marks of a notice.
SHAPES = {
    *product(("input-border", "link", "error", "warning", "action", "ink"), GROUNDS),
    *(("warning", "warning-surface"), ("error", "error-surface"), ("link", "note-surface"), ("focus", "on-focus")),
}
DECORATION = {"border", "warm-line"}  # Lines between things that stand apart without them.


def tokens(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})\b", css))


_light, _dark = CSS.split("box-sizing")[0].split("@media screen and (prefers-color-scheme: dark)")
SCHEMES = {"light": tokens(_light), "dark": tokens(_light) | tokens(_dark)}


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(one * 2 for one in colour[1:])
    parts = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_is_that_of_wcag() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#fff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_pair_can_be_read(scheme: str) -> None:
    of = SCHEMES[scheme]
    ratios = {(a, b, least): contrast(of[a], of[b]) for pairs, least in ((TEXT, 4.5), (SHAPES, 3)) for a, b in pairs}
    assert {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < pair[2]} == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_has_the_focus_is_seen_on_any_ground(scheme: str) -> None:
    """It has two rings, a bright one and a dark one: one of them stands out, whatever is behind."""
    of = SCHEMES[scheme]
    for ground in (*GROUNDS, *NOTICES, "brand", "action", "ink"):
        assert max(contrast(of["focus"], of[ground]), contrast(of["on-focus"], of[ground])) >= 3, ground


def test_every_colour_is_in_a_pair_and_has_a_dark_one() -> None:
    named = {name for pair in TEXT | SHAPES for name in pair}
    assert SCHEMES["light"].keys() - named == DECORATION
    assert tokens(_light).keys() - tokens(_dark).keys() == {"focus"}  # Yellow is seen on either.


def test_no_rule_uses_a_colour_that_is_no_token() -> None:
    for sheet in ("site.css", "places.css", "ranking.css"):
        css = (Path(settings.BASE_DIR) / "static" / "css" / sheet).read_text(encoding="utf-8")
        rules = css.split("box-sizing")[-1].split("@media print")[0]
        assert re.findall(r":[^;{}]*#[0-9a-f]{3,6}\b", rules) == [], sheet
