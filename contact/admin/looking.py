"""The page of one inquiry: what stands in the open, and its words if they were opened for this very answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from django.contrib.admin.sites import AdminSite
from django.contrib.auth.models import AbstractUser
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from contact import consent_words, keys
from contact.admin import steps
from contact.delivery.composing import grouped
from contact.models import Inquiry, Letter, Outgoing
from contact.services import delivering, handling
from contact.services.purging import kept_until
from contact.views.inquiry import ChosenFacility, chosen_facilities
from review.admin.kit import Button, Line


@dataclass(frozen=True)
class Errand:
    """A mail or notice, and whether somebody of the team may try it again. `name` is what the button sends."""

    name: str
    what: str | Promise
    outgoing: Outgoing
    inquiry: Inquiry

    @property
    def retry(self) -> Button:
        return steps.retry(self.inquiry, self.name, self.what)

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
            yield steps.renew(self.errand.inquiry, self.errand.name, consent.facility_name)
        if not consent.withdrawn_at:
            yield steps.withdraw(self.errand.inquiry, consent)


@sensitive_variables("opened", "note", "context")
def page(
    site: AdminSite,
    request: HttpRequest,
    inquiry: Inquiry,
    *,
    status: int = 200,
    opened: handling.Opened | None = None,
    problem: str = "",
    note: str = "",
    note_problem: str = "",
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
        # What somebody ticked about danger or age is a word of theirs, also where only its name stands in the open.
        "holds": [consent_words.LABELS[name] for name in consent_words.SENT if name in inquiry.holds],
        "kept_until": kept_until(inquiry),
        "can_read": keys.can_read(),
        "may": request.user.has_perm(handling.HANDLE),
        "buttons": list(steps.next_steps(inquiry, by)),
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
        return _("To %(facility)s: the person took their permission back") % {"facility": letter.consent.facility_name}
    return str(letter.get_kind_display())
