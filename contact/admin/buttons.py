"""What somebody at the desk may do next with an inquiry, as buttons of the kit that every page of the admin has."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.urls import reverse
from django.utils.translation import gettext as _

from contact import keys
from contact.models import Consent, Inquiry
from contact.services import handling
from review.admin.kit import Button, Text

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
                "All that we hold on them, as a file. It holds their words: give it to no one but them, and delete it "
                "when it is sent."
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
            "says so. It cannot be undone."
        ),
        does=_("Take the permission back"),
        about=consent.facility_name,
        sends=[("consent", consent.pk)],
        key=consent.pk,
    )


def _step(inquiry: Inquiry, name: str, label: Text, *, sends: Any = (), **more: Any) -> Button:
    """Each says which state of the inquiry was on the page, so that a colleague's step is not undone unseen."""
    address = reverse("admin:contact_inquiry_step", args=[inquiry.pk, name])
    return Button(str(name), label, address, sends=[("seen", handling.seen(inquiry)), *sends], **more)
