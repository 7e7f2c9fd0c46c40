"""Every page of the admin, each at least once, with the content that it needs. What has no line here is missed:
`test_admin_kinds.py` says so. Someone with every right sees them all, and some roles see a few of them otherwise.
"""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import NamedTuple

from django.contrib import admin
from django.urls import URLPattern, URLResolver
from django.utils import timezone
from pytest_django import Settings

from articles.models import Correction, Door, Wording
from contact.models import Letter, Notice, Recipient
from contact.services import handling
from contact.services.purging import purge
from contact.services.recipients import keep
from facilities.models import City, DirectoryEdition, Facility, Tonight
from facilities.services.problems import report_problem
from facilities.services.rankings import leave_out, make_ranking, withdraw_ranking
from markup.images import store_image
from programs.models import Phase
from rehabsite.models import User
from review.services.people import save_person
from review.services.publishing import withdraw
from search.models import Link, Redirect, Synonym
from tests.articles.making import (
    change,
    make_article,
    make_live,
    make_question,
    make_reviewer,
    make_tag,
    make_term,
    make_user,
)
from tests.contact.making import make_world, receive_one, sent
from tests.facilities.ranked import austin, make_three, published
from tests.facilities.test_import_matches import proposed
from tests.markup.making import photo
from tests.programs.proposed import make_program, saved

LIST, ADD, CHANGE, HISTORY, DELETE = "changelist", "add", "change", "history", "delete"
_PATHS = {LIST: "", ADD: "add/", CHANGE: "{}/change/", HISTORY: "{}/history/", DELETE: "{}/delete/"}
# Of each kind of row, those of Django's pages that answer.
ROWS: dict[str, dict[str, tuple[str, ...]]] = {
    "articles": {
        "article": (LIST, ADD, CHANGE, HISTORY),
        "question": (LIST, ADD, CHANGE, HISTORY),
        "term": (LIST, ADD, CHANGE, HISTORY),
        "tag": (LIST, ADD, CHANGE, HISTORY, DELETE),
        "wording": (LIST, ADD, CHANGE, HISTORY, DELETE),
        "door": (LIST, ADD, CHANGE, HISTORY, DELETE),
        "correction": (LIST, ADD, CHANGE, HISTORY, DELETE),
    },
    "review": {"person": (LIST, ADD, CHANGE, HISTORY, DELETE)},
    "programs": {
        "program": (LIST, ADD, CHANGE, HISTORY),
        "phase": (LIST, CHANGE, HISTORY),
    },
    "facilities": {
        "city": (LIST, ADD, CHANGE, HISTORY, DELETE),
        "tonight": (LIST, ADD, CHANGE, HISTORY, DELETE),
        "facility": (LIST, CHANGE, HISTORY),
        "directoryedition": (LIST, CHANGE, HISTORY),
        "proposedmatch": (LIST, CHANGE, HISTORY),
        "ranking": (LIST, CHANGE, HISTORY),
        "leftout": (LIST, ADD, CHANGE, HISTORY, DELETE),
        "problemreport": (LIST, CHANGE, HISTORY, DELETE),
    },
    "contact": {
        "inquiry": (LIST, CHANGE),
        "recipient": (LIST, CHANGE, HISTORY, DELETE),
        "consenttext": (LIST, ADD, CHANGE, HISTORY),
    },
    "search": dict.fromkeys(("synonym", "redirect"), (LIST, ADD, CHANGE, HISTORY, DELETE)),
    "markup": {"image": (LIST, CHANGE, HISTORY)},
    "rehabsite": {"user": (LIST, ADD, CHANGE, HISTORY)},
}
TONIGHT = {"title": "Call", "text": "It answers.", "source": "The county", "source_url": "https://example.org/"}
# Our own, by the names of their addresses, and Django's in other states than the first.
OURS: dict[str, dict[str, tuple[str, ...]]] = {
    "articles": {
        "articles_article_compare": ("articles/article/{article}/compare/?older=1&newer=2",),
        "articles_article_change": ("articles/article/{live}/change/", "articles/article/{gone}/change/"),
        "articles_question_changelist": ("articles/question/?q=safe", "articles/question/?where=draft"),
        "articles_question_compare": ("articles/question/{answer}/compare/?older=1&newer=2",),
        "articles_term_compare": ("articles/term/{word}/compare/?older=1&newer=2",),
        "calendar": ("calendar/", "calendar/?month=2027-03", "calendar/?month=2027-03&kind=due"),
        "links": ("links/",),
        "link": ("link/", "link/?q=live"),
        "changes": ("changes/", "changes/?month=2026-03&live=1"),
        "export": ("export/",),
        "words": ("words/", "words/?q=text"),
        "choose": ("choose/tag/", "choose/tag/?q=naloxone"),
    },
    "programs": {
        "programs_program_compare": ("programs/program/{program}/compare/?older=1&newer=2",),
        "programs_phase_compare": ("programs/phase/{phase}/compare/?older=1&newer=2",),
        "programs_program_place": ("programs/program/{program}/place/",),
        "programs_program_preview": ("programs/program/{program}/preview/",),
        "programs_phase_preview": ("programs/phase/{phase}/preview/",),
    },
    "facilities": {
        "facilities_ranking_publish": ("facilities/ranking/{draft}/publish/",),
        "facilities_ranking_change": ("facilities/ranking/{draft}/change/", "facilities/ranking/{withdrawn}/change/"),
        "facilities_leftout_add": ("facilities/leftout/add/?facility={facility}",),
        "facilities_facility_change": ("facilities/facility/{delisted}/change/",),
    },
    "search": {},
    "markup": {},
    "review": {
        "review_waiting": ("waiting/draft/", "waiting/overdue/"),
        "review_roster": ("roster/",),
        "review_corrections": ("corrections/",),
        "review_person_change": ("review/person/{person}/change/",),
        "index": ("",),
    },
    "contact": {
        "contact_inquiry_changelist": ("contact/inquiry/?q=REF", "contact/inquiry/?waits=person"),
        "contact_inquiry_change": (
            *("contact/inquiry/{closed}/change/", "contact/inquiry/{alone}/change/"),
            "contact/inquiry/{purged}/change/",
        ),
        "contact_inquiry_erase": ("contact/inquiry/{inquiry}/erase/", "contact/inquiry/{purged}/erase/"),
        "contact_recipient_choose": ("contact/recipient/choose/", "contact/recipient/choose/?q=oak"),
        "contact_recipient_add": ("contact/recipient/add/?facility={untold}",),
        "contact_recipient_changes": ("contact/recipient/changes/",),
    },
    "rehabsite": {
        "index": ("",),
        "app_list": ("articles/", "contact/"),
        "again": ("again/",),
        "authenticator": ("authenticator/",),
        "password_change": ("password_change/",),
        "password_change_done": ("password_change/done/",),
    },
}


class Press(NamedTuple):
    """A page that is the answer to a button. `fill` are fields with what is typed into them before."""

    name: str
    path: str
    button: str
    status: int = 200
    fill: tuple[tuple[str, str], ...] = ()


PRESSED = {
    "articles": (
        Press("articles_article_add", "articles/article/add/", "Save as a new revision", 422),
        Press("articles_article_change", "articles/article/{live}/change/", "Check without saving"),
        Press(
            "articles_article_change",
            "articles/article/{article}/change/",
            "Save as a new revision",
            409,
            (("[name=base]", "99"), ("#id_title", "Another")),
        ),
        Press("articles_tag_add", "articles/tag/add/", "Save"),
    ),
    "programs": (
        Press(
            "programs_program_change",
            "programs/program/{program}/change/",
            "Save as a new revision",
            422,
            (("[name^=description_]", "Both."), ("[name^=not_part_because_]", "Both.")),
        ),
    ),
    "search": (Press("search_synonym_add", "search/synonym/add/", "Save"),),
    "markup": (),
    "facilities": (Press("facilities_leftout_add", "facilities/leftout/add/", "Save"),),
    "review": (Press("review_person_add", "review/person/add/", "Save"),),
    "contact": (
        Press("contact_inquiry_words", "contact/inquiry/{inquiry}/change/", "Open the words"),
        Press("contact_inquiry_note", "contact/inquiry/{inquiry}/change/", "Save the note", 422, (("#note", " "),)),
        Press("contact_consenttext_add", "contact/consenttext/add/", "Look at it first"),
        Press("contact_recipient_secret", "contact/recipient/{hooked}/change/", "Make a new secret"),
    ),
    "rehabsite": (
        Press("rehabsite_user_sign_in", "rehabsite/user/{user}/change/", "Make a new password and codes"),
        Press("authenticator", "authenticator/", "Done", 422, (("#code", "000000"),)),
        Press("password_change", "password_change/", "Change my password", 200, (("#id_old_password", "x"),)),
        Press("logout", "", "Log out"),
    ),
}
# Who sees a page otherwise than someone with every right.
OTHERWISE = {
    "articles": (
        ("medical-reviewer", ("", "articles/article/{live}/change/", "articles/question/{question}/change/")),
        ("writer", ("", "articles/article/{live}/change/")),
    ),
    "programs": (("medical-reviewer", ("programs/phase/{phase}/change/",)),),
    "search": (),
    "markup": (("writer", ("markup/image/{image}/change/",)),),
    "facilities": (("writer", ("facilities/facility/{facility}/change/",)),),
    "review": (("medical-reviewer", ("", "roster/", "corrections/")), ("writer", ("review/person/{person}/change/",))),
    "contact": (("intake", ("", "articles/article/")),),
    "rehabsite": (("site-manager", ("", "contact/inquiry/", "nowhere/", "rehabsite/user/{root}/change/")),),
}
STATUSES = {"articles/article/": 403, "contact/inquiry/": 403, "nowhere/": 404}
# Buttons that lead on to another page, and what machines ask.
NO_PAGES = {
    *("articles_article_step", "articles_question_step", "articles_term_step"),
    *(
        "programs_phase_step",
        "programs_program_step",
        "facilities_proposedmatch_same",
        "facilities_proposedmatch_other",
    ),
    *(
        "facilities_facility_delist",
        "facilities_facility_relist",
        "facilities_ranking_draft",
        "facilities_ranking_withdraw",
    ),
    *("contact_inquiry_find", "contact_inquiry_team_mail", "contact_inquiry_copy", "contact_inquiry_step"),
    *("contact_inquiry_history", "authenticator-picture", "autocomplete", "jsi18n", "view_on_site", "pictures"),
    "auth_user_password_change",
}
# `test_admin_accessibility.py` looks at it before anyone has logged in.
LOG_IN = "login"


def names() -> set[str]:
    """Of every address of the admin."""
    waiting: list[URLPattern | URLResolver] = list(admin.site.get_urls())
    found = set()
    for one in waiting:
        if isinstance(one, URLPattern):
            found.add(str(one.name))
        else:
            waiting += one.url_patterns
    return found - {"None"}


def listed() -> set[str]:
    rows = {f"{app}_{row}_{page}" for app, rows in ROWS.items() for row, pages in rows.items() for page in pages}
    ours = {name for group in OURS.values() for name in group}
    return rows | ours | {press.name for group in PRESSED.values() for press in group}


def refused() -> Iterator[tuple[str, str, str]]:
    """Name, app and row of those of Django's pages that no row above names: no one may see them."""
    for app, rows in ROWS.items():
        for row, pages in rows.items():
            for page in set(_PATHS) - set(pages):
                yield f"{app}_{row}_{page}", f"{app}/{row}/", _PATHS[page]


def paths(app: str, keys: dict[str, object]) -> list[str]:
    own = [f"{app}/{row}/{_PATHS[page].format(keys[row])}" for row, pages in ROWS[app].items() for page in pages]
    return [*own, *(path.format(**keys) for pages in OURS[app].values() for path in pages)]


def fill(app: str, settings: Settings) -> dict[str, object]:
    """Makes what the pages of an app need. The keys of its rows, by the names in the paths above."""
    return {
        "articles": _articles,
        "programs": _programs,
        "rehabsite": _staff,
        "review": _people,
        "facilities": _facilities,
        "search": _search,
        "markup": _pictures,
    }.get(app, lambda: _contact(settings))()


def _articles() -> dict[str, object]:
    article = make_article()
    change(article, body="Other text.")
    live = make_live("live", body="[Gone](/articles/gone/) [There](https://example.org/)", tags=("Overdose",))
    withdraw(subject=(gone := make_live("gone")), by=None, because="Wrong.")
    Link.objects.filter(own=False).update(state="broken", code="404", wrong=True, checked_at=timezone.now())
    make_question("Why?", reviewed=False)
    return {
        "article": article.pk,
        "live": live.pk,
        "gone": gone.pk,
        "question": make_question("Is it safe?").pk,
        "answer": change(make_question("How long?"), answer="Other words.").pk,
        "term": make_term("tolerance").pk,
        "word": change(make_term("opioid"), meaning="Other words.").pk,
        "tag": make_tag("Naloxone").pk,
        "wording": Wording.objects.earliest("pk").pk,
        "door": Door.objects.create(slot="loved", article=live).pk,
        "correction": Correction.objects.create(article=live, was="One.", now="Two.").pk,
    }


def _search() -> dict[str, object]:
    redirect = Redirect.objects.create(old="/2019/naloxone/", leads_to="/articles/")
    return {"synonym": Synonym.objects.earliest("pk").pk, "redirect": redirect.pk}


def _pictures() -> dict[str, object]:
    return {"image": store_image(BytesIO(photo()), by=None).pk}


def _people() -> dict[str, object]:
    """A person, and what the reviewers are told of who signs as whom."""
    user = make_user("pat", "medical-reviewer")
    person = make_reviewer("pat")
    person.user = user
    save_person(person=person)
    return {"person": person.pk}


def _programs() -> dict[str, object]:
    phase = Phase.objects.earliest("pk")
    change(phase, summary="Other words.", by=make_user("wanda", "writer"))
    return {"program": change(saved(make_program()).subject, summary="Other words.").pk, "phase": phase.pk}


def _facilities() -> dict[str, object]:
    match = proposed()
    make_three()
    wrong = published()
    withdraw_ranking(ranking=wrong, by=None, because="Two places were mixed up.")
    first, oak, elm = published(), Facility.objects.get(slug="oak"), Facility.objects.get(slug="elm")
    Facility.objects.filter(pk=elm.pk).update(delisted_on="2026-01-01", delisted_because="It closed.")
    return {
        "withdrawn": wrong.pk,
        "proposedmatch": match.pk,
        "leftout": leave_out(by=None, facility=oak, reason="It closed.").pk,
        "problemreport": report_problem(facility=oak, said="The phone number has changed.", address="203.0.113.9").pk,
        "ranking": first.pk,
        "draft": make_ranking(by=None, city=austin()).pk,
        "facility": oak.pk,
        "delisted": elm.pk,
        "city": City.objects.earliest("pk").pk,
        "tonight": Tonight.objects.create(city=austin(), kind="line", checked_on=date(2026, 11, 2), **TONIGHT).pk,
        "directoryedition": DirectoryEdition.objects.earliest("pk").pk,
    }


def _contact(settings: Settings) -> dict[str, object]:
    make_three()
    world, ida = make_world(settings), make_user("ida", "intake")
    hooked = Recipient.objects.latest("pk")
    hooked.webhook = "https://hooks.example.org/"
    keep(by=None, recipient=hooked)
    inquiry = receive_one(*world.facilities, city=world.city).inquiry
    sent(Notice.objects.earliest("pk"))
    handling.write_note(inquiry=inquiry, by=ida, text="Rang her.")
    closed, purged = receive_one(world.facility).inquiry, receive_one(world.facility).inquiry
    handling.take_on(inquiry=closed, by=ida, seen=handling.seen(closed))
    closed.refresh_from_db()
    handling.set_state(inquiry=closed, by=ida, state="closed", seen=handling.seen(closed))
    purge(inquiry=purged, because="asked", who="ida")
    alone = receive_one(permission=False).inquiry
    Letter.objects.exclude(inquiry=alone).update(state="person", problem="mail-refused")
    return {
        "inquiry": inquiry.pk,
        "closed": closed.pk,
        "purged": purged.pk,
        "alone": alone.pk,
        "recipient": Recipient.objects.earliest("pk").pk,
        "hooked": hooked.pk,
        "untold": Facility.objects.get(slug="oak").pk,
        "consenttext": 1,
    }


def _staff() -> dict[str, object]:
    return {"user": make_user("somebody", "writer").pk, "root": User.objects.create_superuser("root").pk}
