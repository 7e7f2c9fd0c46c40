"""Style sheets as an older browser understands them: without the rules and declarations that it does not know.

Such browsers cannot be had here, so this is how they are tried: `.venv/bin/python -m tests.old_browsers ADDRESS FOLDER
PATH…` shows pages of a running site as Chrome 95 and Safari 14.0 lay them out, as far as style sheets go, and puts
pictures into the folder. What they paint or measure differently it cannot tell. Versions are those of MDN's
browser-compat-data.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any, Final

CHROME, SAFARI = "chrome-95", "safari-14.0"
VERSIONS: Final = {CHROME: 95.0, SAFARI: 14.0}
NEVER: Final = 999.0
WIDTHS: Final = (360, 1280)
# Since which Chrome and which Safari: what is younger than the two. Everything else that is used is in `KNOWN`.
_PROPERTIES: Final = {
    "accent-color": (93, 15.4),
    "content-visibility": (85, 18),
    "forced-color-adjust": (89, NEVER),
    "hyphens": (88, 17),
    "print-color-adjust": (136, 15.4),
    "scroll-behavior": (61, 15.4),
    "scroll-margin-top": (69, 14.1),
    "scroll-padding-bottom": (69, 14.1),
    "scroll-padding-top": (69, 14.1),
    "text-size-adjust": (54, NEVER),
    "text-wrap": (114, 17.4),
}
_VALUES: Final = {  # in a declaration: the property, and what its value holds
    ("overflow-wrap", r"\banywhere\b"): (80, 15.4),
    ("grid-template-(rows|columns)", r"\bsubgrid\b"): (117, 16),
    ("content", r'" ?/ ?"'): (77, 17.4),
    (".*", r"\d(dvh|svh|lvh|lh|rlh|cqi|cqw)\b"): (109, 16.4),
    (".*", r"color-mix\(|light-dark\(|oklch\(|oklab\("): (123, 17.5),
}
_SELECTORS: Final = {
    r":has\(": (105, 15.4),
    r":focus-visible": (86, 15.4),
    r"::details-content": (131, 18.4),
    r":user-(in)?valid|:popover-open|:open\b": (119, 17),
}
_CONDITIONS: Final = {
    r"@layer|@container|@scope|@starting-style": (99, 15.4),
    r"@supports selector": (83, 14.1),
    r"forced-colors": (89, 16),
    r"\(scripting": (120, 17),
    r"\([^)]*[<>]": (104, 16.4),
}
KNOWN: Final = frozenset(
    """
-webkit-text-size-adjust align-items align-self background block-size border border-block-end border-block-end-style
border-block-start border-collapse border-color border-inline-start border-radius border-width bottom box-shadow
box-sizing break-after break-inside clip-path color color-scheme column-gap columns content cursor display fill flex
flex-basis flex-direction flex-flow flex-wrap font font-family font-size font-style font-variant-numeric font-weight
gap grid-area grid-auto-flow grid-column grid-row grid-row-end grid-template-columns grid-template-rows inline-size
inset-block-end justify-content justify-self left line-height list-style margin margin-bottom margin-inline-end
margin-inline-start margin-left margin-right margin-top max-inline-size max-width min-block-size min-inline-size
opacity order orphans outline outline-color outline-offset overflow overflow-wrap padding padding-bottom
padding-inline-end padding-inline-start padding-left padding-right padding-top paint-order pointer-events position
resize right stroke stroke-linecap stroke-linejoin stroke-width table-layout text-align text-decoration
text-decoration-thickness text-overflow text-underline-offset top vertical-align white-space widows width z-index
""".split()
) | frozenset(_PROPERTIES)
_GAP: Final = (84, 14.1)  # between the items of a flex box


def as_understood(css: str, browser: str) -> str:
    return "".join(_blocks(re.sub(r"(?s)/\*.*?\*/", "", css), browser))


def properties(css: str) -> set[str]:
    """All that a sheet uses, without its own variables."""
    bodies = re.findall(r"\{([^{}]*)\}", re.sub(r"(?s)/\*.*?\*/", "", css))
    names = {name.strip() for body in bodies for name, _, value in map(_parted, body.split(";")) if value}
    return {name for name in names if not name.startswith("--")}


def unknown(css: str, browser: str) -> set[str]:
    """Properties that a sheet uses and this browser passes over."""
    return {name for name in properties(css) if name in _PROPERTIES and _lacks(browser, _PROPERTIES[name])}


def _parted(declaration: str) -> tuple[str, str, str]:
    return declaration.partition(":")


def _lacks(browser: str, since: tuple[float, float]) -> bool:
    return VERSIONS[browser] < since[browser == SAFARI]


def _found(table: Mapping[str, tuple[float, float]], text: str, browser: str) -> bool:
    return any(_lacks(browser, since) and re.search(pattern, text) for pattern, since in table.items())


def _blocks(css: str, browser: str) -> Iterator[str]:
    """Rules and groups of rules, one after another."""
    at = 0
    while (opened := css.find("{", at)) >= 0:
        head, end, depth = css[at:opened].strip(), opened + 1, 1
        while depth:
            depth += {"{": 1, "}": -1}.get(css[end], 0)
            end += 1
        body, at = css[opened + 1 : end - 1], end
        if head.startswith("@"):
            if not _found(_CONDITIONS, head, browser):
                grouped = "{" in body and not head.startswith("@page")
                yield f"{head}{{{as_understood(body, browser) if grouped else body}}}\n"
        elif not _found(_SELECTORS, head, browser):
            yield f"{head}{{{';'.join(_declarations(body, browser))}}}\n"


def _declarations(body: str, browser: str) -> Iterator[str]:
    is_flex = bool(re.search(r"display: *(inline-)?flex", body))
    for declaration in body.split(";"):
        name, _, value = _parted(declaration.strip())
        since = [_PROPERTIES[name]] if name in _PROPERTIES else [_GAP] if name == "gap" and is_flex else []
        since += [
            one for (which, what), one in _VALUES.items() if re.fullmatch(which, name) and re.search(what, value)
        ]
        if not any(_lacks(browser, one) for one in since):
            yield declaration


def main(site: str, folder: str, *paths: str) -> None:
    from playwright.sync_api import sync_playwright

    from tests.machine import chromium

    Path(folder).mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        window = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        for browser, width in product(VERSIONS, WIDTHS):
            page = window.new_page(base_url=site, viewport={"width": width, "height": 800})
            page.route("**/*.css", lambda route, *, browser=browser: _answer(route, browser))
            for path in paths:
                page.goto(path)
                name = re.sub(r"\W+", "-", path).strip("-") or "home"
                page.screenshot(path=f"{folder}/{name}-{browser}-{width}.png", full_page=True)
            page.close()
        window.close()


def _answer(route: Any, browser: str) -> None:
    route.fulfill(content_type="text/css", body=as_understood(route.fetch().text(), browser))


if __name__ == "__main__":
    main(*sys.argv[1:])
