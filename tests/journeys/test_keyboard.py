"""A reader's whole way, without a mouse."""

from playwright.sync_api import Page
from pytest_django import Settings

from facilities.kinds import FACILITIES
from search.services import rebuild
from tests.journeys.kinds import fill


def tab_to(page: Page, selector: str) -> None:
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"The Tab key never comes to {selector}.")


def follow(page: Page, selector: str, address: str) -> None:
    tab_to(page, selector)
    page.keyboard.press("Enter")
    page.wait_for_url(address)


def test_from_home_to_a_phone_number(page: Page, settings: Settings) -> None:
    fill(settings)
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.hash") == "#main", "the way past the menu comes first"
    page.keyboard.press("Enter")
    tab_to(page, "#place")
    page.keyboard.type("78702")
    page.keyboard.press("Enter")
    page.wait_for_url("**/near/?place=78702")
    tab_to(page, "input[value=methadone]")
    page.keyboard.press("Space")
    tab_to(page, ".choices button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/near/?place=78702&within=&medicine=methadone#results")
    # The next Tab goes on from where the answer begins.
    assert page.evaluate("document.querySelector(':target').id") == "results"
    tab_to(page, "main a[href='tel:+15125550100']")
    follow(page, "a[href='/facilities/place-1/']", "**/facilities/place-1/")
    tab_to(page, "main a[href='tel:+15125550100']")


def test_from_home_by_search_to_an_article_and_its_source(page: Page, settings: Settings) -> None:
    fill(settings)
    rebuild(FACILITIES)
    page.goto("/")
    tab_to(page, "#head-q")
    page.keyboard.type("naloxone")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=naloxone")
    follow(page, "a[href='/articles/naloxone/']", "**/articles/naloxone/")
    tab_to(page, ".cite a")
    page.keyboard.press("Enter")
    page.wait_for_url("**#source-1")
    follow(page, ".sources li:target .back", "**#cite-1")
    tab_to(page, "summary")
    page.keyboard.press("Enter")
    assert page.locator("details[open]").count() == 1
