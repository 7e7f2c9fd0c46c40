"""What holds for the style sheets of readers' pages, so that browsers from before 2022 show them calm and readable."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from tests.old_browsers import CHROME, KNOWN, SAFARI, as_understood, properties, unknown

FOLDER = Path(settings.BASE_DIR) / "static" / "css"
SHEETS = sorted(sheet.name for sheet in FOLDER.glob("*.css") if sheet.stem not in ("admin", "desk", "editor"))
MOST = (0, 2, 0)
Weight = tuple[int, int, int]
# What a page is readable and calm without: where a jump ends, how lines break, what is printed, the color of a box.
LOST = {
    CHROME: {"print-color-adjust", "text-wrap"},
    SAFARI: {
        *("accent-color", "content-visibility", "forced-color-adjust", "hyphens", "print-color-adjust"),
        *("scroll-behavior", "scroll-margin-top", "scroll-padding-bottom", "scroll-padding-top"),
        *("text-size-adjust", "text-wrap"),
    },
}
_PART = re.compile(
    r"(?P<id>#[\w-]+)|(?P<element>::[\w-]+)|:(?P<function>is|not|has|where)\(|(?P<pseudo>:[\w-]+(?:\([^)]*\))?)"
    r"|(?P<klass>\.[\w-]+|\[[^\]]*\])|(?P<type>[a-z][\w-]*)"
)
# Each of these is newer than Chrome 95 or Safari 14: a rule may use it only where what is left out harms nobody.
NEWER = re.compile(r"@layer|@scope|@container|@starting-style|oklch|oklab|color-mix\(|light-dark\(|[{;}]\s*&")


def parts(text: str, sign: str = ",") -> Iterator[str]:
    """Split where no bracket is open."""
    depth, start = 0, 0
    for at, letter in enumerate(text):
        depth += (letter in "([") - (letter in ")]")
        if letter == sign and not depth:
            yield text[start:at].strip()
            start = at + 1
    yield text[start:].strip()


def specificity(selector: str) -> Weight:
    weight, at = [0, 0, 0], 0
    while at < len(selector):
        found = _PART.match(selector, at)
        if not found:
            at += 1
            continue
        at = found.end()
        if name := found["function"]:
            end, depth = at, 1
            while depth:
                depth += {"(": 1, ")": -1}.get(selector[end], 0)
                end += 1
            inside = max(map(specificity, parts(selector[at : end - 1])))
            weight = [a + b for a, b in zip(weight, inside, strict=True)] if name != "where" else weight
            at = end
        else:
            kind = found.lastgroup
            weight[0 if kind == "id" else 2 if kind in ("element", "type") else 1] += 1
    return weight[0], weight[1], weight[2]


def read(name: str) -> str:
    return re.sub(r"(?s)/\*.*?\*/", "", (FOLDER / name).read_text(encoding="utf-8"))


def rules(css: str) -> Iterator[tuple[str, str]]:
    for found in re.finditer(r"([^{};@]+)\{([^{}]*)\}", css):
        yield found[1].strip(), found[2]


@pytest.mark.parametrize(
    ("selector", "weight"),
    [
        (".a:is(b, .c) > d::before", (0, 2, 2)),
        (":where(.a .b) c:hover", (0, 1, 1)),
        ("#a [b=c]:not(:d)", (1, 2, 0)),
        (".a:nth-child(2)", (0, 2, 0)),
    ],
)
def test_specificity_is_counted_as_browsers_do(selector: str, weight: Weight) -> None:
    assert specificity(selector) == weight


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_order_of_the_files_is_the_cascade(sheet: str) -> None:
    """No selector is so heavy that a later rule must shout. Only utilities and print do: they win over all."""
    heavy = [one for selector, _ in rules(read(sheet)) for one in parts(selector) if specificity(one) > MOST]
    assert heavy == []
    loud = read(sheet).partition("@media print")[0]
    shouting = [selector for selector, body in rules(loud) if "!important" in body]
    assert not [one for one in shouting if sheet != "site.css"]


@pytest.mark.parametrize(
    ("css", "chrome", "safari"),
    [
        ("a:has(b) { color: red }", "", ""),
        ("a { inset: 0; text-wrap: balance; color: red }", "a{ inset: 0; color: red }", "a{ inset: 0; color: red }"),
        ("a { display: flex; gap: 1em }", "a{ display: flex; gap: 1em }", "a{ display: flex}"),
        ("@media (width > 4em) { a { color: red } }", "", ""),
        (
            "@media print { :focus-visible { color: red } }",
            "@media print{:focus-visible{ color: red }\n}",
            "@media print{}",
        ),
    ],
)
def test_a_sheet_is_read_as_an_older_browser_reads_it(css: str, chrome: str, safari: str) -> None:
    assert as_understood(css, CHROME).strip() == chrome
    assert as_understood(css, SAFARI).strip() == safari


def test_no_sheet_asks_how_a_phone_is_held() -> None:
    """Ours, the admin's and the packages' (WCAG 1.3.4): axe would ask each page for it, if it was told to."""
    sheets = {}
    for finder in finders.get_finders():
        for name, storage in finder.list(["*.js", "*.svg"]):
            if name.endswith(".css"):
                with storage.open(name) as sheet:
                    sheets[name] = sheet.read()
    assert len(sheets) > 20
    assert [name for name, css in sheets.items() if b"orientation" in css] == []


@pytest.mark.parametrize("sheet", SHEETS)
def test_older_browsers_lose_no_rule_that_they_need(sheet: str) -> None:
    css = read(sheet)
    assert NEWER.findall(css) == []
    assert properties(css) - KNOWN == set(), "look up since when browsers know these, and say it in `old_browsers`"
    for browser, lost in LOST.items():
        assert unknown(css, browser) <= lost
    for selector, body in rules(css):
        newer = [one for one in parts(selector) if ":has(" in one or "::details-content" in one]
        assert not newer or len(newer) == len(list(parts(selector))), f"one unknown word drops the rule: {selector}"
        said = [value.strip() for name, value in re.findall(r"(?:^|;)\s*(content):([^;]*)", body)]
        assert not said or "/" not in re.sub(r'"[^"]*"', "", said[0]), f"plain content comes first: {selector}"
