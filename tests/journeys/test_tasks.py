"""What readers came for, on a phone of 360 pixels and without a script: a number, or the right page, in two steps."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings

from contact.crypto.sealing import make_pair

MOST = 2


class Reader:
    """Begins each task on the first page, and counts what it takes: each is a link followed or a form sent."""

    def __init__(self, page: Page) -> None:
        self.page, self.steps = page, 0

    def begin(self) -> None:
        self.page.goto("/")
        self.steps = 0

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name).first.click()
        self.steps += 1

    def type_place(self, typed: str) -> None:
        self.page.locator("main").get_by_label("ZIP code or town").first.fill(typed)
        self.page.locator("main").get_by_role("button", name="Show places").first.click()
        self.steps += 1

    def menu(self, name: str) -> None:
        """The fold needs no page, so it is no step."""
        self.page.locator(".menu > summary").click()
        self.page.get_by_role("navigation", name="Menu").get_by_role("link", name=name).click()
        self.steps += 1

    def sees(self, selector: str) -> None:
        expect(self.page.locator(selector).first).to_be_visible()
        assert self.steps <= MOST


@pytest.fixture
def reader(browser: Browser, demo: None, site: str, settings: Settings) -> Iterator[Reader]:
    settings.INQUIRY_PUBLIC_KEY = make_pair()[0]
    settings.OPERATOR_NAME = "Example Foundation"
    context = browser.new_context(
        base_url=site, viewport={"width": 360, "height": 640}, java_script_enabled=False, reduced_motion="reduce"
    )
    context.set_default_timeout(10_000)
    yield Reader(context.new_page())
    context.close()


def test_each_reader_gets_there_in_two_steps(reader: Reader) -> None:
    page, call = reader.page, ".facility .calls a[href^='tel:']"

    reader.begin()  # in withdrawal at night, in a ZIP code without a place, wants methadone or buprenorphine
    reader.menu("Medicines")
    reader.type_place("78741")
    reader.sees(call)
    assert "medicine=methadone" in page.url
    assert "medicine=buprenorphine" in page.url

    reader.begin()  # without insurance
    reader.menu("Paying")
    reader.type_place("78741")
    reader.sees(call)
    assert "payment=none" in page.url

    reader.begin()  # the same far from the cities that the site writes about
    reader.type_place("79901")
    reader.sees("main a[href^='tel:']")

    reader.begin()  # a mother, the night after her son's overdose, Los Angeles
    reader.follow("After an overdose")
    reader.sees("h1:has-text('After an overdose')")
    reader.sees("main a[href='tel:18008547771']")

    reader.begin()  # tonight in a city
    reader.menu("Everything on this site")
    page.goto("/cities/los-angeles/")
    first = page.locator("main a[href^='tel:']").first
    assert first.get_attribute("href") == "tel:+18008547771"

    reader.begin()  # by headings and links alone: someone does not wake up
    reader.follow("Help now")
    reader.sees("main a[href='tel:911']")
    assert page.get_by_role("heading", level=2).first.text_content() == page.locator(".urgent h2").text_content()
    box = page.locator(".urgent").bounding_box()
    assert box is not None
    assert box["y"] < 400

    reader.begin()  # afraid of a partner: what was typed is gone, and the way out is in view
    reader.menu("Contact")
    page.get_by_label("A name to use").fill("Quill")
    page.get_by_label("E-mail").first.fill("quill@example.org")
    page.goto("/help/")
    page.go_back()
    assert [page.get_by_label(name).first.input_value() for name in ("A name to use", "E-mail", "Phone")] == [""] * 3
    reader.sees(".exit a")

    reader.begin()  # a nurse who prints
    reader.type_place("Austin, TX")
    page.locator(".facility input[type=checkbox]").nth(0).check()
    page.locator(".facility input[type=checkbox]").nth(1).check()
    page.get_by_role("button", name="See my list").first.click()
    reader.steps += 1
    reader.sees(".compared a[href^='tel:']")

    reader.begin()  # writes to a place
    reader.type_place("78741")
    page.locator(".facility h3 a").first.click()
    reader.steps += 1
    reader.sees("main a[href^='tel:']")

    reader.begin()  # a doctor or a journalist
    reader.follow("Who pays")
    reader.sees("text=Example Foundation")

    reader.begin()  # on medication, away from home
    reader.follow("Out of medication, or away from home")
    reader.sees("h1:has-text('Out of medication')")

    reader.begin()  # the doors and the field, on the first screen
    for door in page.locator(".door").all():
        box = door.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 640
    head = page.locator(".site-header").bounding_box()
    assert head is not None
    assert head["y"] + head["height"] <= 120
    page.goto("/articles/starting-buprenorphine/")
    text = page.locator(".text .prose p").first.bounding_box()
    assert text is not None
    assert text["y"] < 600

    page.goto("/facilities/blue-kettle-opioid-treatment-program-austin/")  # it reports the most of all
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="Letter"))) == 1
