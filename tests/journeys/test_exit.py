"""Leaving at once, by the link and by the keyboard. The page that it leads to is answered here: nothing goes out."""

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from pytest_django import Settings

from tests.journeys.kinds import NOWHERE, fill

WEATHER = "https://www.weather.gov/"
ESCAPE, SHIFT = ["Escape"] * 3, ["Shift"] * 3


@pytest.fixture
def asked(page: Page) -> list[str | None]:
    """What is asked of the other site, and what it is told of where one came from."""
    asked: list[str | None] = []

    def answer(route: Route) -> None:
        asked.append(route.request.headers.get("referer"))
        route.fulfill(content_type="text/html", body="<title>Weather</title><h1>Sun</h1>")

    page.route(f"{WEATHER}**", answer)
    return asked


def press(page: Page, keys: list[str]) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_three_times_leaves_from_every_kind_of_page_and_back_does_not_return(
    page: Page, asked: list[str | None], settings: Settings
) -> None:
    fill(settings)
    # As the site's own middleware would send it.
    headers = {"Content-Type": "text/html", "Referrer-Policy": "same-origin"}
    page.route("**/broken/", lambda route: route.fulfill(headers=headers, body=render_to_string("500.html")))
    for path, keys in (
        ("/", ESCAPE),
        ("/", SHIFT),
        ("/articles/naloxone/", ESCAPE),
        ("/articles/old-rules/", SHIFT),
        ("/facilities/harbor/report/", ESCAPE),
        (NOWHERE, SHIFT),
        ("/broken/", ESCAPE),
    ):
        page.goto("/tags/")
        page.goto(path)
        press(page, keys)
        page.wait_for_url(WEATHER)
        page.go_back()
        assert page.url.endswith("/tags/"), path
    assert asked == [None] * 7


def test_the_link_leaves_in_the_same_way_and_without_a_script_too(
    page: Page, asked: list[str | None], browser: Browser, site: str
) -> None:
    page.goto("/tags/")
    page.goto("/phases/")
    page.get_by_role("link", name="Exit this page").click()
    page.wait_for_url(WEATHER)
    page.go_back()
    assert page.url.endswith("/tags/")
    plain = browser.new_context(base_url=site, java_script_enabled=False)
    bare = plain.new_page()
    bare.route(f"{WEATHER}**", lambda route: route.fulfill(body="Sun"))
    bare.goto("/phases/")
    bare.get_by_role("link", name="Exit this page").click()
    bare.wait_for_url(WEATHER)
    plain.close()


def test_the_page_is_covered_before_the_other_one_answers(page: Page) -> None:
    page.route(f"{WEATHER}**", lambda route: route.abort("aborted"))
    page.goto("/phases/")
    press(page, ESCAPE)
    # A way on is left, should the other page never come.
    expect(page.get_by_role("link")).to_have_attribute("href", WEATHER)
    expect(page.get_by_role("alert")).to_have_text("Leaving this site.")
    expect(page).to_have_title("www.weather.gov")
    assert "treatment" not in page.locator("body").inner_text()
    # Pressed once more, the key would tell the browser to stop loading.
    assert not page.evaluate("dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape', cancelable: true}))")


def test_it_is_told_before_the_last_time_and_forgotten_after_a_while(page: Page, asked: list[str | None]) -> None:
    page.clock.install()
    page.goto("/phases/")
    told = page.get_by_role("alert")
    press(page, ESCAPE[:1])
    expect(told).to_have_text("")
    press(page, ESCAPE[:1])
    expect(told).to_have_text("Press once more to leave this site.")
    page.clock.fast_forward(5_100)
    expect(told).to_have_text("")
    press(page, ESCAPE[:2])
    assert asked == []
    assert page.url.endswith("/phases/")


def test_typing_does_not_leave(page: Page, asked: list[str | None]) -> None:
    for keys in (
        ["Shift+A", "Shift+B", "Shift+C", "Shift+D"],
        ["Shift", "x", "Shift", "Shift"],
        ["Escape", "Shift", "Escape", "Shift", "Escape"],
        ["Shift+Tab", "Shift+Tab", "Shift+Tab"],
        ["Escape", "Tab", "Escape", "Escape"],
    ):
        page.goto("/search/")
        page.get_by_role("searchbox").focus()
        press(page, keys)
        page.wait_for_timeout(200)
        assert asked == [], keys
        assert page.url.endswith("/search/"), keys


def test_a_capital_typed_in_haste_does_not_count(page: Page, asked: list[str | None]) -> None:
    """Shift is often let go before the letter is."""
    page.goto("/search/")
    page.get_by_role("searchbox").focus()
    for act, key in (("down", "Shift"), ("down", "A"), ("up", "Shift"), ("up", "A")):
        getattr(page.keyboard, act)(key)
    press(page, SHIFT[:2])
    page.wait_for_timeout(200)
    assert asked == []


def test_a_key_held_down_counts_once(page: Page, asked: list[str | None]) -> None:
    page.goto("/phases/")
    for key in ("Escape", "Shift"):
        for _ in range(5):
            page.keyboard.down(key)
        page.keyboard.up(key)
    page.wait_for_timeout(200)
    assert asked == []


def test_nothing_is_stored_in_the_browser(context: BrowserContext, page: Page) -> None:
    page.goto("/phases/")
    press(page, SHIFT[:2])
    kept = page.evaluate("Promise.all([indexedDB.databases(), caches.keys()]).then((all) => all.flat().length)")
    assert kept + page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert context.cookies() == []
