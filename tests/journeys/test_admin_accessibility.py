"""The admin's pages that are ours, for those who hear them or use no mouse: what a program can tell of it."""

from collections.abc import Iterator

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from articles.services.revising import Words, add_revision
from programs.models import Facility, Phase
from programs.services.rankings import leave_out, make_ranking
from tests.articles.making import make_article, make_question
from tests.journeys.conftest import Desk
from tests.programs.proposed import make_program
from tests.programs.ranked import austin, make_three, published
from tests.programs.test_import_matches import proposed


def pages() -> Iterator[str]:
    article = make_article()
    add_revision(article=article, words=Words(title="Naloxone", body="Other text."), by=None, note="")
    yield from ("", "authenticator/", "articles/", "articles/article/", "articles/article/add/", "articles/question/")
    yield from (f"articles/article/{article.pk}/change/", f"articles/article/{article.pk}/compare/?older=1&newer=2")
    yield f"articles/question/{make_question('Is it safe?').pk}/change/"
    match = proposed()
    yield from ("programs/", "programs/proposedmatch/", f"programs/proposedmatch/{match.pk}/change/")
    make_three()
    first, oak = published(), Facility.objects.get(slug="oak")
    leave_out(facility=oak, reason="It closed.")
    yield from (f"programs/ranking/{number}/change/" for number in (first.pk, make_ranking(city=austin()).pk))
    yield from ("programs/ranking/", "programs/leftout/", "programs/leftout/add/", "programs/problemreport/")
    yield from ("programs/facility/", f"programs/facility/{oak.pk}/change/", "programs/city/", "rehabsite/user/")
    yield from ("programs/program/", f"programs/program/{make_program().pk}/change/")
    yield from ("programs/phase/", f"programs/phase/{Phase.objects.earliest('pk').pk}/change/")


def test_they_break_no_rule_of_axe(desk: Desk, browser: Browser, site: str) -> None:
    signed_in = desk("site-manager").context.storage_state()
    # Our policy forbids the styles that axe tries things out with.
    context = browser.new_context(base_url=site, storage_state=signed_in, bypass_csp=True)
    page = context.new_page()
    broken = []
    for path in pages():
        answer = page.goto(f"/admin/{path}")
        assert answer is not None
        assert answer.status == 200, path
        broken += [(path, found["id"], found["nodes"][0]["html"]) for found in Axe().run(page).response["violations"]]
    context.close()
    assert broken == []
