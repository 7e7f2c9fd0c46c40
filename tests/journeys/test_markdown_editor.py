"""A writer's way with words and pictures, in the admin."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect
from pytest_django import Settings

from markup.models import Image
from tests.conftest import StaffClient
from tests.markup.making import photo

SESSION = "sessionid"
WRITE = "/admin/articles/article/add/"


@pytest.fixture
def desk(context: BrowserContext, staff: Callable[..., StaffClient], settings: Settings, tmp_path: Path) -> Page:
    """A writer's empty page."""
    settings.MEDIA_ROOT = tmp_path
    session = staff("writer").cookies[SESSION].value
    page = context.new_page()
    page.goto("/robots.txt")
    context.add_cookies([{"name": SESSION, "value": session, "url": page.url}])
    page.goto(WRITE)
    return page


def preview(page: Page) -> Locator:
    return page.locator(".markdown-page .prose")


def drop(page: Page, name: str, kind: str, data: bytes) -> None:
    page.evaluate(
        """([name, type, bytes]) => {
            const files = new DataTransfer();
            files.items.add(new File([new Uint8Array(bytes)], name, {type}));
            const event = new DragEvent("drop", {dataTransfer: files, bubbles: true, cancelable: true});
            document.querySelector(".markdownx-editor").dispatchEvent(event);
        }""",
        [name, kind, list(data)],
    )


def test_the_preview_follows_and_looks_like_the_page(desk: Page) -> None:
    problems: list[str] = []
    desk.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    desk.locator(".markdownx-editor").fill("## Costs\n\n::: warning\nCall 911\n:::")
    expect(preview(desk).locator("h2")).to_have_text("Costs")
    expect(preview(desk).locator(".notice-warning .notice-title")).to_have_text("Warning")
    # The site's own style reached into the shadow, and nothing else did.
    assert preview(desk).evaluate("e => getComputedStyle(e).getPropertyValue('--measure')")
    assert problems == []


def test_a_dropped_picture_is_described_and_shown(desk: Page) -> None:
    desk.locator(".markdownx-editor").fill("Before")
    desk.locator(".markdownx-editor").press("Control+End")
    drop(desk, "a.jpg", "image/jpeg", photo(600, 400))
    dialog = desk.get_by_role("dialog", name="Describe the picture")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Put it into the text").click()
    expect(dialog).to_be_visible()  # not without a description
    dialog.get_by_label("What does the picture show?").fill('A [blue] "door"')
    dialog.get_by_label("Caption").fill("The entrance")
    dialog.get_by_role("button", name="Put it into the text").click()
    expect(desk.get_by_role("status").first).to_have_text("The picture is in the text.")
    address = Image.objects.get().get_absolute_url()
    expect(desk.locator(".markdownx-editor")).to_have_value(
        f'Before\n\n![A \\[blue\\] \\"door\\"]({address} "The entrance")'
    )
    expect(preview(desk).locator("figure img")).to_have_attribute("alt", 'A [blue] "door"')
    expect(preview(desk).locator("figcaption")).to_have_text("The entrance")
    assert (
        preview(desk)
        .locator("img")
        .evaluate("async e => { e.loading = 'eager'; await e.decode(); return e.naturalWidth; }")
    )


def test_a_chosen_picture_may_only_decorate(desk: Page) -> None:
    chooser = desk.get_by_label("Add a picture")
    chooser.set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo(60, 40)})
    dialog = desk.get_by_role("dialog")
    dialog.get_by_label("It is only decoration").check()
    dialog.get_by_role("button", name="Put it into the text").click()
    expect(desk.locator(".markdownx-editor")).to_have_value(f"![]({Image.objects.get().get_absolute_url()})")


@pytest.mark.parametrize(
    ("name", "kind", "data", "words"),
    [
        ("a.svg", "image/svg+xml", b"<svg/>", "Upload a JPEG, PNG or WebP file"),
        ("a.jpg", "image/jpeg", b"<svg/>", "Upload a JPEG, PNG or WebP file"),
        ("a.jpg", "image/jpeg", photo(8, 80), "too small"),
    ],
)
def test_a_refused_file_is_told_and_leaves_the_text_alone(
    desk: Page, name: str, kind: str, data: bytes, words: str
) -> None:
    desk.locator(".markdownx-editor").fill("Before")
    drop(desk, name, kind, data)
    expect(desk.locator(".markdown-status")).to_contain_text(words)
    expect(desk.locator(".markdownx-editor")).to_have_value("Before")
    assert desk.locator(".markdownx-editor").evaluate("e => getComputedStyle(e).opacity") == "1"


def test_the_keyboard_leaves_the_field(desk: Page) -> None:
    editor = desk.locator(".markdownx-editor")
    editor.fill("a")
    editor.press("Tab")
    expect(editor).to_have_value("a")
    expect(desk.get_by_label("Add a picture")).to_be_focused()


def test_who_is_signed_out_meanwhile_keeps_the_text_and_is_told(desk: Page, context: BrowserContext) -> None:
    desk.locator(".markdownx-editor").fill("First")
    expect(preview(desk)).to_have_text("First")
    context.clear_cookies(name=SESSION)
    desk.locator(".markdownx-editor").fill("Second")
    expect(desk.locator(".markdown-status")).to_contain_text("Sign in again in another tab")
    expect(preview(desk)).to_have_text("First")
    expect(desk.locator(".markdownx-editor")).to_have_value("Second")
