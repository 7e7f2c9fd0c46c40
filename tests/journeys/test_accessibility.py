"""The directory's pages, for those who hear them or use no mouse: what a program can tell of it."""

from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from programs.documents import FACILITIES
from programs.models import Facility
from programs.services.rankings import leave_out
from search.services import rebuild
from tests.programs.proposed import published as make_program_live
from tests.programs.ranked import edition, make_facility, make_three, published

PAGES = (
    *("/", "/phases/", "/phases/medication/", "/programs/", "/programs/harbor-mornings/", "/cities/", "/privacy/"),
    *("/cities/austin/", "/cities/austin/?medicine=methadone", "/cities/austin/?page=2", "/cities/austin/ranking/"),
    *("/cities/austin/ranking/?page=2", "/rankings/method/", "/search/?q=place", "/search/?q=place&page=2"),
    *("/facilities/harbor/", "/facilities/harbor/report/", "/facilities/harbor/report/sent/"),
)


def fill() -> None:
    """With who pays, who is invented, who is left out, and lists of several pages."""
    make_three()
    for number in range(45):
        make_facility(f"place-{number}", "MU", edition=edition("Demo", invented=True))
    Facility.objects.filter(slug__in=["harbor", "oak"]).update(relationship=Facility.Relationship.FLAT_FEE)
    make_program_live(facility=Facility.objects.get(slug="harbor"), invented=True)
    rebuild(FACILITIES)
    published()
    leave_out(facility=Facility.objects.get(slug="oak"), reason="It moves.")
    published()


def test_they_break_no_rule_of_axe_and_fit_a_small_phone(browser: Browser, site: str) -> None:
    fill()
    broken = []
    looks: list[tuple[Literal["light", "dark"], int]] = [("light", 320), ("dark", 1280)]
    for scheme, width in looks:
        # Our policy forbids the styles that axe tries things out with.
        context = browser.new_context(
            base_url=site, bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 900}
        )
        page = context.new_page()
        for path in PAGES:
            answer = page.goto(path)
            assert answer is not None
            assert answer.status == 200, path
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            broken += [(path, one["id"], one["nodes"][0]["html"]) for one in Axe().run(page).response["violations"]]
        context.close()
    assert broken == []
