"""On paper: an article for a clinic's hands, and a city's list as a sheet to make calls with."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from tests.journeys.kinds import fill


@pytest.fixture
def paper(page: Page, settings: Settings) -> Page:
    fill(settings)
    page.emulate_media(media="print")
    return page


def content(page: Page, selector: str, part: str) -> str:
    found: str = page.eval_on_selector(selector, "(one, part) => getComputedStyle(one, part).content", part)
    return found


def test_an_article_keeps_what_a_reader_of_paper_needs(paper: Page) -> None:
    paper.goto("/articles/naloxone/")
    expect(paper.locator(".help-bar")).to_contain_text("1-800-662-4357")
    expect(paper.locator(".byline")).to_contain_text("Next review due")
    host = paper.url.split("/")[2]
    expect(paper.locator(".site-header .print-only")).to_have_text(f"{host}/articles/naloxone/")
    expect(paper.locator(".site-header .print-only")).to_be_visible()
    assert content(paper, ".sources a[href^=http]", "::after") == '" (https://www.fda.gov/naloxone)"'
    expect(paper.locator(".questions .answer").first).to_be_visible()
    assert paper.locator(".questions details[open]").count() == 0
    for gone in (".exit a", ".site-header nav", ".contents", ".crumbs", ".back", ".site-footer nav"):
        expect(paper.locator(gone).first).to_be_hidden()


def test_a_citys_list_has_boxes_to_tick_and_lines_to_write_on(paper: Page) -> None:
    paper.goto("/cities/austin/")
    expect(paper.locator(".tonight .number").first).to_be_visible()
    places = paper.locator(".facility")
    assert places.count() == 20
    first = places.first
    for words in ("Called", "Has room", "I can pay", "When, and with:", "They said:"):
        expect(first.get_by_text(words)).to_be_visible()
    assert first.locator(".box").count() == 3
    assert content(paper, ".box", "::before") == '""'
    line = first.get_by_text("They said:")
    assert line.evaluate("(one) => getComputedStyle(one).borderBottomStyle") == "solid"
    assert first.evaluate("(one) => getComputedStyle(one).breakInside") == "avoid"
    for kept in ("1 Main Street", "Buprenorphine", "Pay:"):
        expect(first).to_contain_text(kept)
    expect(paper.locator(".choices")).to_be_hidden()


def test_a_short_list_is_a_call_sheet_with_every_number(paper: Page) -> None:
    """Of a place with one number as well: other lone buttons are left off paper."""
    paper.goto("/list/?place=79901&p=border&p=west")
    for number in ("512-555-0100", "512-555-0101 x22", "512-555-0102"):
        expect(paper.get_by_text(number)).to_be_visible()
    for words in ("Called", "Has room", "I can pay", "They said:"):
        assert paper.get_by_text(words, exact=True).count() == 2
    for gone in ("Text it to me", "Take off the list", "Directions"):
        expect(paper.get_by_text(gone).first).to_be_hidden()


def test_a_comparison_has_the_number_of_each_place(paper: Page) -> None:
    paper.goto("/cities/austin/ranking/")
    numbers = paper.locator(".standing .number")
    assert numbers.count() > 0
    assert [one.is_visible() for one in numbers.all()] == [True] * numbers.count()


def test_a_citys_sheet_has_all_its_places(paper: Page) -> None:
    paper.goto("/cities/austin/sheet/")
    assert paper.locator(".sheet > li").count() > 45
    assert content(paper, ".sheet .box", "::before") == '""'


def test_the_sheet_is_not_on_the_screen(page: Page, settings: Settings) -> None:
    fill(settings)
    page.goto("/cities/austin/")
    expect(page.locator(".call-sheet").first).to_be_hidden()


def test_what_is_for_paper_alone_does_not_show_without_style_sheets(page: Page, settings: Settings) -> None:
    fill(settings)
    page.route("**/*.css", lambda route: route.abort())
    page.goto("/cities/austin/")
    assert page.locator(".print-only").count() > 2
    for one in page.locator(".print-only").all():
        expect(one).to_be_hidden()


def test_what_was_agreed_to_is_on_the_paper_of_a_message(page: Page, settings: Settings) -> None:
    """On the screen it is in a fold."""
    mine = next(path for path in fill(settings) if path.startswith("/inquiry/") and path.count("/") == 3)
    page.goto(mine)
    agreed = page.locator(".place-told blockquote").first
    expect(agreed).to_be_hidden()
    page.emulate_media(media="print")
    expect(agreed).to_be_visible()
