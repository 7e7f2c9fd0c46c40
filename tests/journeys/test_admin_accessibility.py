"""The admin's pages, for those who hear them, use no mouse or have a phone: what a program can tell of it."""

from collections.abc import Callable, Iterator

import pytest
from django.contrib.admin import ModelAdmin
from playwright.sync_api import Browser, Page, Response
from pytest_django import Settings

from tests.articles.making import make_person
from tests.conftest import StaffClient
from tests.journeys.admin_kinds import OTHERWISE, PRESSED, ROWS, STATUSES, Press, fill, paths
from tests.journeys.axe import bring, opened, problems


def look(page: Page, answer: Response | None, status: int) -> Iterator[tuple[str, ...]]:
    """What axe finds in both colour schemes, with every part of the page opened, and what runs off a phone's side."""
    assert answer is not None
    assert answer.status == status, page.url
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    for one in problems(page):
        yield page.url, *one


def press(page: Page, one: Press, keys: dict[str, object]) -> Response | None:
    page.goto(f"/admin/{one.path.format(**keys)}")
    page.evaluate("document.querySelectorAll('form').forEach(one => one.noValidate = true)")
    for field, typed in one.fill:
        page.locator(field).first.evaluate("(field, typed) => { field.value = typed; }", typed)
    with page.expect_navigation() as answer:
        page.get_by_role("button", name=one.button, exact=True).first.evaluate("(button) => button.click()")
    return answer.value


@pytest.mark.parametrize("app", ROWS)
def test_no_page_breaks_a_rule_of_axe_and_all_fit_a_phone(
    still: Browser,
    site: str,
    staff: Callable[..., StaffClient],
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    app: str,
) -> None:
    keys = fill(app, settings)
    monkeypatch.setattr(ModelAdmin, "list_per_page", 10)  # a hundred rows are ten of them to axe
    broken: list[tuple[str, ...]] = []

    def open_as(client: StaffClient) -> Page:
        # Our policy forbids the styles that axe tries things out with.
        context = still.new_context(base_url=site, bypass_csp=True, reduced_motion="reduce")
        context.set_default_timeout(10_000)
        bring(context)
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])
        return context.new_page()

    def visit(page: Page, some: Iterator[str]) -> None:
        for path in some:
            status = STATUSES.get(path, 200) if page != root else 200
            broken.extend(look(page, page.goto(f"/admin/{path}"), status))

    root = open_as(staff(superuser=True))
    visit(root, iter(paths(app, keys)))
    for role, some in OTHERWISE[app]:
        client = staff(role)
        make_person(client.user.username, user=client.user)
        page = open_as(client)
        visit(page, (path.format(**keys) for path in some))
        page.context.close()
    for one in PRESSED[app]:
        broken.extend(look(root, press(root, one, keys), one.status))
    root.context.close()
    assert "\n".join(map(str, broken)) == ""


def test_the_log_in_breaks_no_rule_of_axe_and_fits_a_phone(still: Browser, site: str) -> None:
    with opened(still, site) as page:
        assert list(look(page, page.goto("/admin/login/"), 200)) == []
