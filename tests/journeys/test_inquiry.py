"""The person's page and the facility's, on a phone, without a script, by keyboard, and as axe sees them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, ViewportSize, expect
from pytest_django import Settings

from contact.models import Inquiry, Notice
from tests.contact.making import WORDS, World, make_world, receive_one, sent, token_of
from tests.journeys.axe import opened, problems

PHONE = ViewportSize(width=390, height=844)


@pytest.fixture
def world(site: str, settings: Settings) -> World:
    return make_world(settings)


@pytest.fixture
def inquiry(world: World) -> Inquiry:
    return receive_one(*world.facilities[:2], city=world.city).inquiry


@pytest.fixture
def phone(browser: Browser, site: str) -> Iterator[Page]:
    """A phone on which scripts are off."""
    context = browser.new_context(base_url=site, viewport=PHONE, java_script_enabled=False)
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def tab_to(page: Page, name: str) -> None:
    """As someone without a mouse gets there."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText || ''").strip() == name:
            return
    pytest.fail(f"{name!r} cannot be reached with the Tab key.")


def test_told_opened_answered_and_taken_back(phone: Page, browser: Browser, site: str, inquiry: Inquiry) -> None:
    notice = Notice.objects.filter(consent__inquiry=inquiry).earliest("pk")
    there = browser.new_context(base_url=site, viewport=PHONE, java_script_enabled=False)
    facility = there.new_page()
    link = f"/forwarded/{sent(notice)}/"
    facility.goto(link)
    expect(facility.locator("main")).not_to_contain_text(WORDS["name"])
    facility.get_by_role("button", name="Show it").click()
    expect(facility.locator("main")).to_contain_text(WORDS["message"])
    facility.get_by_role("button", name="We will call").click()
    expect(facility.locator("main")).to_contain_text("They will call you.")
    facility.reload()
    expect(facility.locator("main")).to_contain_text("They will call you.")

    phone.goto(f"/inquiry/{token_of(inquiry)}/")
    expect(phone.locator("h1")).to_have_text("We have your message")
    expect(phone.locator(".place-told").first).to_contain_text("They will call you.")
    phone.get_by_role("link", name="Take back your permission", exact=True).click()
    phone.get_by_role("button", name="Take back permission for all of them").click()
    expect(phone.locator("h1")).to_have_text("You took back your permission")
    expect(phone.locator("main")).to_contain_text("We cannot take back what it read.")

    facility.goto(link)
    expect(facility.locator("h1")).to_have_text("This link no longer works")
    there.close()

    phone.get_by_role("link", name="Back to your message").click()
    phone.get_by_role("link", name="Delete everything").click()
    phone.get_by_role("button", name="Delete everything now").click()
    expect(phone.locator("h1")).to_have_text("Your message is deleted")
    phone.get_by_role("link", name="See what is left").click()
    expect(phone.locator("main")).to_contain_text(inquiry.reference)


def test_it_can_be_taken_back_without_a_mouse(page: Page, inquiry: Inquiry) -> None:
    page.goto(f"/inquiry/{token_of(inquiry)}/")
    tab_to(page, "Take back your permission")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Take back your permission")
    tab_to(page, "Take back permission for all of them")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("You took back your permission")


def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(browser: Browser, site: str, inquiry: Inquiry) -> None:
    """After each button. As the pages are before, `test_accessibility` has them."""
    notice = Notice.objects.filter(consent__inquiry=inquiry).earliest("pk")
    found: list[tuple[str, ...]] = []
    with opened(browser, site) as page:
        for path, name in (
            (f"/forwarded/{sent(notice)}/", "Show it"),
            ("", "We cannot help"),
            (f"/inquiry/{token_of(inquiry)}/withdraw/", "Take back permission for all of them"),
            (f"/inquiry/{token_of(inquiry)}/delete/", "Delete everything now"),
        ):
            if path:
                page.goto(path)
            with page.expect_navigation():
                page.get_by_role("button", name=name).click()
            found += [(name, *one) for one in problems(page)]
    assert found == []


def test_the_way_out_tells_the_other_host_nothing(page: Page, inquiry: Inquiry) -> None:
    """The exit is the one link that leads elsewhere."""
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.headers.get("referer", ""))
        route.abort()

    page.context.route("https://**", refuse)
    page.goto(f"/inquiry/{token_of(inquiry)}/")
    with page.expect_event("requestfailed"):
        page.get_by_role("link", name="Exit this page").click(no_wait_after=True)
    assert asked == [""]
