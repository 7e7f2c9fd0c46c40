"""What axe, the checker of accessibility, finds on a page. No rule is left out."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

Look = tuple[Literal["light", "dark"], int]
LOOKS: tuple[Look, ...] = (("light", 320), ("dark", 1280))
# What can differ from one colour scheme or width to the next. All other rules look at the page's structure alone, so
# they are asked once, in light.
OF_LOOKS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block", "target-size"]}}


def bring(context: BrowserContext) -> None:
    """Into each page that is loaded from now on."""
    context.add_init_script(Axe().axe_script)


@contextmanager
def opened(browser: Browser, site: str, **look: Any) -> Iterator[Page]:
    """A page that axe may look into: our policy would forbid the styles that it tries things out with."""
    context = browser.new_context(base_url=site, bypass_csp=True, reduced_motion="reduce", **look)
    context.set_default_timeout(10_000)
    bring(context)
    yield context.new_page()
    context.close()


# Where axe finds nothing, it says so at length, and the way from the browser to here is long.
ASK = """options => axe.run(options).then((all) =>
  all.violations.map((one) => ({ id: one.id, html: one.nodes.map((node) => node.html) })))"""


def violations(page: Page, scheme: str = "light") -> list[dict[str, Any]]:
    """Of each broken rule its `id`, and the `html` of what breaks it."""
    options = {"resultTypes": ["violations"], **(OF_LOOKS if scheme == "dark" else {})}
    found: list[dict[str, Any]] = page.evaluate(ASK, options)
    return found


def problems(page: Page) -> list[tuple[str, ...]]:
    """What axe finds on a page for readers, light and narrow, then dark and wide, and whether it is wider than that.

    Not for the admin, where the colours take a moment to change.
    """
    found: list[tuple[str, ...]] = []
    for scheme, width in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        found += [(scheme, one["id"], one["html"][0]) for one in violations(page, scheme)]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append((scheme, "wider than the screen"))
    return found
