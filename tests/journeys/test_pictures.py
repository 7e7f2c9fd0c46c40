"""Pictures come late and move nothing."""

from playwright.sync_api import Page
from pytest_django import Settings

from tests.journeys.kinds import fill

SHIFTS = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((all) => all.getEntries().forEach((one) => { sum += one.value; }))
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(sum), 300);
})"""


def test_an_article_with_a_picture_does_not_shift(page: Page, settings: Settings) -> None:
    fill(settings)
    page.set_viewport_size({"width": 390, "height": 500})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/articles/naloxone/")
    picture = page.locator(".prose img")
    assert picture.get_attribute("loading") == "lazy"
    assert picture.get_attribute("alt") == "A rectangle"
    assert int(picture.get_attribute("width") or 0) > 0 < int(picture.get_attribute("height") or 0)
    before = picture.bounding_box()
    picture.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('.prose img').complete")
    after = picture.bounding_box()
    assert before is not None
    assert after is not None
    assert (before["width"], before["height"]) == (after["width"], after["height"])
    assert page.evaluate("document.querySelector('.prose img').currentSrc").endswith(".webp")
    assert page.evaluate("document.querySelector('.prose img').src").endswith(".jpg")
    assert page.evaluate(SHIFTS) == 0
    assert {url.partition("//")[2].partition("/")[0] for url in asked} == {page.url.split("/")[2]}
