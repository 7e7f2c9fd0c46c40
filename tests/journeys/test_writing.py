"""Writing without knowing Markdown by heart: buttons and keys, lists that go on, picking; and after a crash."""

import pytest
from playwright.sync_api import Locator, Page, expect

from articles.models import ArticleRevision
from tests.articles.making import make_article, make_live, make_tag
from tests.journeys.conftest import Desk

KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('desk-kept:')).length"
PASTE = """([html, plain]) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    data.setData("text/plain", plain);
    const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
    document.querySelector("#id_body").dispatchEvent(event);
}"""


def written(page: Page, article: int) -> Locator:
    page.goto(f"/admin/articles/article/{article}/change/")
    return page.locator("#id_body")


def fresh(body: Locator, text: str, start: int, end: int) -> None:
    body.fill(text)
    body.evaluate("(field, [start, end]) => field.setSelectionRange(start, end)", [start, end])


@pytest.mark.parametrize("role", ["writer"])
def test_buttons_keys_lists_pasting_and_picking(desk: Desk, role: str) -> None:
    make_live("where-to-start", title="Where to start")
    page = desk(role)
    body = written(page, make_article("naloxone").pk)
    tools = page.get_by_role("toolbar")

    fresh(body, "Call now", 0, 4)
    page.keyboard.press("Control+b")
    expect(body).to_have_value("**Call** now")
    page.keyboard.press("Control+b")
    expect(body).to_have_value("Call now")
    page.keyboard.press("Control+z")
    expect(body).to_have_value("**Call** now")
    fresh(body, "One\nTwo", 0, 7)
    tools.get_by_role("button", name="1. 2. 3.").click()
    expect(body).to_have_value("1. One\n2. Two")
    fresh(body, "- One", 5, 5)
    page.keyboard.press("Enter")
    page.keyboard.type("Two")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(body).to_have_value("- One\n- Two\n\n")
    fresh(body, "(512) 555-0100", 0, 14)
    tools.get_by_role("button", name="Phone").click()
    expect(body).to_have_value("[(512) 555-0100](tel:+15125550100)")
    fresh(body, "A number.", 9, 9)
    tools.get_by_role("button", name="Source").click()
    expect(body).to_have_value("A number.[^1]")
    expect(page.locator("#id_sources-0-title")).to_be_focused()

    fresh(body, "Begin here", 6, 10)
    page.keyboard.press("Control+k")
    page.keyboard.type("start")
    page.get_by_role("dialog").get_by_role("button", name="Where to start").click()
    expect(body).to_have_value("Begin [here](/articles/where-to-start/)")

    fresh(body, "Words ", 6, 6)
    page.evaluate(PASTE, ["<p><b>Bold</b> <i>too</i></p>", "Bold too"])
    expect(body).to_have_value("Words **Bold** *too*")
    page.evaluate(PASTE, ["<h2>Costs</h2><p>Ask <b>first</b>.<img src='x'></p>", "Costs Ask first."])
    expect(body).to_have_value("Words **Bold** *too*\n\n## Costs\n\nAsk **first**.")
    expect(page.locator(".markdown-status")).to_contain_text("Lost on the way: 1 picture")
    expect(page.locator(".markdown-page h2")).to_have_text("Costs")


def test_tags_are_picked_by_typing_among_many(desk: Desk) -> None:
    for number in range(40):
        make_tag(f"Topic {number:02}")
    article = make_article("naloxone")
    page = desk("editor")
    written(page, article.pk)
    more = page.locator("#id_tags_more")
    more.fill("topic 10")
    expect(page.locator(".choose-list [role=option]")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("checkbox", name="Topic 10")).to_be_checked()
    page.get_by_role("button", name="Save as a new revision").click()
    expect(page.locator(".messagelist")).to_contain_text("Changed: Tags.")
    assert [tag.name for tag in article.tags.all()] == ["Topic 10"]


def test_what_was_not_saved_is_offered_after_a_crash_and_gone_after_logging_out(desk: Desk) -> None:
    article = make_article("naloxone", body="First words.")
    page = desk("editor")
    body = written(page, article.pk)
    body.fill("Words that were never saved.")
    body.blur()
    crashed = page.context.new_page()
    page.close(run_before_unload=False)
    body = written(crashed, article.pk)
    expect(body).to_have_value("First words.")
    crashed.get_by_role("button", name="Bring it back").click()
    expect(body).to_have_value("Words that were never saved.")
    crashed.get_by_role("button", name="Save as a new revision").click()
    expect(crashed.locator(".messagelist")).to_contain_text("Saved")
    assert ArticleRevision.objects.latest("pk").body == "Words that were never saved."
    assert not crashed.evaluate(KEPT)
    crashed.locator("#id_body").fill("More.")
    crashed.locator("#id_body").blur()
    assert crashed.evaluate(KEPT) == 1
    crashed.on("dialog", lambda dialog: dialog.accept())
    crashed.get_by_role("button", name="Log out").click()
    expect(crashed.locator("body")).to_contain_text("You are logged out")
    assert not crashed.evaluate(KEPT)
