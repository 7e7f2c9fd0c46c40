"""The bars by ZIP code as they are drawn: to one scale, to be seen in every scheme, not on paper."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings

from tests.journeys.kinds import fill

# Of each bar in view: its number, its length on the screen, its colour and that of the page.
DRAWN = """() => [...document.querySelectorAll(".where > .bars a")].map((one) => ({
  zip: one.innerText.slice(0, 5),
  number: parseInt(one.querySelector("svg + span").innerText),
  length: one.querySelector("rect").getBoundingClientRect().width,
  fill: getComputedStyle(one.querySelector("rect")).fill,
  link: getComputedStyle(one).color,
}))"""


@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("query", ["", "?zip=78701"])
def test_bars_are_as_long_as_their_numbers_are_large(page: Page, settings: Settings, width: int, query: str) -> None:
    fill(settings)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"/cities/austin/{query}")
    drawn: list[dict[str, Any]] = page.evaluate(DRAWN)
    assert len(drawn) == 12
    assert len({one["number"] for one in drawn}) > 1
    for one in drawn:
        assert one["length"] / one["number"] == pytest.approx(drawn[0]["length"] / drawn[0]["number"], rel=0.02), one
    assert min(one["length"] for one in drawn) > 5


@pytest.mark.parametrize("look", [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}])
def test_bars_have_the_colour_of_links_in_every_scheme(
    browser: Browser, site: str, settings: Settings, look: dict[str, Any]
) -> None:
    fill(settings)
    context = browser.new_context(base_url=site, **look)
    page = context.new_page()
    page.goto("/cities/austin/")
    drawn = page.evaluate(DRAWN)
    assert drawn
    assert all(one["fill"] == one["link"] for one in drawn)
    context.close()


def test_the_list_stands_as_high_as_the_bars_where_there_is_room(page: Page, settings: Settings) -> None:
    fill(settings)
    for width, beside in ((390, False), (1280, True)):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto("/cities/austin/")
        where, found = page.locator(".where").bounding_box(), page.locator("#results").bounding_box()
        assert where
        assert found
        assert (found["y"] < where["y"] + where["height"]) is beside
        assert (found["x"] + found["width"] < where["x"]) is beside


def test_a_sheet_for_calls_has_no_bars(page: Page, settings: Settings) -> None:
    fill(settings)
    page.goto("/cities/austin/")
    expect(page.locator(".where")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".where")).to_be_hidden()
