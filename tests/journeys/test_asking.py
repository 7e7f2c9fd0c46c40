"""Writing in, as someone does it on a phone: without a script, by keyboard, and as axe sees it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from playwright.sync_api import Error as PlaywrightError
from pytest_django import Settings

from contact.models import Consent, Inquiry, Notice
from tests.articles.making import make_live
from tests.contact.making import World, make_facility, make_world
from tests.journeys.axe import opened, problems

PHONE = ViewportSize(width=390, height=844)
MESSAGE = "Do you know a place with room?"


@pytest.fixture
def world(site: str, settings: Settings) -> World:
    settings.FORM_SECONDS = 0
    return make_world(settings)


@pytest.fixture
def phone(browser: Browser, world: World, site: str) -> Iterator[Page]:
    """A phone on which scripts are off."""
    context = browser.new_context(base_url=site, viewport=PHONE, java_script_enabled=False)
    context.set_default_timeout(10_000)
    yield context.new_page()
    assert not context.cookies()
    context.close()


def test_from_an_article_to_two_places_that_were_chosen(phone: Page, world: World) -> None:
    make_live()
    fourth = make_facility(city=world.city)
    phone.goto("/articles/naloxone/")
    phone.get_by_role("main").get_by_role("link", name="Write to us").click()
    phone.get_by_label("A name to use").fill("Ottoline")
    phone.get_by_label("E-mail").fill("ottoline")
    phone.get_by_label("Your message").fill(MESSAGE)
    phone.get_by_label("I give permission to Rehabsite").check()
    phone.get_by_role("button", name="Send").click()

    alert = phone.locator("#problem")
    expect(alert).to_contain_text("This was not sent yet")
    expect(alert).to_be_focused()
    alert.get_by_role("link").click()
    email = phone.get_by_label("E-mail")
    expect(email).to_be_in_viewport()
    expect(email).to_have_value("ottoline")
    email.fill("ottoline@example.org")
    expect(phone.get_by_label("Your message")).to_have_value(MESSAGE)
    phone.get_by_label("City").select_option("Austin, TX")
    phone.get_by_role("button", name="Send").click()

    expect(phone.locator("h1")).to_have_text("Choose facilities")
    places = phone.get_by_role("checkbox")
    expect(places).to_have_count(4)
    for place in places.all():
        expect(place).not_to_be_checked()
        place.check()
    phone.get_by_role("button", name="Continue with what I checked").click()
    expect(phone.locator("#problem")).to_contain_text("up to three places")
    phone.get_by_label(str(fourth)).uncheck()
    phone.get_by_label(f"{world.facility},").uncheck()
    phone.get_by_role("button", name="Continue with what I checked").click()

    expect(phone.locator("h1")).to_have_text("We have your message")
    expect(phone.locator("main")).to_contain_text(Inquiry.objects.get().reference)
    told = list(Consent.objects.order_by("facility").values_list("facility", flat=True))
    assert told == [facility.pk for facility in world.facilities[1:]]
    assert Notice.objects.count() == 2


def test_back_and_send_again_is_the_same_inquiry(phone: Page) -> None:
    for _ in range(2):
        phone.goto("/contact/")
        phone.get_by_label("Phone", exact=True).fill("512-555-0100")
        phone.get_by_role("button", name="Send").click()
        expect(phone.locator("h1")).to_have_text("We have your message")
    phone.go_back()
    phone.get_by_label("Phone", exact=True).fill("512-555-0100")
    phone.get_by_role("button", name="Send").click()
    expect(phone.locator("h1")).to_have_text("We have your message")
    assert Inquiry.objects.count() == 1


@pytest.mark.parametrize("script", [True, False])
def test_back_after_a_corrected_form_shows_nothing_typed_and_sends_nothing(
    browser: Browser, site: str, world: World, script: bool
) -> None:
    """Without the script, Chromium asks first, and what it would send again is what was refused."""
    context = browser.new_context(base_url=site, java_script_enabled=script)
    page = context.new_page()
    page.goto("/contact/")
    page.get_by_label("A name to use").fill("Ottoline")
    page.get_by_role("button", name="Send").click()
    expect(page).to_have_title(re.compile("^Error:"))
    page.get_by_label("Phone", exact=True).fill("512-555-0100")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("h1")).to_have_text("We have your message")
    if script:
        page.go_back()
        expect(page.get_by_label("A name to use")).to_have_value("")
        expect(page.get_by_label("Phone", exact=True)).to_have_value("")
        assert "Ottoline" not in page.content()
    else:
        with pytest.raises(PlaywrightError, match="ERR_CACHE_MISS"):
            page.go_back()
    assert Inquiry.objects.count() == 1
    context.close()


def test_on_a_facilitys_page_its_box_names_it_alone(phone: Page, world: World) -> None:
    phone.goto(world.facility.get_absolute_url())
    phone.get_by_label("Phone", exact=True).fill("512-555-0100")
    phone.get_by_label(f"Only this place: {world.facility}").check()
    phone.get_by_role("button", name="Send").click()
    expect(phone.locator("h1")).to_have_text("We have your message")
    assert Consent.objects.get().facility == world.facility


def test_danger_leads_to_help_lines(phone: Page) -> None:
    phone.goto("/contact/")
    phone.get_by_label("Phone", exact=True).fill("512-555-0100")
    phone.get_by_label("Someone is in danger now.").check()
    phone.get_by_label("I give permission").check()
    phone.get_by_role("button", name="Send").click()
    expect(phone.locator("h1")).to_have_text("Please call now")
    expect(phone.get_by_role("main").get_by_role("link").first).to_have_attribute("href", "tel:911")
    assert not Inquiry.objects.get().permission


def test_without_a_mouse(page: Page, world: World) -> None:
    page.goto("/contact/")
    steps = {"name": "Ottoline", "email": "", "phone": "512-555-0100", "safe_time": "after six", "leave_message": " "}
    tab_to(page, "name")
    for name, keys in steps.items():
        assert _here(page) == name
        if keys == " ":
            page.keyboard.press("Space")
        else:
            page.keyboard.type(keys)
        page.keyboard.press("Tab")
    assert _here(page) == "city"
    page.keyboard.type("Aus")
    tab_to(page, "message")
    page.keyboard.type(MESSAGE)
    tab_to(page, "consent")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Send", "the trap for programs is in the way"
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Choose facilities")
    tab_to(page, "facility")
    page.keyboard.press("Space")
    for _ in world.facilities:
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("We have your message")
    assert Consent.objects.get().facility == world.facility
    assert Inquiry.objects.get().holds == sorted([*("name", "phone", "safe_time", "leave_message", "message")])


def _here(page: Page) -> str:
    return str(page.evaluate("document.activeElement.name || ''"))


def tab_to(page: Page, name: str) -> None:
    for _ in range(80):
        if _here(page) == name:
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{name!r} cannot be reached with the Tab key.")


def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    browser: Browser, site: str, world: World, settings: Settings
) -> None:
    """In every state of the form. As it is at first, `test_accessibility` has it."""
    silent = make_facility(email="")
    found: list[tuple[str, ...]] = []
    with opened(browser, site) as page:

        def look(where: str) -> None:
            found.extend((where, *one) for one in problems(page))

        def press(name: str) -> None:
            with page.expect_navigation():
                page.get_by_role("button", name=name).click()

        for facility in (world.facility, silent):
            page.goto(facility.get_absolute_url())
            look(facility.slug)
        page.goto(f"/contact/{silent.slug}/")
        look("takes no inquiries, its form")
        for address in (f"/contact/{world.facility.slug}/", "/contact/"):
            page.goto(address)
            page.get_by_label("Phone", exact=True).fill("12")
            page.get_by_label("I give permission").check()
            press("Send")
            look("wrong")
        page.get_by_label("Phone", exact=True).fill("512-555-0100")
        press("Send")
        look("no city")
        press("Show its places")
        look("places")
        page.goto("/contact/")
        page.get_by_label("Phone", exact=True).fill("512-555-0100")
        page.get_by_label("under 18").check()
        press("Send")
        look("under 18")
        page.goto("/contact/")
        settings.INQUIRY_PUBLIC_KEY = ""
        press("Send")
        look("closed")
        page.goto("/contact/")
        look("closed form")
    assert found == []
