"""What axe, the checker of accessibility, finds on a page. No rule is left out."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# What can differ from one colour scheme or width to the next. All other rules look at the page's structure alone, so
# they are asked once, in light.
OF_LOOKS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block", "target-size"]}}


def violations(page: Page, scheme: str = "light") -> list[dict[str, Any]]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    options = {"resultTypes": ["violations"], **(OF_LOOKS if scheme == "dark" else {})}
    found: list[dict[str, Any]] = page.evaluate("options => axe.run(options)", options)["violations"]
    return found
