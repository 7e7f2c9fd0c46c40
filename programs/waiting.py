"""What waits for whom among proposed words, for the admin's first page."""

from collections.abc import Iterator
from datetime import date

from django.contrib.auth.models import AbstractUser
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs.models import Phase, Program, Proposal
from review.waiting import MOST, SOON, Item, Waiting

State = Proposal.State


def waiting_for(user: AbstractUser) -> Iterator[Waiting]:
    """Only lists that this user's role can act on."""
    proposals = Proposal.objects.order_by("-pk")
    if user.has_perm("programs.review_proposal"):
        others = proposals.filter(state=State.SUBMITTED).exclude(saved_by=user.pk)
        yield _words(_("Phases and programs to review"), _("No proposed words wait for your review."), others)
    if user.has_perm("programs.add_proposal"):
        mine = proposals.filter(state__in=(State.SENT_BACK, State.DRAFT), saved_by=user.pk)
        yield _words(_("Your words on phases and programs"), _("You have no drafts on phases or programs."), mine)
        soon = timezone.localdate() + SOON
        phases, programs = Phase.objects.all(), Program.objects.published()
        both: list[Phase | Program] = [*phases, *programs]
        due = [row for row in both if row.next_review_due is None or row.next_review_due <= soon]
        items = [Item(str(row), _address(row), _due(row.next_review_due)) for row in due[:MOST]]
        more = reverse("admin:programs_program_changelist")
        empty = _("No phase’s or program’s review is due soon.")
        yield Waiting(_("Phases and programs to review again"), empty, items, len(due), more)
    if user.has_perm("programs.change_program"):
        ready = Program.objects.filter(published_on=None, reviewed_on__isnull=False)
        items = [Item(str(program), _address(program), str(program.city)) for program in ready[:MOST]]
        more = reverse("admin:programs_program_changelist")
        yield Waiting(
            _("Programs, reviewed and not published"),
            _("No reviewed program waits to be published."),
            items,
            ready.count(),
            more,
        )


def _words(heading: str, empty: str, found: "QuerySet[Proposal]") -> Waiting:
    items = []
    for proposal in found.select_related("phase", "program", "saved_by")[:MOST]:
        target = proposal.program or proposal.phase
        assert target is not None
        detail = proposal.sent_back_because or f"{proposal.saved_by or '—'}, {date_format(proposal.saved_at)}"
        items.append(Item(str(target), _address(target), detail))
    return Waiting(heading, empty, items, found.count(), reverse("admin:programs_program_changelist"))


def _address(target: object) -> str:
    name = "program" if isinstance(target, Program) else "phase"
    return reverse(f"admin:programs_{name}_change", args=[getattr(target, "pk", 0)])


def _due(day: date | None) -> str:
    return _("review due on %(due)s") % {"due": date_format(day)} if day else _("never reviewed")
