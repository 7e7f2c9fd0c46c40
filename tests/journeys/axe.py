"""What axe, the checker of accessibility, finds on a page. No rule is left out."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# What can differ from one colour scheme or width to the next. All other rules look at the page's structure alone, so
# they are asked once, in light.
OF_LOOKS = ["color-contrast", "link-in-text-block", "target-size"]


def violations(page: Page, scheme: str = "light") -> list[dict[str, Any]]:
    options = {"runOnly": {"type": "rule", "values": OF_LOOKS}} if scheme == "dark" else None
    found: list[dict[str, Any]] = Axe().run(page, options=options).response["violations"]
    return found
