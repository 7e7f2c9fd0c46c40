"""The page of one inquiry: what is in the open, and its words if they were opened for this very answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from django.contrib.admin.sites import AdminSite
from django.contrib.auth.models import AbstractUser
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from contact import consent_words
from contact.crypto import keys
from contact.delivery.composing import grouped
from contact.inquiry_status import ChosenFacility, chosen_facilities
from contact.models import Consent, Inquiry, Letter, Outgoing
from contact.services import delivering, handling
from contact.services.purging import kept_until
from review.admin.kit import Button, Line, Text
from review.refusals import Refused

State = Inquiry.State


def next_steps(inquiry: Inquiry, by: AbstractUser) -> Iterator[Button]:
    mine, holder = inquiry.handled_by_id == by.pk, inquiry.handled_by
    if not mine:
        words = _("Take it over from %(who)s") % {"who": holder.get_username()} if holder else _("Take it on")
        yield _step(inquiry, "take", words, main=True)
    for state, words in moves(inquiry):
        yield _step(inquiry, state, words, main=mine and state == State.ANSWERED)
    if colleagues := [one for one in handling.colleagues() if one.pk not in (by.pk, inquiry.handled_by_id)]:
        yield _step(
            inquiry,
            "hand-over",
            _("Hand it to a colleague"),
            asks="choice",
            question=_("Who handles it from now on?"),
            choices=[(one.get_username(), one.get_full_name() or one.get_username()) for one in colleagues],
            does=_("Hand it over"),
        )
    if keys.can_read() or inquiry.purged_at:
        yield Button(
            "copy",
            _("The person asks for their copy"),
            reverse("admin:contact_inquiry_copy", args=[inquiry.pk]),
            asks="sure",
            question=_(
                "Everything we hold about them, as a file. It has their words in it: give it only to them, and "
                "delete it once it is sent."
            ),
            does=_("Download the copy"),
        )
    if not inquiry.purged_at:
        erase = reverse("admin:contact_inquiry_erase", args=[inquiry.pk])
        yield Button("erase", _("The person wants everything deleted"), erase, leads=True)


def moves(inquiry: Inquiry) -> Iterator[tuple[str, str]]:
    """The states to which it can go from here, with the words of their buttons."""
    if inquiry.state == State.NEW:
        yield State.ANSWERED, _("It is answered")
    if inquiry.state != State.CLOSED:
        yield State.CLOSED, _("Close it")
    if inquiry.state == State.CLOSED:
        yield State.ANSWERED, _("Open it again, as answered")
    if inquiry.state != State.NEW:
        yield State.NEW, _("Back to new")


def retry(inquiry: Inquiry, outgoing: str, about: Text) -> Button:
    return _step(inquiry, "retry", _("Try again"), about=about, sends=[("outgoing", outgoing)], key=outgoing)


def renew(inquiry: Inquiry, outgoing: str, about: Text) -> Button:
    return _step(inquiry, "renew", _("Send a new link"), about=about, sends=[("outgoing", outgoing)], key=outgoing)


def withdraw(inquiry: Inquiry, consent: Consent) -> Button:
    return _step(
        inquiry,
        "withdraw",
        _("The person takes this permission back"),
        asks="sure",
        question=_(
            "Do not ask why. From then on the link no longer works, and a facility that was told gets a note that "
            "says so. This cannot be undone."
        ),
        does=_("Take back the permission"),
        about=consent.facility_name,
        sends=[("consent", consent.pk)],
        key=consent.pk,
    )


def _step(inquiry: Inquiry, name: str, label: Text, *, sends: Any = (), **more: Any) -> Button:
    """Each says which state of the inquiry was on the page, so that a colleague's step is not undone unseen."""
    address = reverse("admin:contact_inquiry_step", args=[inquiry.pk, name])
    return Button(str(name), label, address, sends=[("seen", handling.seen(inquiry)), *sends], **more)


@dataclass(frozen=True)
class Errand:
    """A mail or notice, and whether someone of the team may try it again. `name` is what the button sends."""

    name: str
    what: str | Promise
    outgoing: Outgoing
    inquiry: Inquiry

    @property
    def retry(self) -> Button:
        return retry(self.inquiry, self.name, self.what)

    @property
    def stuck(self) -> bool:
        return self.outgoing.state == Outgoing.State.PERSON

    @property
    def problem(self) -> str:
        return delivering.sentence(self.outgoing.problem)


@dataclass(frozen=True)
class Told:
    """A facility that the person chose: the consent, how far telling it came, and what it opened."""

    place: ChosenFacility
    errand: Errand

    @property
    def buttons(self) -> Iterator[Button]:
        consent, notice = self.place.consent, self.place.notice
        if self.errand.stuck and self.place.stands:
            yield self.errand.retry
        if self.place.stands and notice.state in (Outgoing.State.SENT, Outgoing.State.PERSON):
            yield renew(self.errand.inquiry, self.errand.name, consent.facility_name)
        if not consent.withdrawn_at:
            yield withdraw(self.errand.inquiry, consent)


@sensitive_variables("opened", "note", "context")
def page(
    site: AdminSite,
    request: HttpRequest,
    inquiry: Inquiry,
    *,
    status: int = 200,
    opened: handling.Opened | None = None,
    problem: Refused | None = None,
    note: str = "",
    note_problem: Refused | None = None,
) -> HttpResponse:
    by = cast(AbstractUser, request.user)
    facilities = [
        Told(place, Errand(f"notice-{place.notice.pk}", place.consent.facility_name, place.notice, inquiry))
        for place in chosen_facilities(inquiry)
    ]
    letters = [Errand(f"letter-{letter.pk}", _what(letter), letter, inquiry) for letter in letters_of(inquiry)]
    context: dict[str, Any] = {
        **site.each_context(request),
        "title": inquiry.reference,
        "opts": Inquiry._meta,
        "inquiry": inquiry,
        "grouped": grouped(inquiry.reference),
        # What someone ticked about danger or age is a word of theirs, also where only its name is in the open.
        "holds": [consent_words.LABELS[name] for name in consent_words.SENT if name in inquiry.holds],
        "kept_until": kept_until(inquiry),
        "can_read": keys.can_read(),
        "may": request.user.has_perm(handling.HANDLE),
        "buttons": list(next_steps(inquiry, by)),
        "facilities": facilities,
        "letters": letters,
        "needs_person": any(one.stuck for one in [*letters, *(told.errand for told in facilities)]),
        "history": [
            Line(line.at, line.who or _("the site"), line.get_what_display()) for line in inquiry.access_lines.all()
        ],
        "notes": inquiry.notes.count(),
        "opened": opened,
        "lines": consent_words.lines(opened.words) if opened else [],
        "problem": problem,
        "note": note,
        "note_problem": note_problem,
        "most_letters": handling.MOST_LETTERS,
    }
    return TemplateResponse(request, "admin/contact/inquiry/look.html", context, status=status)


def letters_of(inquiry: Inquiry) -> QuerySet[Letter]:
    own = Letter.objects.filter(Q(inquiry=inquiry) | Q(consent__inquiry=inquiry))
    return own.select_related("consent").order_by("pk")


def _what(letter: Letter) -> str:
    if letter.consent:
        return _("To %(facility)s: the person took back their permission") % {"facility": letter.consent.facility_name}
    return str(letter.get_kind_display())
