"""What waits for the intake desk, for the admin's first page and its list. No one else is told that there is any."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractUser
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contact import health, tombstones
from contact.models import Inquiry, Letter, Notice
from contact.models.inquiry import InquiryQuerySet
from review.waiting import MOST, Item, Waiting

SEE = "contact.view_inquiry"
ANSWER_WITHIN = timedelta(days=2)
LIST = "admin:contact_inquiry_changelist"
TO_THE_TEAM = Q(inquiry=None, consent=None)


def for_the_list() -> InquiryQuerySet:
    """Without the sealed words, with what the list says about each."""
    stuck = Q(pk__in=needing_a_person().values("pk"))
    # Counted for the rows of a page alone: by a join all are counted first.
    sent = Notice.objects.filter(consent__inquiry=OuterRef("pk"), sent_at__isnull=False).order_by()
    told = Coalesce(Subquery(sent.values("consent__inquiry").annotate(count=Count("pk")).values("count")), 0)
    rows = Inquiry.objects.defer("sealed", "link_seed", "link_digest", "submission")
    return rows.select_related("city", "handled_by").annotate(told=told, needs_person=stuck)


def needing_a_person() -> InquiryQuerySet:
    """Those with a mail or notice that could not be sent, until someone tries again or the person withdraws. Few are
    stuck, so those are asked, and not all that was ever received."""
    stuck = Letter.objects.filter(state=Letter.State.PERSON)
    notices = Notice.objects.filter(state=Notice.State.PERSON).values("consent__inquiry")
    own = stuck.filter(inquiry__isnull=False).values("inquiry")
    withdrawals = stuck.filter(consent__isnull=False).values("consent__inquiry")
    return Inquiry.objects.filter(Q(pk__in=notices) | Q(pk__in=own) | Q(pk__in=withdrawals))


def new() -> InquiryQuerySet:
    return Inquiry.objects.kept().filter(state=Inquiry.State.NEW)


def overdue() -> InquiryQuerySet:
    return new().filter(received_at__lt=timezone.now() - ANSWER_WITHIN)


def mine(user: AbstractUser) -> InquiryQuerySet:
    return Inquiry.objects.kept().filter(handled_by=user.pk).exclude(state=Inquiry.State.CLOSED)


def stuck_alerts() -> list[Letter]:
    """Mails to the team itself. They belong to no inquiry."""
    return list(Letter.objects.filter(TO_THE_TEAM, state=Letter.State.PERSON).order_by("pk"))


def waiting_for(user: AbstractUser) -> Iterator[Waiting]:
    if not user.has_perm(SEE):
        return
    fresh, late = new().order_by("received_at"), overdue().order_by("received_at")
    oldest = fresh.first()
    heading = (
        _("New inquiries, the oldest since %(since)s") % {"since": _moment(oldest)} if oldest else _("New inquiries")
    )
    yield _list(heading, _("No new inquiry is waiting."), fresh, "waits=new")
    yield _list(_("Overdue for an answer"), _("No inquiry is overdue for an answer."), late, "waits=overdue")
    needy = needing_a_person().order_by("received_at")
    found = health.outbox()
    yield from _not_going_out(found)
    yield _list(_("Needs a person: something could not be sent"), _all_sent(found), needy, "waits=person")
    yield _list(
        _("Inquiries that you handle"),
        _("You handle no open inquiry."),
        mine(user).order_by("received_at"),
        "whose=mine",
    )
    if problem := tombstones.problem():
        title = _("What people take back is not being recorded outside the database (%(why)s)") % {"why": problem}
        detail = _("It is still taken back here. But restoring a backup could undo it. Tell the operators today.")
        yield Waiting(
            title, "", [Item(_("TOMBSTONES_DIR cannot be written to"), reverse(LIST), detail)], 1, reverse(LIST)
        )
    if full := health.full_disks():
        detail = _("Tell the person who runs the site today: soon we may not be able to store what people write.")
        items = [Item(sentence, reverse(LIST), detail) for sentence in full]
        yield Waiting(_("Little storage space is left"), "", items, len(items), reverse(LIST))
    if alerts := stuck_alerts():
        item = Item(_("E-mail to the team"), reverse(LIST), _("It could not be sent. Try again above the list."))
        yield Waiting(_("E-mail to the team could not be sent"), "", [item], len(alerts), reverse(LIST))


def _not_going_out(found: health.Outbox) -> Iterator[Waiting]:
    """No one at the desk can help it, but they are not to believe that facilities were told."""
    if found.workers and not found.is_late:
        return
    since = found.due or found.seen
    title = _("Since %(since)s") % {"since": _at(since)} if since else _("Since the site was started")
    detail = _("Tell the person who runs the site: the worker is not running, or the mail server does not answer.")
    yield Waiting(_("Mail is not going out"), "", [Item(title, reverse(LIST), detail)], 1, reverse(LIST))


def _all_sent(found: health.Outbox) -> str:
    """True only when nothing waits."""
    if found.oldest is None:
        return _("Everything was sent.")
    return ngettext(
        "Nothing needs a person. %(count)d e-mail has been waiting to be sent since %(since)s.",
        "Nothing needs a person. %(count)d e-mails are waiting to be sent, the oldest since %(since)s.",
        found.waiting,
    ) % {"count": found.waiting, "since": _at(found.oldest)}


def _list(heading: str, empty: str, found: InquiryQuerySet, query: str) -> Waiting:
    rows = found.select_related("city").only("reference", "received_at", "city__name")[:MOST]
    nowhere = _("no city")
    items = [
        Item(
            row.reference,
            reverse("admin:contact_inquiry_change", args=[row.pk]),
            f"{_moment(row)}, {row.city.name if row.city else nowhere}",
        )
        for row in rows
    ]
    return Waiting(heading, empty, items, found.count(), f"{reverse(LIST)}?{query}")


def _moment(inquiry: Inquiry) -> str:
    return _at(inquiry.received_at)


def _at(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j M, H:i")
