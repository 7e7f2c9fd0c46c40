"""What is waiting for each person among facilities and reports, for the admin's first page."""

from collections.abc import Iterator

from django.contrib.auth.models import AbstractUser
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from facilities.models import ProblemReport, ProposedMatch
from review.waiting import MOST, Item, Waiting


def waiting_for(user: AbstractUser) -> Iterator[Waiting]:
    """Only lists that this user's role can act on."""
    if user.has_perm("facilities.change_proposedmatch"):
        matches = ProposedMatch.objects.filter(decision=ProposedMatch.Decision.WAITING).select_related("facility")
        items = [
            Item(str(match), reverse("admin:facilities_proposedmatch_change", args=[match.pk]), str(match.facility))
            for match in matches[:MOST]
        ]
        more = reverse("admin:facilities_proposedmatch_changelist")
        empty = _("No proposed match is waiting for you.")
        yield Waiting(_("The same facility, or another?"), empty, items, matches.count(), more)
    if user.has_perm("facilities.change_problemreport"):
        reports = ProblemReport.objects.filter(answered_on=None).select_related("facility").order_by("received_at")
        items = [
            Item(
                str(report.facility),
                reverse("admin:facilities_problemreport_change", args=[report.pk]),
                date_format(report.received_at),
            )
            for report in reports[:MOST]
        ]
        more = reverse("admin:facilities_problemreport_changelist")
        empty = _("No report about a listing is waiting for an answer.")
        yield Waiting(_("Problems that readers reported"), empty, items, reports.count(), more)
