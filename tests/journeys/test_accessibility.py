"""Every kind of page for readers, for those who hear it, use no mouse or enlarge it: what a program can tell."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page, Route
from pytest_django import Settings

from articles.models import Person
from programs.documents import FACILITIES
from search.services import rebuild
from tests.articles.making import make_live, make_question
from tests.journeys.axe import violations
from tests.journeys.kinds import fill
from tests.programs.ranked import make_facility

BROKEN = "/broken/"
LOOKS: tuple[tuple[Literal["light", "dark"], int], ...] = (("light", 320), ("dark", 1280))
# WCAG leaves out what stands in a sentence. A citation does.
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
OUTLINE = """() => [...document.querySelectorAll("main, header, footer, nav, aside, h1, h2, h3, h4, h5, h6")]
  .map((one) => one.localName)"""


def broken(route: Route) -> None:
    route.fulfill(status=500, content_type="text/html", body=render_to_string("500.html"))


@contextmanager
def opened(browser: Browser, site: str, **look: Any) -> Iterator[Page]:
    # Our policy forbids the styles that axe tries things out with.
    context = browser.new_context(base_url=site, bypass_csp=True, reduced_motion="reduce", **look)
    page = context.new_page()
    page.route(f"**{BROKEN}", broken)
    yield page
    context.close()


def visit(page: Page, path: str, status: int) -> None:
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == status, path


def test_they_break_no_rule_of_axe(browser: Browser, site: str, settings: Settings) -> None:
    pages = fill(settings) | {BROKEN: 500}
    found = []
    with opened(browser, site) as page:
        for path, status in pages.items():
            visit(page, path, status)
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            for scheme, width in LOOKS:
                page.emulate_media(color_scheme=scheme)
                page.set_viewport_size({"width": width, "height": 900})
                found += [(path, scheme, one["id"], one["nodes"][0]["html"]) for one in violations(page, scheme)]
    assert found == []


def test_they_fit_a_small_phone_and_a_page_at_400_percent_and_fingers_hit_them(
    browser: Browser, site: str, settings: Settings
) -> None:
    """320 by 256 is what is left of 1280 by 1024 at 400 %."""
    pages = fill(settings) | {BROKEN: 500}
    wide, small, outlines = [], set(), {}
    for width, height in ((320, 256), (390, 700)):
        with opened(browser, site, viewport={"width": width, "height": height}) as page:
            for path, status in pages.items():
                visit(page, path, status)
                page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
                if page.evaluate("document.documentElement.scrollWidth") > width:
                    wide.append((width, path))
                small |= {(width, path, html) for html in page.evaluate(SMALL)}
                outlines[path] = page.evaluate(OUTLINE)
    assert wide == []
    assert small == set()
    for path, outline in outlines.items():
        levels = [int(name[1]) for name in outline if name[0] == "h" and name[1:].isdecimal()]
        assert levels[0] == levels.count(1) == outline.count("main") == 1, path
        assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False)), path


def test_long_words_and_names_stay_within_a_small_phone(browser: Browser, site: str, settings: Settings) -> None:
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
    with opened(browser, site, viewport={"width": 320, "height": 256}) as page:
        for path in paths:
            visit(page, path, 200)
            wide += [path] if page.evaluate("document.documentElement.scrollWidth") > 320 else []
    assert wide == []


@pytest.mark.parametrize("size", [(320, 480), (1280, 720)])
def test_whatever_has_the_focus_can_be_seen(
    browser: Browser, site: str, size: tuple[int, int], settings: Settings
) -> None:
    """The exit link stays at the top while the page scrolls; nothing may hide behind it."""
    pages = fill(settings) | {BROKEN: 500}
    if size[0] > 1000:  # nothing but the exit link can cover anything there, and it is everywhere the same
        pages = {path: pages[path] for path in ("/", "/articles/naloxone/", "/cities/austin/", "/contact/")}
    found = []
    with opened(browser, site, viewport={"width": size[0], "height": size[1]}) as page:
        for path, status in pages.items():
            visit(page, path, status)
            stops = 0
            while (problem := _next(page)) is not None and stops < 400:
                stops += 1
                found += [(path, problem)] if problem else []
            assert 5 < stops < 400, path
    assert found == []


def _next(page: Page) -> str | None:
    page.keyboard.press("Tab")
    problem: str | None = page.evaluate(HIDDEN)
    return problem


def test_they_stay_readable_in_forced_colors_and_hold_still_when_asked(
    browser: Browser, site: str, settings: Settings
) -> None:
    """Each filled button has an edge of its own, because forced colors take its ground away."""
    fill(settings)
    with opened(browser, site, forced_colors="active") as page:
        for path in ("/", "/articles/naloxone/", "/cities/austin/"):
            visit(page, path, 200)
            bare = page.evaluate("""() => [...document.querySelectorAll(".action, .exit a, .search button, .notice")]
              .filter((one) => getComputedStyle(one).borderTopWidth === "0px" && one.offsetWidth).length""")
            assert bare == 0, path
            assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
            assert page.evaluate("document.getAnimations().length") == 0


def test_a_phase_of_the_wheel_that_has_the_focus_keeps_the_systems_color(
    browser: Browser, site: str, settings: Settings
) -> None:
    """A dark ink of ours would vanish on a dark ground of theirs."""
    fill(settings)
    with opened(browser, site, forced_colors="active", color_scheme="dark") as page:
        visit(page, "/", 200)
        page.locator(".skip").focus()
        while not page.evaluate("document.activeElement.matches('.wheel a')"):
            page.keyboard.press("Tab")
        link, *parts = page.evaluate("""() => ["a", "text", "use"].map((name) => getComputedStyle(
          name === "a" ? document.activeElement : document.activeElement.querySelector(name)).color)""")
        assert parts == [link, link]
