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
ASK = """options => axe.run(options).then((all) => [
  all.violations.map((one) => [one.id, one.nodes[0].html]),
  document.documentElement.scrollWidth > innerWidth,
])"""
# Only a rule that axe does not ask by itself, about how a phone is held, would need all style sheets read once again
# for each page. `tests/site/test_styles.py` holds that one.
ALL_RULES = {"resultTypes": ["violations"], "preload": {"assets": ["media"]}}


def problems(page: Page) -> list[tuple[str, ...]]:
    """What axe finds on a page, light and narrow as well as dark and wide, and whether it is wider than that."""
    found: list[tuple[str, ...]] = []
    # First as it was loaded: to lay it out once again takes as long as to look.
    size = page.viewport_size
    for scheme, width in sorted(LOOKS, key=lambda look: size is None or look[1] != size["width"]):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        broken, wide = page.evaluate(ASK, ALL_RULES if scheme == "light" else ALL_RULES | OF_LOOKS)
        found += [(scheme, *one) for one in broken]
        found += [(scheme, "wider than the screen")] if wide else []
    return found
