"""Reports of problems with a listing: taken without asking who sends them, and answered in the open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from facilities.models import Facility, ProblemReport
from review.refusals import Refused
from review.rights import may
from search.prepared import Prepared
from search.services import public_changed
from visitors.counting import DAY, count

# No one is asked who they are, so a flood is told by its size, and by the network that it comes from.
MOST_OPEN: Final = 20  # of one facility
MOST_AN_HOUR: Final = 200
MOST_OF_ONE_A_DAY: Final = 2  # of one facility, from one network: so that no one fills the twenty alone
MOST_NEARBY_A_DAY: Final = 8  # of one facility, from the networks around it, which may be one visitor's too
MOST_OF_ONE_AN_HOUR: Final = 10
LONGEST_ANSWER: Final = 300
ANSWERS_SHOWN: Final = 3


class TooMany(Refused):
    """Nothing was stored."""


@dataclass(frozen=True)
class Told:
    """What readers are told: since when a report waits, and the last answers. Never what someone wrote."""

    open_since: date | None
    answered: Sequence[ProblemReport]


def report_problem(*, facility: Facility, said: str, address: str) -> ProblemReport:
    """`address` is the sender's in the network. Reports are counted by it, and it is not kept. Raises TooMany."""
    with transaction.atomic():
        _count(facility, address)
        here = ProblemReport.objects.filter(facility=facility, answered_on__isnull=True).count()
        lately = ProblemReport.objects.filter(received_at__gt=timezone.now() - timedelta(hours=1)).count()
        if here >= MOST_OPEN:
            raise TooMany("many-open", _("We already have many reports about this listing. This one was not stored."))
        if lately >= MOST_AN_HOUR:
            sentence = _("We are getting too many reports right now. This one was not stored. Try again later.")
            raise TooMany("many-now", sentence)
        report = ProblemReport.objects.create(facility=facility, said=said)
        if not here:  # Readers see when the first one came. A second changes nothing for them.
            public_changed()
    return report


def _count(facility: Facility, address: str) -> None:
    here = count(purpose=f"report.{facility.pk}", address=address, each=DAY)
    nearby = count(purpose=f"report.{facility.pk}.around", address=address, each=DAY, around=True)
    if here > MOST_OF_ONE_A_DAY or nearby > MOST_NEARBY_A_DAY:
        raise TooMany(
            "many-yours",
            _("You, or someone near you, already reported this listing today. This one was not stored. Write to us."),
        )
    if count(purpose="report", address=address) > MOST_OF_ONE_AN_HOUR:
        raise TooMany(
            "many-yours", _("Many reports came from your connection in the last hour. This one was not stored.")
        )


def answer_report(*, report: ProblemReport, by: AbstractUser | None, answer: str, on: date | None = None) -> None:
    """Readers see the answer and its date. A corrected answer keeps the first date unless `on` gives another."""
    may("facilities.change_problemreport", by)
    answer = answer.strip()
    if not answer or len(answer) > LONGEST_ANSWER:
        raise Refused("answer", _("Say what was done, in at most 300 characters. Readers see it."))
    with transaction.atomic():
        report.answer, report.answered_on = answer, on or report.answered_on or timezone.localdate()
        report.save(update_fields=["answer", "answered_on"])
        public_changed()


def drop_reports(*, reports: Sequence[ProblemReport], by: AbstractUser | None) -> None:
    """For what is no report at all, such as advertising. A real one is answered instead."""
    may("facilities.delete_problemreport", by)
    with transaction.atomic():
        ProblemReport.objects.filter(pk__in=[report.pk for report in reports]).delete()
        public_changed()


def told(facility: Facility) -> Told:
    first = next(iter(_OPEN.rows(facility.pk)), None)
    return Told(timezone.localdate(first.received_at) if first else None, _ANSWERED.rows(facility.pk))


def _open(facility: int) -> QuerySet[ProblemReport]:
    return ProblemReport.objects.filter(facility=facility, answered_on__isnull=True).order_by("received_at")[:1]


def _answered(facility: int) -> QuerySet[ProblemReport]:
    reports = ProblemReport.objects.filter(facility=facility, answered_on__isnull=False)
    return reports.order_by("-answered_on", "-pk")[:ANSWERS_SHOWN]


_OPEN = Prepared(_open)
_ANSWERED = Prepared(_answered)
