"""The admin's pages, for those who hear them, use no mouse or have a phone: what a program can tell of it."""

from collections.abc import Iterator

from playwright.sync_api import Browser

from articles.models import CheckedLink, Correction, Wording
from articles.services.publishing import withdraw
from articles.services.revising import Words, add_revision
from programs.models import City, DirectoryEdition, Facility, Phase
from programs.services.problems import report_problem
from programs.services.rankings import leave_out, make_ranking
from tests.articles.making import make_article, make_live, make_person, make_question, make_tag, make_term, make_user
from tests.journeys.axe import Look, opened, violations
from tests.journeys.conftest import Desk
from tests.programs.proposed import make_program
from tests.programs.ranked import austin, make_three, published
from tests.programs.test_import_matches import proposed

LOOKS: tuple[Look, ...] = (("light", 390), ("dark", 1280))


# Of what Django draws in the same way for all kinds of rows, such as what was done to one, each has one address here.


def articles() -> Iterator[str]:
    article = make_article()
    add_revision(article=article, words=Words(title="Naloxone", body="Other text."), by=None, note="")
    yield from ("", "authenticator/", "password_change/", "articles/", "articles/article/", "articles/article/add/")
    yield from (
        f"articles/article/{article.pk}/{page}" for page in ("change/", "compare/?older=1&newer=2", "history/")
    )
    live = make_live("live", body="[Gone](/articles/gone/) [There](https://example.org/)", tags=("Overdose",))
    withdraw(article=make_live("gone"), by=None, because="Wrong.")
    CheckedLink.objects.create(url="https://example.org/", state="broken", code="404")
    yield from (f"articles/article/{live.pk}/change/", "calendar/", "calendar/?month=2027-03", "links/")
    correction = Correction.objects.create(article=live, was="One.", now="Two.")
    rows = {
        "question": make_question("Is it safe?").pk,
        "term": make_term("tolerance").pk,
        "tag": make_tag("Naloxone").pk,
        "person": make_person("pat").pk,
        "wording": Wording.objects.earliest("pk").pk,
        "correction": correction.pk,
    }
    for name, pk in rows.items():
        yield from (f"articles/{name}/", f"articles/{name}/{pk}/change/")
    yield from ("articles/question/?q=a", "articles/question/add/", "articles/tag/add/")
    yield from (f"articles/tag/{rows['tag']}/{page}/" for page in ("history", "delete"))


def programs() -> Iterator[str]:
    match = proposed()
    yield from ("programs/", "programs/proposedmatch/", f"programs/proposedmatch/{match.pk}/change/")
    make_three()
    first, oak = published(), Facility.objects.get(slug="oak")
    left_out = leave_out(facility=oak, reason="It closed.")
    report = report_problem(facility=oak, said="The phone number has changed.")
    yield from (f"programs/ranking/{number}/change/" for number in (first.pk, make_ranking(city=austin()).pk))
    program = make_program().pk
    yield from (f"programs/program/{program}/{page}/" for page in ("change", "place"))
    rows = {
        "facility": oak.pk,
        "leftout": left_out.pk,
        "problemreport": report.pk,
        "city": City.objects.earliest("pk").pk,
        "phase": Phase.objects.earliest("pk").pk,
        "directoryedition": DirectoryEdition.objects.earliest("pk").pk,
    }
    for name, pk in rows.items():
        yield from (f"programs/{name}/", f"programs/{name}/{pk}/change/")
    yield from ("programs/ranking/", "programs/program/", "programs/program/add/", "programs/leftout/add/")


def staff(pk: int) -> Iterator[str]:
    yield from ("rehabsite/user/", "rehabsite/user/add/", f"rehabsite/user/{pk}/change/")


def look(desk: Desk, browser: Browser, site: str, paths: list[str]) -> str:
    """What axe finds in both colour schemes, with every part of the page opened, and what runs off a phone's side."""
    page = desk("site-manager")
    signed_in = page.context.storage_state()
    broken: list[tuple[str, ...]] = []
    for scheme, width in LOOKS:
        size = {"width": width, "height": 900}
        with opened(browser, site, storage_state=signed_in, color_scheme=scheme, viewport=size) as page:
            for path in paths:
                answer = page.goto(f"/admin/{path}")
                assert answer is not None
                assert answer.status == 200, path
                page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
                if page.evaluate("document.documentElement.scrollWidth") > width:
                    broken.append((path, scheme, "runs off the side"))
                broken += [(path, scheme, one["id"], one["nodes"][0]["html"]) for one in violations(page, scheme)]
    return "\n".join(map(str, broken))


def test_the_pages_on_articles_break_no_rule_of_axe_and_fit_a_phone(desk: Desk, browser: Browser, site: str) -> None:
    assert look(desk, browser, site, list(articles())) == ""


def test_the_pages_on_programs_break_no_rule_of_axe_and_fit_a_phone(desk: Desk, browser: Browser, site: str) -> None:
    assert look(desk, browser, site, list(programs())) == ""


def test_the_pages_on_log_ins_break_no_rule_of_axe_and_fit_a_phone(desk: Desk, browser: Browser, site: str) -> None:
    assert look(desk, browser, site, list(staff(make_user("somebody", "writer").pk))) == ""


def test_the_log_in_breaks_no_rule_of_axe_and_fits_a_phone(browser: Browser, site: str) -> None:
    broken = []
    for scheme, width in LOOKS:
        with opened(browser, site, color_scheme=scheme, viewport={"width": width, "height": 900}) as page:
            page.goto("/admin/login/")
            broken += [one["id"] for one in violations(page, scheme)]
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert broken == []
