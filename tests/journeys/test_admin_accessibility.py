"""The admin's pages, for those who hear them, use no mouse or have a phone: what a program can tell of it."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Response
from pytest_django import Settings

from tests.articles.making import make_person
from tests.conftest import StaffClient
from tests.journeys.admin_kinds import OTHERWISE, PRESSED, ROWS, STATUSES, Press, fill, paths
from tests.journeys.axe import Look, bring, opened, violations

LOOKS: tuple[Look, ...] = (("light", 390), ("dark", 1280))
NARROWEST = 320  # the width at which WCAG 1.4.10 wants all to fit


def look(page: Page, answer: Response | None, status: int) -> Iterator[tuple[str, ...]]:
    """What axe finds in both colour schemes, with every part of the page opened, and what runs off a phone's side."""
    assert answer is not None
    assert answer.status == status, page.url
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.set_viewport_size({"width": NARROWEST, "height": 900})
    if page.evaluate("document.documentElement.scrollWidth") > NARROWEST:
        yield page.url, "runs off the side"
    for scheme, width in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        for one in violations(page, scheme):
            yield page.url, scheme, one["id"], one["html"][0]


def press(page: Page, one: Press, keys: dict[str, object]) -> Response | None:
    page.goto(f"/admin/{one.path.format(**keys)}")
    page.evaluate("document.querySelectorAll('form').forEach(one => one.noValidate = true)")
    for field, typed in one.fill:
        page.locator(field).first.evaluate("(field, typed) => { field.value = typed; }", typed)
    with page.expect_navigation() as answer:
        page.get_by_role("button", name=one.button, exact=True).first.click()
    return answer.value


@pytest.mark.parametrize("app", ROWS)
def test_no_page_breaks_a_rule_of_axe_and_all_fit_a_phone(
    browser: Browser, site: str, staff: Callable[..., StaffClient], settings: Settings, app: str
) -> None:
    keys = fill(app, settings)
    broken: list[tuple[str, ...]] = []

    def open_as(client: StaffClient) -> Page:
        # Our policy forbids the styles that axe tries things out with.
        context = browser.new_context(base_url=site, bypass_csp=True, reduced_motion="reduce")
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


def test_the_log_in_breaks_no_rule_of_axe_and_fits_a_phone(browser: Browser, site: str) -> None:
    broken = []
    for scheme, width in LOOKS:
        with opened(browser, site, color_scheme=scheme, viewport={"width": width, "height": 900}) as page:
            page.goto("/admin/login/")
            broken += [one["id"] for one in violations(page, scheme)]
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert broken == []
