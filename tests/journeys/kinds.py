"""Every kind of page for readers, each at least once, with the content that it needs. What has no line here is missed:
`test_kinds.py` says so."""

from collections.abc import Callable, Iterator
from io import BytesIO
from urllib.parse import urlsplit

from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import Settings

from articles.previews import preview_url
from contact.models import Notice
from facilities.kinds import FACILITIES
from facilities.models import Facility
from facilities.services.rankings import leave_out
from markup.images import store_image
from review.models import Person
from review.services.publishing import withdraw
from search.services import rebuild
from tests.articles.making import SOURCE, latest, make_article, make_live, make_question
from tests.contact.making import make_world, receive_one, sent
from tests.facilities.placed import fill_some, place
from tests.facilities.ranked import austin, edition, make_facility, make_three, published
from tests.markup.making import photo
from tests.pristine import remember
from tests.programs.proposed import published as make_program_live

# By the name of their address.
KINDS = {
    "home": ("/",),
    "medicines": ("/medicines/",),
    "paying": ("/paying/",),
    "families": ("/families/",),
    "more": ("/more/",),
    "who-pays": ("/about/who-pays/",),
    "articles": ("/articles/",),
    "article": ("/articles/naloxone/", "/articles/old-rules/"),
    "preview": ("/preview/",),
    "tags": ("/tags/",),
    "tag": ("/tags/safety/",),
    "person": ("/people/rita-reviewer/",),
    "questions": ("/questions/",),
    "glossary": ("/glossary/",),
    "corrections": ("/corrections/",),
    "phases": ("/phases/",),
    "phase": ("/phases/medication/",),
    "programs": ("/programs/",),
    "program": ("/programs/harbor-mornings/",),
    "near": (
        *("/near/", "/near/?place=78701", "/near/?place=78701&medicine=methadone&medicine=naltrexone&page=2"),
        *("/near/?place=78701&medicine=buprenorphine&payment=none&language=spanish", "/near/?place=springfield"),
        *("/near/?place=78999", "/near/?place=las+vegas", "/near/?place=xyzzyville", "/near/?place=09012"),
    ),
    "states": ("/states/",),
    "state": ("/states/tx/",),
    "town": ("/states/nm/sunland-park/",),
    "cities": ("/cities/",),
    "city": ("/cities/austin/", "/cities/austin/?medicine=buprenorphine", "/cities/austin/?page=3"),
    "city-sheet": ("/cities/austin/sheet/",),
    "ranking": ("/cities/austin/ranking/", "/cities/austin/ranking/?page=2"),
    "ranking-version": ("/cities/austin/ranking/1/",),
    "ranking-method": ("/rankings/method/",),
    "facility": ("/facilities/harbor/", "/facilities/invented/"),
    "facility-report": ("/facilities/harbor/report/",),
    "facility-reported": ("/facilities/harbor/report/sent/",),
    "search": ("/search/", "/search/?q=place", "/search/?q=place&page=2", "/search/?q=xylophone"),
    "accessibility": ("/accessibility/",),
    "how-we-check": ("/about/how-we-check/",),
    "staying-private": ("/about/staying-private/",),
    "health-data": ("/privacy/health-data/",),
    "privacy": ("/privacy/",),
    "help-now": ("/help/",),
    "contact": ("/contact/",),
    "list": ("/list/", "/list/?p=harbor", "/list/?place=79901&p=harbor&p=border&p=west&p=nowhere"),
    "contact-facility": ("/contact/place/",),
    "inquiry": ("/inquiry/",),
    "inquiry-facilities": ("/inquiry/facilities/",),
    "inquiry-withdraw": ("/inquiry/withdraw/",),
    "inquiry-delete": ("/inquiry/delete/",),
    "forwarded": ("/forwarded/", "/forwarded/nothing/"),
}
NOWHERE = "/nowhere/"
# What `make_world` sets.
OF_WORLD = ("INQUIRY_PUBLIC_KEY", "INQUIRY_PRIVATE_KEYS", "INQUIRIES_AN_HOUR")
STATUSES = {NOWHERE: 404, "/articles/old-rules/": 410, "/forwarded/nothing/": 404}
# Files, and what machines ask.
NO_PAGES = {
    *(
        "feed",
        "sitemap",
        "sitemap-file",
        "security",
        "robots",
        "healthz",
        "metrics",
        "readyz",
        "picture",
        "card",
        "ranking-json",
        "ranking-file",
    ),
    *("markdownx_markdownify", "markdownx_upload", "markdownx_describe", "markdownx_paste"),
}


def names() -> Iterator[str]:
    """Of every address but the admin's."""
    waiting: list[URLPattern | URLResolver] = list(get_resolver().url_patterns)
    for one in waiting:
        if isinstance(one, URLPattern):
            yield str(one.name)
        elif one.namespace != "admin":
            waiting += one.url_patterns


_again: list[Callable[[Settings], dict[str, int]]] = []


def fill(settings: Settings) -> dict[str, int]:
    """The content, and nothing else; every page with the status that it answers. With who pays, who is invented, who
    is left out, lists of several pages, places near and across a state line, a picture, a table, a notice, long words.

    Made for the first test of all, and put back for each other one.
    """
    if not _again:
        pages, put_back = _make(settings), remember("kinds")
        kept = {name: getattr(settings, name) for name in OF_WORLD}

        def again(settings: Settings) -> dict[str, int]:
            put_back()
            for name, value in kept.items():
                setattr(settings, name, value)
            return dict(pages)

        _again.append(again)
    return _again[0](settings)


def _make(settings: Settings) -> dict[str, int]:
    fill_some()
    make_three()
    Facility.objects.filter(slug__in=["harbor", "oak"]).update(relationship=Facility.Relationship.FLAT_FEE)
    published()
    for number in range(45):
        place(f"place-{number}", "78702", "MU", "MD", "SS", "FEM", phone="512-555-0100", city=austin())
    contradictions = ["medication-and-none"]
    place("border", "88063", "BU", phone="512-555-0100", intake1="512-555-0101 x22", contradictions=contradictions)
    place("west", "79901", "MU", "SS", "VAMC", phone="512-555-0102")
    make_facility("invented", "MU", edition=edition("Demo", invented=True))
    make_program_live(facility=Facility.objects.get(slug="harbor"), invented=True)
    _articles()
    rebuild(FACILITIES)
    leave_out(by=None, facility=Facility.objects.get(slug="oak"), reason="It moves.")
    published()
    made = {"/preview/": urlsplit(preview_url(latest(make_article("next-rules")).pk)).path, **_inquiry(settings)}
    paths = [made.get(path, path) for kind in KINDS.values() for path in kind]
    return {path: STATUSES.get(path, 200) for path in [*paths, NOWHERE]}


def _inquiry(settings: Settings) -> dict[str, str]:
    """The private pages of one that two places were told of."""
    world = make_world(settings)
    received = receive_one(*world.facilities[:2], city=world.city)
    facility = sent(Notice.objects.get(consent__facility=world.facility))
    private = {
        f"/inquiry/{page}": f"/inquiry/{received.token}/{page}" for page in ("", "facilities/", "withdraw/", "delete/")
    }
    return private | {"/contact/place/": f"/contact/{world.facility.slug}/", "/forwarded/": f"/forwarded/{facility}/"}


def _articles() -> None:
    picture = store_image(BytesIO(photo()), by=None).picture
    writer = Person.objects.create(slug="will-writer", name="Will Writer-Featherstonehaugh", invented=True)
    body = "\n\n".join(
        [
            "Words come first.[^1]",
            "## Call\n\nCall [a number](tel:+15125550100).",
            f"## Look\n\n![A rectangle]({picture.src})",
            "## Count\n\n| Medicine | Buprenorphine/naloxone |\n|---|---|\n| Dose | Hydrochlorothiazide |",
            "::: stay-alive Do not stop alone\nDo not stop alone.\n:::",
            *(f"{word} " * 150 for word in ("Some", "More", "Last")),
        ]
    )
    make_live("naloxone", body=body, writer=writer, sources=(SOURCE,), tags=("Safety",))
    make_live("other", tags=("Safety",))
    withdraw(subject=make_live("old-rules"), by=None, because="The rule ended.")
    make_question("Is it safe?", tags=("Safety",), answer="Yes, with [help](/articles/).")
