"""What a site's past costs those who work on it: nothing, on the desk and for the worker."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from itertools import count
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from articles.models import Question
from contact.models import Consent, Letter
from contact.services.consenting import withdraw
from contact.services.purging import purge
from facilities.models import Facility, ProblemReport
from rehabsite import chores
from rehabsite.models import User
from review.models import NewsRead, RosterChange
from tests.articles.making import change, make_question, sign_and_show
from tests.conftest import StaffClient
from tests.contact.making import make_world, receive_one

LONG_AGO, TODAY = datetime.fromisoformat("2024-01-15T12:00:00Z"), datetime.fromisoformat("2026-06-01T12:00:00Z")
MORE, SLACK = 20, 60
PAGES = (
    *(
        "/admin/",
        "/admin/calendar/",
        "/admin/waiting/overdue/",
        "/admin/waiting/soon/",
        "/admin/changes/?month=2023-01",
    ),
    *("/admin/articles/question/?where=overdue", "/admin/articles/question/?where=soon"),
    *("/admin/articles/question/?due=late", "/admin/articles/question/?due=30", "/admin/articles/question/?due=none"),
    *("/admin/contact/inquiry/?waits=person", "/admin/contact/inquiry/?waits=overdue", "/corrections/", "/questions/"),
    *("/admin/corrections/", "/admin/articles/question/"),
)
# These look at each page that readers have.
WHOLE_SITE = ("draw cards", "check what was reviewed", "look at links within the site")
_numbers = count()


@pytest.mark.django_db
def test_what_is_over_costs_the_desk_and_the_worker_nothing(
    staff: Callable[..., StaffClient], settings: Settings
) -> None:
    """Steps of SQLite's machine."""
    if connection.vendor != "sqlite":
        return  # the same queries; PostgreSQL says nothing of its steps
    settings.BACKUP_DAYS = 0  # what was taken back since then is written down, and it is by the database's clock
    with time_machine.travel(LONG_AGO, tick=False):
        world, question = make_world(settings, 1), make_question("How long?")
        past(question, world.facility, 2)
    with time_machine.travel(TODAY, tick=False):
        client = staff(superuser=True)
        NewsRead.objects.create(user=client.user, roster=10**9)  # what is unread is shown
        asked: dict[str, Callable[[], object]] = {path: partial(page, client, path) for path in PAGES}
        asked |= {row.name: row.do for row in chores.CHORES if row.name not in WHOLE_SITE}
        before = {name: steps(ask) for name, ask in asked.items()}
    with time_machine.travel(LONG_AGO, tick=False):
        past(question, world.facility, MORE)
    with time_machine.travel(TODAY, tick=False):
        after = {name: steps(ask) for name, ask in asked.items()}
    grown = {name: (before[name], after[name]) for name in asked if after[name] > before[name] + SLACK}
    assert grown == {}


def past(question: Question, facility: Facility, many: int) -> None:
    """Answers that were reviewed and replaced, messages that were taken back and deleted, mails that went out, reports
    that were answered, log-ins that changed."""
    user = User.objects.first() or User.objects.create_user("long-gone")
    for number in (next(_numbers) for _ in range(many)):
        change(question, answer=f"Answer {number}.")
        sign_and_show(question.latest, on=date(2024, 1, 15), due=date(2024, 6, 1))
        inquiry = receive_one(facility).inquiry
        withdraw(consents=list(inquiry.consents.all()), by=Consent.By.PERSON)
        purge(inquiry=inquiry, because="asked")
        ProblemReport.objects.create(facility=facility, said="Wrong.", answered_on=date(2024, 1, 15), answer="Right.")
        RosterChange.objects.create(what=RosterChange.What.LET_IN, user=user)
    Letter.objects.exclude(state=Letter.State.SENT).update(state=Letter.State.SENT, sent_at=timezone.now())
    change(question, answer="The last.")
    sign_and_show(question.latest, on=date(2024, 1, 15), due=date(2027, 1, 1))


def page(client: StaffClient, path: str) -> None:
    assert client.get(path).status_code == 200, path


def steps(ask: Callable[[], Any]) -> int:
    made = [0]

    def step() -> None:
        made[0] += 1

    ask()
    connection.connection.set_progress_handler(step, 1)
    ask()
    connection.connection.set_progress_handler(None, 0)
    return made[0]
