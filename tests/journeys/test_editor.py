"""An article's way to readers, in the browsers of the people who take it there."""

import re

from playwright.sync_api import Page, expect

from tests.articles.making import make_article
from tests.journeys.conftest import Desk


def press(page: Page, step: str, done: str, **asked: str) -> None:
    form = page.locator(".write-step").filter(has=page.locator("button", has_text=step))
    if asked:
        form.locator("summary").click()
    for name, value in asked.items():
        form.locator(f"[name={name}]").fill(value)
    form.locator("button").click()
    expect(page.locator(".messagelist")).to_contain_text(done)


def test_written_reviewed_published_read(desk: Desk, page: Page) -> None:
    writer, editor, reviewer = desk("writer"), desk("editor"), desk("medical-reviewer")
    writer.get_by_role("link", name="Write an article").click()
    writer.get_by_label("Title:").first.fill("Carry naloxone")
    writer.get_by_label("Summary:").fill("Where to get it.")
    writer.locator("#id_body").fill("## Where\n\nAt a *pharmacy*, they say it cures addicts.")
    expect(writer.locator(".markdown-page h2")).to_have_text("Where")
    writer.get_by_role("button", name="Check without saving").click()
    expect(writer.locator(".checklist")).to_contain_text("person with opioid use disorder")
    writer.locator("#id_body").fill("## Where\n\nAt a *pharmacy*.")
    expect(writer.locator(".markdown-page p")).to_have_text("At a pharmacy.")
    preview = writer.locator(".markdown-page .prose").inner_html()
    writer.get_by_role("button", name="Save as a new revision").click()
    press(writer, "Hand in for review", "Handed in")
    article = writer.url

    editor.reload()
    editor.get_by_role("link", name="Carry naloxone").click()
    press(editor, "Send back", "Sent back", because="Say which pharmacy.")
    writer.goto("/admin/")
    expect(writer.locator(".desk")).to_contain_text("Say which pharmacy.")
    writer.goto(article)
    press(writer, "Hand in for review", "Handed in")

    reviewer.reload()
    reviewer.get_by_role("link", name="Carry naloxone").click()
    expect(reviewer.locator(".write-text")).to_contain_text("At a pharmacy.")
    press(reviewer, "Sign as medically reviewed", "Signed", date="2035-01-31")
    assert page.goto("/articles/carry-naloxone/").status == 404  # type: ignore[union-attr]
    editor.goto(article)
    press(editor, "Publish", "Published. Readers see revision 1,")

    page.goto("/articles/carry-naloxone/")
    expect(page.locator("h1")).to_have_text("Carry naloxone")
    shown = page.locator(".prose").filter(has_text="At a pharmacy.").first.inner_html()
    assert re.sub(r"\s+", "", preview) in re.sub(r"\s+", "", shown)


def test_the_second_of_two_editors_sees_the_difference_and_loses_nothing(desk: Desk) -> None:
    article = make_article("naloxone", body="First words.")
    edda, mona = desk("editor"), desk("site-manager")
    for page in (edda, mona):
        page.goto(f"/admin/articles/article/{article.pk}/change/")
    edda.locator("#id_title").fill("Edda's title")
    edda.get_by_role("button", name="Save as a new revision").click()
    expect(edda.locator(".messagelist")).to_contain_text("Saved")
    mona.locator("#id_body").fill("First words, and Mona's.")
    mona.get_by_role("button", name="Save as a new revision").click()
    conflict = mona.locator(".desk-conflict")
    expect(conflict.locator("del").filter(has_text="Edda's title")).to_be_visible()
    expect(conflict.locator("ins").filter(has_text="and Mona's")).to_be_visible()
    expect(mona.locator("#id_body")).to_have_value("First words, and Mona's.")
    mona.locator("#id_title").fill("Edda's title")
    mona.get_by_role("button", name="Save as a new revision").click()
    expect(mona.locator(".messagelist")).to_contain_text("Saved")
    mona.get_by_role("button", name="Show the difference").click()
    expect(mona.locator(".difference ins")).to_have_text([", and Mona's"])


def test_on_a_phone_nothing_runs_off_the_side(desk: Desk) -> None:
    article = make_article("naloxone", body="| a | b |\n|---|---|\n| 1 | 2 |\n\n" + "long" * 60)
    page = desk("editor")
    page.set_viewport_size({"width": 390, "height": 844})
    change = f"/admin/articles/article/{article.pk}"
    for path in ("/admin/", f"{change}/change/", f"{change}/compare/?older=1&newer=1", "/admin/authenticator/"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
