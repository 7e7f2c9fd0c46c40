"""A real browser, on the site as a server on this machine shows it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import DEFAULT_DB_ALIAS, connections
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.articles.making import make_person, make_reviewer
from tests.conftest import StaffClient
from tests.machine import chromium

Staff = Callable[..., StaffClient]
Desk = Callable[[str], Page]

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Chromium takes one list of these, so what Playwright would switch off stands here too. The others are pages that
    # a window keeps for its own use; without them it opens in half the time.
    "--disable-features=HttpsUpgrades,MediaRouter,OptimizationHints,PaintHolding,"
    "SpareRendererForSitePerProcess,WebUIOmniboxAimPopup,WebUIOmniboxPopup",
    # No page lives long enough to win back what it costs to optimize its scripts.
    "--js-flags=--no-opt --no-maglev",
    # A page that asks another host gets nothing, at once.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def chromiums(django_db_setup: None) -> Iterator[BrowserType]:
    connection = connections[DEFAULT_DB_ALIAS]
    with sync_playwright() as playwright:
        # From here on an event loop runs in this thread, and for that Django would open connections of its own,
        # which know nothing of what the migrations made.
        connections[DEFAULT_DB_ALIAS] = connection
        yield playwright.chromium


@contextmanager
def launched(kind: BrowserType, *more: str) -> Iterator[Browser]:
    program = chromium()
    if program is None:
        pytest.fail("Chromium is missing here. Run python3 requirements/install.py test.")
    browser = kind.launch(executable_path=program, args=(*FLAGS, *more))
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def browser(chromiums: BrowserType) -> Iterator[Browser]:
    with launched(chromiums) as browser:
        yield browser


@pytest.fixture(scope="session")
def still(chromiums: BrowserType) -> Iterator[Browser]:
    """A browser that lays pages out, for all that scripts and keys ask, and draws none: a click with a mouse, which
    waits for two pictures, hangs in it. To look at a page takes it a fifth less of the processor.
    """
    with launched(chromiums, "--disable-threaded-compositing") as browser:
        yield browser


@pytest.fixture
def site(live_server: LiveServer, settings: Settings) -> str:
    """The address of a running site that holds what the migrations put there."""
    settings.SITE_URL = live_server.url
    return live_server.url


@pytest.fixture
def context(browser: Browser, site: str) -> Iterator[BrowserContext]:
    """A new browser profile. `context.new_page()` for a second window."""
    context = browser.new_context(base_url=site)
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """`page.goto("/articles/")`: addresses are the site's own."""
    return context.new_page()


@pytest.fixture
def desk(browser: Browser, site: str, staff: Staff, settings: Settings) -> Iterator[Desk]:
    """`desk("editor")` is another person's browser on the admin's first page. No page may break its own policy."""
    opened: list[BrowserContext] = []
    problems: list[str] = []

    def open_desk(role: str) -> Page:
        client = staff(role)
        (make_reviewer if role == "medical-reviewer" else make_person)(f"{role}-person", user=client.user)
        context = browser.new_context(base_url=site)
        context.set_default_timeout(10_000)
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])
        opened.append(context)
        page = context.new_page()
        page.on(
            "console", lambda message: problems.append(message.text) if "Security Policy" in message.text else None
        )
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto("/admin/")
        return page

    yield open_desk
    for context in opened:
        context.close()
    assert problems == []
