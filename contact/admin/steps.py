"""What the buttons on an inquiry's page do. No message says more of an inquiry than its reference."""

import json
from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.contrib.admin.sites import AdminSite
from django.contrib.auth.models import AbstractUser
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from contact.admin.looking import letters_of, page
from contact.crypto.sealing import BadKey, SealError
from contact.delivery.composing import grouped
from contact.models import Consent, Inquiry, Letter, Notice, Outgoing
from contact.services import delivering, handling
from contact.waiting import TO_THE_TEAM
from review.admin.kit import press
from review.refusals import Refused

View = Callable[[AdminSite, HttpRequest, Inquiry], HttpResponseBase]


def show_words(site: AdminSite, request: HttpRequest, inquiry: Inquiry) -> HttpResponse:
    """On this POST's own answer: nothing of the words goes into a session, a message or an address."""
    try:
        opened = handling.open_words(inquiry=inquiry, by=_who(request))
    except Refused as refused:
        return _closed(site, request, inquiry, refused)
    return page(site, request, inquiry, opened=opened)


@sensitive_variables("text")
def write_note(site: AdminSite, request: HttpRequest, inquiry: Inquiry) -> HttpResponse:
    text = request.POST.get("note", "")
    try:
        handling.write_note(inquiry=inquiry, by=_who(request), text=text)
    except Refused as refused:
        return page(site, request, inquiry, status=422, note=text, note_problem=refused)
    messages.success(request, _("The note is saved. Open the words to read it."))
    return _back(inquiry)


@sensitive_variables()
def copy(site: AdminSite, request: HttpRequest, inquiry: Inquiry) -> HttpResponse:
    """All that we hold on them, as a file for the person."""
    try:
        content = handling.copy(inquiry=inquiry, by=_who(request))
    except (SealError, BadKey) as error:
        return _closed(site, request, inquiry, handling.closed(error, inquiry.reference))
    return HttpResponse(
        json.dumps(content, ensure_ascii=False, indent=2),
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{inquiry.reference}.json"'},
    )


def erase(site: AdminSite, request: HttpRequest, inquiry: Inquiry) -> HttpResponse:
    """Asks first, then deletes for good."""
    if request.method == "POST":
        handling.erase(inquiry=inquiry, by=_who(request))
        messages.success(request, _("The words of %(ref)s are deleted.") % {"ref": inquiry.reference})
        return _back(inquiry)
    context = {
        **site.each_context(request),
        "title": _("Delete the words of %(ref)s?") % {"ref": inquiry.reference},
        "opts": Inquiry._meta,
        "inquiry": inquiry,
        "grouped": grouped(inquiry.reference),
        "standing": inquiry.consents.filter(withdrawn_at=None),
    }
    return TemplateResponse(request, "admin/contact/inquiry/erase.html", context)


def take(request: HttpRequest, inquiry: Inquiry, step: str) -> HttpResponse:
    def done() -> str:
        said = STEPS[step](request, inquiry)
        if not said:
            messages.info(request, _("That was already done."), extra_tags="done-already")
        return said

    press(request, done)
    return _back(inquiry)


def why_stuck(outgoing: Outgoing) -> str:
    return delivering.sentence(outgoing.problem)


def send_team_mail_again(request: HttpRequest, pk: int) -> None:
    letter = get_object_or_404(Letter, TO_THE_TEAM, pk=pk)

    def retry() -> str:
        handling.retry(outgoing=letter, by=_who(request))
        return _("We are trying the e-mail to the team again.")

    press(request, retry)


def _take_on(request: HttpRequest, inquiry: Inquiry) -> str:
    done = handling.take_on(inquiry=inquiry, by=_who(request), seen=request.POST.get("seen", ""))
    return _("%(ref)s is yours now.") % {"ref": inquiry.reference} if done else ""


def _hand_over(request: HttpRequest, inquiry: Inquiry) -> str:
    to = request.POST.get("to", "")
    done = handling.hand_over(inquiry=inquiry, by=_who(request), to=to, seen=request.POST.get("seen", ""))
    return _("%(ref)s is now handled by %(who)s.") % {"who": to, "ref": inquiry.reference} if done else ""


def _state(state: str) -> Callable[[HttpRequest, Inquiry], str]:
    def move(request: HttpRequest, inquiry: Inquiry) -> str:
        done = handling.set_state(inquiry=inquiry, by=_who(request), state=state, seen=request.POST.get("seen", ""))
        words = {"ref": inquiry.reference, "state": Inquiry.State(state).label}
        return _("%(ref)s is now: %(state)s.") % words if done else ""

    return move


def _renew(request: HttpRequest, inquiry: Inquiry) -> str:
    outgoing = _chosen(request, inquiry)
    if not isinstance(outgoing, Notice):
        raise Http404(_("This inquiry does not have that row."))
    if outgoing.state == Notice.State.WAITING and outgoing.link_expires_at is None:
        return ""
    handling.renew_link(notice=outgoing, by=_who(request))
    return _("A new link is on its way. The old one no longer works.")


def _retry(request: HttpRequest, inquiry: Inquiry) -> str:
    handling.retry(outgoing=_chosen(request, inquiry), by=_who(request))
    return _("It is being tried again now.")


def _withdraw(request: HttpRequest, inquiry: Inquiry) -> str:
    consent: Consent = _one(inquiry.consents.all(), request.POST.get("consent", ""))
    withdrawn = handling.withdraw_for_person(consents=[consent], by=_who(request))
    return _("Withdrawn. The link no longer works.") if withdrawn else ""


STEPS: dict[str, Callable[[HttpRequest, Inquiry], str]] = {
    "take": _take_on,
    "hand-over": _hand_over,
    **{state.value: _state(state.value) for state in Inquiry.State},
    "renew": _renew,
    "retry": _retry,
    "withdraw": _withdraw,
}


def _closed(site: AdminSite, request: HttpRequest, inquiry: Inquiry, refused: Refused) -> HttpResponse:
    inquiry.refresh_from_db()
    status = {"deleted": 409, handling.NO_KEY: 503}.get(refused.code, 500)
    return page(site, request, inquiry, status=status, problem=refused)


def _chosen(request: HttpRequest, inquiry: Inquiry) -> Notice | Letter:
    """ "notice-7" or "letter-7" of this inquiry, and of no other."""
    kind, _dash, pk = request.POST.get("outgoing", "").partition("-")
    notices = Notice.objects.filter(consent__inquiry=inquiry)
    found: Notice | Letter = _one(notices if kind == "notice" else letters_of(inquiry), pk)
    return found


def _one(rows: QuerySet[Any], pk: str) -> Any:
    """Compared as text, so that no number can be too large for a database."""
    for row in rows:
        if str(row.pk) == pk:
            return row
    raise Http404(_("This inquiry does not have that row."))


def _who(request: HttpRequest) -> AbstractUser:
    return cast(AbstractUser, request.user)


def _back(inquiry: Inquiry) -> HttpResponse:
    return redirect("admin:contact_inquiry_change", inquiry.pk)
