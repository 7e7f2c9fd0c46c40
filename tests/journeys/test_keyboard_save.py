"""Saving with the keyboard, and nothing typed is ever lost."""

from playwright.sync_api import Dialog, Page, expect

from articles.models import ArticleRevision, Term
from rehabsite.models import User
from tests.articles.making import make_article, make_term
from tests.conftest import StaffClient
from tests.journeys.conftest import Desk, Staff


def write(page: Page, article: int, text: str) -> None:
    page.goto(f"/admin/articles/article/{article}/change/")
    page.locator("#id_body").fill(text)


def newest() -> str:
    return ArticleRevision.objects.latest("pk").body


def test_it_saves_a_draft_says_so_and_the_writer_goes_on_where_they_were(desk: Desk) -> None:
    article = make_article("naloxone", body="First words.")
    page = desk("editor")
    write(page, article.pk, "First words, and more.")
    expect(page.locator(".desk-keys")).to_contain_text("Ctrl + S")
    page.locator("#id_body").evaluate("field => field.setSelectionRange(5, 11)")
    page.keyboard.press("Control+s")
    expect(page.locator(".desk-said")).to_contain_text("Saved revision 2. Readers do not see it.")
    assert newest() == "First words, and more."
    place = page.locator("#id_body").evaluate("field => [document.activeElement === field, field.selectionStart]")
    assert place == [True, 5]
    page.keyboard.press("Meta+s")
    expect(page.locator(".desk-said")).to_contain_text("Nothing was changed")


def test_it_stays_on_a_form_of_the_admins_own_too(desk: Desk) -> None:
    term = make_term("naloxone")
    page = desk("editor")
    page.goto(f"/admin/articles/term/{term.pk}/change/")
    page.locator("#id_meaning").fill("Other words.")
    page.keyboard.press("Control+s")
    expect(page.locator(".desk-said")).to_contain_text("Saved revision 2. Readers see revision 1,")
    assert page.url.endswith(f"/admin/articles/term/{term.pk}/change/")
    assert Term.objects.get().latest.meaning == "Other words."


def test_what_is_wrong_is_shown_and_the_text_stays(desk: Desk) -> None:
    article = make_article("naloxone")
    page = desk("editor")
    write(page, article.pk, "Kept.")
    page.locator("#id_title").fill("")
    page.keyboard.press("Control+s")
    expect(page.locator(".desk-problems")).to_be_visible()
    expect(page.locator("#id_body")).to_have_value("Kept.")


def test_after_the_log_in_ran_out_nothing_is_sent_and_it_saves_once_it_holds_again(
    desk: Desk, staff: Staff, site: str
) -> None:
    article = make_article("naloxone", body="First words.")
    page = desk("editor")
    write(page, article.pk, "Typed for an hour.")
    # Else the preview may still be asked for when no one is signed in, and show the refusal.
    expect(page.locator(".markdown-page .prose")).to_have_text("Typed for an hour.")
    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.keyboard.press("Control+s")
    expect(page.locator(".desk-said")).to_contain_text("your log-in has run out")
    expect(page.locator("#id_body")).to_have_value("Typed for an hour.")
    assert newest() == "First words."
    again = signed_in_anew(staff)
    fresh = [{**cookie, "value": again[cookie["name"]]} for cookie in cookies if cookie["name"] in again]
    page.context.add_cookies(fresh)  # type: ignore[arg-type]
    page.keyboard.press("Control+s")
    expect(page.locator(".desk-said")).to_contain_text("Saved revision 2.")
    assert newest() == "Typed for an hour."


def signed_in_anew(staff: Staff) -> dict[str, str]:
    client: StaffClient = staff("editor")
    assert User.objects.filter(pk=client.user.pk).exists()
    return {name: cookie.value for name, cookie in client.cookies.items()}


def test_leaving_with_unsaved_words_asks_first(desk: Desk) -> None:
    article = make_article("naloxone")
    page = desk("editor")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    page.locator("#id_body").press_sequentially("More. ")
    page.get_by_role("link", name="History").click(no_wait_after=True)
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    assert "More." in page.locator("#id_body").input_value()


def test_without_a_script_the_button_has_a_key_of_its_own_and_saves(desk: Desk, site: str) -> None:
    article = make_article("naloxone", body="First words.")
    page = desk("editor")
    context = page.context.browser.new_context(  # type: ignore[union-attr]
        base_url=site, storage_state=page.context.storage_state(), java_script_enabled=False
    )
    plain = context.new_page()
    plain.goto(f"/admin/articles/article/{article.pk}/change/")
    assert plain.locator("[name=_save]").get_attribute("accesskey") == "s"
    expect(plain.locator(".desk-keys")).to_be_hidden()
    plain.locator("#id_body").fill("Without a script.")
    plain.locator("[name=_save]").click()
    expect(plain.locator(".messagelist")).to_contain_text("Saved")
    assert newest() == "Without a script."
    context.close()
