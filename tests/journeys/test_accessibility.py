"""Every kind of page for readers, for those who hear it, use no mouse or enlarge it: what a program can tell."""

from collections.abc import Callable
from typing import Any

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page, Route
from pytest_django import Settings

from facilities.finder import near
from facilities.kinds import FACILITIES
from facilities.views import rankings
from review.models import Person
from search.services import rebuild
from tests.articles.making import make_live, make_question
from tests.facilities.ranked import make_facility
from tests.journeys.axe import opened, problems
from tests.journeys.kinds import fill

BROKEN = "/broken/"
# WCAG leaves out what is in a sentence. A citation does.
SMALL = """() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
  .filter((one) => {
    // A label belongs to what is pressed.
    const box = (one.matches("[type=checkbox], [type=radio]") ? one.labels[0] : one).getBoundingClientRect();
    if (!box.width || box.right < 0 || one.closest(".hidden, .cite, .skip")) return false;
    const inSentence = getComputedStyle(one).display === "inline"
      && one.parentElement.textContent.trim() !== one.textContent.trim();
    return !inSentence && (box.height < 43.9 || box.width < 43.9);
  }).map((one) => one.outerHTML.slice(0, 100))"""
# Nothing of the page's own may lie over what has the focus, and it must be in view: from its start, if it is tall.
HIDDEN = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const box = one.getClientRects()[0], all = one.getBoundingClientRect();
  if (!box) return "without a box: " + one.outerHTML.slice(0, 100);
  if (all.height > innerHeight - 80) return "";
  // Of what has lines to write on, the first one is what is looked at.
  const tall = one.localName === "textarea" ? 30 : 60;
  if (all.top < 0 || all.top + Math.min(all.height, tall) > innerHeight) return "out of view: " + one.outerHTML;
  const x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
  for (const [px, py] of [[box.left + 3, y], [box.right - 3, y], [x, box.top + 3], [x, box.bottom - 3]]) {
    const top = py < innerHeight ? document.elementFromPoint(px, py) : one;
    if (!top || !(one.contains(top) || top.contains(one))) return "covered: " + one.outerHTML.slice(0, 100);
  }
  return "";
}"""
OPEN = """() => {
  document.activeElement.blur();
  scrollTo(0, 0);
  document.querySelectorAll("details").forEach((one) => { one.open = true; });
}"""
OUTLINE = """() => [...document.querySelectorAll("main, header, footer, nav, aside, h1, h2, h3, h4, h5, h6")]
  .map((one) => one.localName)"""


# Looked at with each Tab but the first, so that one journey into the browser is enough for both.
WATCH = f"""() => {{
  window.stops = []; window.found = []; window.round = false;
  const look = {HIDDEN};
  addEventListener("keydown", (event) => {{
    if (event.key !== "Tab" || round) return;
    const one = document.activeElement, said = look();
    round = stops.length > 0 && (said === null || one === stops[0]);
    if (said === null || round) return;
    stops.push(one);
    if (said) found.push(said);
  }}, true);
}}"""


def broken(route: Route) -> None:
    route.fulfill(status=500, content_type="text/html", body=render_to_string("500.html"))


def visit(page: Page, path: str, status: int) -> None:
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == status, path


def hidden_while_it_has_the_focus(page: Page) -> list[str]:
    """The exit link stays at the top while the page scrolls; nothing may hide behind it."""
    page.evaluate(WATCH)
    for _ in range(40):
        for _ in range(10):
            page.keyboard.press("Tab")
        if page.evaluate("round"):
            break
    stops: int = page.evaluate("round ? stops.length : 0")
    assert stops > 5, "it cannot be gone through with the Tab key"
    found: list[str] = page.evaluate("found")
    return found


def too_wide_or_small_for_a_finger(page: Page) -> list[object]:
    """320 by 256 is what is left of 1280 by 1024 at 400 %."""
    found: list[object] = []
    for width, height in ((320, 256), (390, 700)):
        page.set_viewport_size({"width": width, "height": height})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append((width, "wider than the screen"))
        found += [(width, html) for html in page.evaluate(SMALL)]
    return found


def out_of_order(page: Page) -> list[str]:
    outline = page.evaluate(OUTLINE)
    levels = [int(name[1]) for name in outline if name[0] == "h" and name[1:].isdecimal()]
    fine = levels[0] == levels.count(1) == outline.count("main") == 1
    fine = fine and all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))
    return [] if fine else outline


# The first before anything is opened or made wider.
CHECKS: tuple[Callable[[Page], list[Any]], ...] = (
    hidden_while_it_has_the_focus,
    too_wide_or_small_for_a_finger,
    out_of_order,
    problems,
)


def test_they_can_be_heard_enlarged_touched_and_used_without_a_mouse(
    still: Browser, site: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each page is loaded once: loading takes as long as looking."""
    # Shorter pages of lists hold all that longer ones do.
    monkeypatch.setattr(rankings, "PER_PAGE", 4)
    monkeypatch.setattr(near, "PER_PAGE", 8)
    found = []
    with opened(still, site) as page:
        page.route(f"**{BROKEN}", broken)
        for path, status in {**fill(settings), BROKEN: 500}.items():
            page.set_viewport_size({"width": 320, "height": 480})
            visit(page, path, status)
            for check in CHECKS:
                found += [(path, check.__name__, one) for one in check(page)]
                page.evaluate(OPEN)
    assert found == [], "\n".join(map(str, found))


def test_on_a_wide_screen_whatever_has_the_focus_can_be_seen(still: Browser, site: str, settings: Settings) -> None:
    """Nothing but the exit link can cover anything there, and it is everywhere the same."""
    fill(settings)
    with opened(still, site, viewport={"width": 1280, "height": 720}) as page:
        for path in ("/", "/articles/naloxone/", "/cities/austin/", "/contact/"):
            visit(page, path, 200)
            assert hidden_while_it_has_the_focus(page) == [], path


def test_they_stay_readable_in_forced_colors_and_hold_still_when_asked(
    still: Browser, site: str, settings: Settings
) -> None:
    """Each filled button has an edge of its own, because forced colors take its ground away."""
    fill(settings)
    with opened(still, site, forced_colors="active") as page:
        for path in ("/", "/articles/naloxone/", "/cities/austin/"):
            visit(page, path, 200)
            bare = page.evaluate("""() => [...document.querySelectorAll(".action, .exit a, .search button, .notice")]
              .filter((one) => getComputedStyle(one).borderTopWidth === "0px" && one.offsetWidth).length""")
            assert bare == 0, path
            assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
            assert page.evaluate("document.getAnimations().length") == 0


def test_long_words_and_names_stay_within_a_small_phone(still: Browser, site: str, settings: Settings) -> None:
    fill(settings)
    word = "Langzeitrehabilitationsbehandlung" * 2
    facility = make_facility("far", "NMOA", name=f"A {word} Cooperative of the Greater Northern Counties, {word}")
    rebuild(FACILITIES)
    person = Person.objects.create(slug="long", name=f"Ada {word}", invented=True)
    article = make_live("long", title=f"About {word}", writer=person, tags=("Long",))
    make_question(f"What is {word}?", tags=("Long",))
    paths = [one.get_absolute_url() for one in (facility, article, person)]
    paths += [f"/contact/{facility.slug}/", "/cities/austin/", "/questions/"]
    wide = []
    with opened(still, site, viewport={"width": 320, "height": 256}) as page:
        for path in paths:
            visit(page, path, 200)
            wide += [path] if page.evaluate("document.documentElement.scrollWidth") > 320 else []
    assert wide == []


def test_a_phase_of_the_wheel_that_has_the_focus_keeps_the_systems_color(
    still: Browser, site: str, settings: Settings
) -> None:
    """A dark ink of ours would vanish on a dark ground of theirs."""
    fill(settings)
    with opened(still, site, forced_colors="active", color_scheme="dark") as page:
        visit(page, "/phases/", 200)
        page.locator(".skip").focus()
        while not page.evaluate("document.activeElement.matches('.wheel a')"):
            page.keyboard.press("Tab")
        link, *parts = page.evaluate("""() => ["a", "text", "use"].map((name) => getComputedStyle(
          name === "a" ? document.activeElement : document.activeElement.querySelector(name)).color)""")
        assert parts == [link, link]
