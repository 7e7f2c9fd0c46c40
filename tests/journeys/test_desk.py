"""The intake desk as its people use it: in a real browser, with and without scripts, two at once."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect
from pytest_django import Settings

from contact.models import Inquiry, Notice
from tests.conftest import StaffClient
from tests.contact.making import WORDS, World, make_world, receive_one, sent

Staff = Callable[..., StaffClient]
Desk = Callable[..., Page]


@pytest.fixture
def world(site: str, settings: Settings) -> World:
    return make_world(settings)


@pytest.fixture
def desk(browser: Browser, site: str, staff: Staff, settings: Settings) -> Iterator[Desk]:
    """Each call is another colleague's browser, on the admin's first page."""
    opened: list[BrowserContext] = []

    def open_desk(**options: object) -> Page:
        client = staff("intake")
        context = browser.new_context(base_url=site, **options)  # type: ignore[arg-type]
        context.set_default_timeout(10_000)
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])
        opened.append(context)
        page = context.new_page()
        page.goto("/admin/")
        return page

    yield open_desk
    for context in opened:
        context.close()


def lines(inquiry: Inquiry) -> list[str]:
    return list(inquiry.access_lines.values_list("what", flat=True))


@pytest.mark.parametrize("scripts", [True, False])
def test_an_inquiry_is_found_opened_noted_and_answered(desk: Desk, world: World, scripts: bool) -> None:
    inquiry = receive_one(world.facility, city=world.city).inquiry
    page = desk(java_script_enabled=scripts)
    page.get_by_role("link", name=inquiry.reference).click()
    page.get_by_role("button", name="Take it on").click()
    expect(page.locator(".messagelist")).to_contain_text("is yours now")
    page.get_by_role("button", name="Open the words").click()
    expect(page.locator(".inquiry-words")).to_contain_text(WORDS["message"])
    expect(page.locator("#words")).to_be_focused()
    page.get_by_role("link", name="Close the words").click()
    assert WORDS["message"] not in page.content()
    page.get_by_label("For the team.").fill("Rang her, Kunigund.")
    page.get_by_role("button", name="Save the note").click()
    expect(page.locator(".messagelist")).to_contain_text("The note is saved")
    page.get_by_role("button", name="It is answered").click()
    page.goto("/admin/contact/inquiry/")
    page.get_by_label("Reference", exact=True).fill(inquiry.reference[4:10].lower())
    page.get_by_role("button", name="Find").click()
    expect(page.locator("h1")).to_have_text(inquiry.reference)
    page.get_by_role("button", name="Open the words").click()
    expect(page.locator(".inquiry-note")).to_contain_text("Kunigund")
    assert lines(inquiry) == ["took", "opened", "noted", "state", "opened"]


def test_the_back_button_shows_no_words_again(desk: Desk, world: World) -> None:
    inquiry = receive_one().inquiry
    page = desk()
    page.goto(f"/admin/contact/inquiry/{inquiry.pk}/change/")
    page.get_by_role("button", name="Open the words").click()
    expect(page.locator(".inquiry-words")).to_be_visible()
    assert WORDS["name"] not in page.url
    page.go_back()
    expect(page.get_by_role("button", name="Open the words")).to_be_visible()
    assert WORDS["message"] not in page.content()
    with pytest.raises(Error, match="ERR_CACHE_MISS"):  # Chromium asks whether to send the form again
        page.go_forward()
    assert lines(inquiry) == ["opened"]


def test_a_double_click_takes_a_step_once(desk: Desk, world: World) -> None:
    inquiry = receive_one(world.facility).inquiry
    sent(Notice.objects.get())
    page = desk()
    page.goto(f"/admin/contact/inquiry/{inquiry.pk}/change/")
    page.get_by_role("button", name="Take it on").dblclick()
    expect(page.get_by_role("button", name="Take it on")).to_have_count(0)
    page.get_by_role("button", name="Send a new link").dblclick()
    expect(page.get_by_role("button", name="Send a new link")).to_have_count(0)
    assert lines(inquiry) == ["took", "resent"]


def test_the_second_of_two_colleagues_reads_who_was_faster(desk: Desk, world: World) -> None:
    inquiry = receive_one().inquiry
    anna, ben = desk(), desk()
    for page in (anna, ben):
        page.goto(f"/admin/contact/inquiry/{inquiry.pk}/change/")
    for page in (anna, ben):
        page.get_by_role("button", name="Take it on").click()
    expect(ben.locator(".messagelist")).to_contain_text("A colleague was faster")
    expect(ben.get_by_role("button", name="Take it over from")).to_be_visible()
    assert lines(inquiry) == ["took"]


def test_the_copy_comes_as_a_file(desk: Desk, world: World) -> None:
    inquiry = receive_one().inquiry
    page = desk()
    page.goto(f"/admin/contact/inquiry/{inquiry.pk}/change/")
    page.get_by_text("The person asks for their copy").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the copy").click()
    assert download.value.suggested_filename == f"{inquiry.reference}.json"
    assert WORDS["message"] in download.value.path().read_text()
