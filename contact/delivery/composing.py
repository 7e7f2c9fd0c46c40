"""What a row of the outbox says when it goes out. Nothing here holds a word that a visitor typed.

Subjects are constant, and the text is plain: a mail program can neither be fooled by it nor tell anyone that it was
opened. Only the notice to a facility holds a reference in its whole form.
"""

from collections.abc import Callable
from datetime import UTC
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contact.crypto import keys, links, sealing
from contact.delivery.problems import Failed
from contact.delivery.webhook import Call
from contact.models import Consent, Inquiry, Letter, Notice, Recipient
from contact.services.telling import reached_at
from markup.mail_addresses import validate_mail_address

SUBJECTS: dict[str, str | Promise] = {
    "notice": _("An inquiry is waiting for you"),
    "withdrawal": _("Permission was taken back"),
    "receipt": _("Your message"),
    "alert": _("An inquiry is waiting"),
    "watch": _("A message was copied or deleted"),
    "account": _("Who can sign in has changed"),
}


def compose(row: Notice | Letter) -> EmailMessage | Call:
    """Ready to send, and the same whenever it is sent again. Raises Failed."""
    if isinstance(row, Notice):
        return _notice(row)
    return LETTERS[row.kind](row)


def grouped(reference: str) -> str:
    """As people read it to each other: in fours, and without what it begins with."""
    letters = reference.removeprefix("REF-")
    return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def _notice(notice: Notice) -> EmailMessage | Call:
    recipient = _recipient(notice.consent)
    key = f"{notice.key}.{notice.sending}"
    reference = notice.consent.inquiry.reference
    link = f"{settings.SITE_URL}{reverse('forwarded', args=[_token(notice)])}"
    until = notice.link_expires_at
    if until is None:
        raise RuntimeError("A notice is composed only after it was claimed.")
    if recipient.webhook:
        body = {"reference": reference, "link": link, "expires": until.astimezone(UTC).isoformat(timespec="seconds")}
        return Call(recipient.webhook, recipient.secret, key, body)
    return _mail("notice", recipient.email, key, reference=reference, link=link, until=until)


def _withdrawal(letter: Letter) -> EmailMessage | Call:
    consent = letter.consent
    if consent is None:
        raise RuntimeError("The database refuses a withdrawal letter without a consent.")
    recipient = _recipient(consent)
    told, ending = consent.notice.created_at, consent.inquiry.reference[-4:]
    if recipient.email:
        return _mail("withdrawal", recipient.email, letter.key, told=told, ending=ending)
    body = {"withdrawn": consent.notice.key, "told": told.astimezone(UTC).date().isoformat(), "ending": ending}
    return Call(recipient.webhook, recipient.secret, letter.key, body)


def _receipt(letter: Letter) -> EmailMessage:
    inquiry = letter.inquiry
    if inquiry is None:
        raise RuntimeError("The database refuses a receipt without an inquiry.")
    try:
        address = keys.unseal(inquiry.sealed, inquiry.pk)["email"]
    except sealing.NoKey:
        raise Failed("no-key") from None
    except (sealing.SealError, KeyError):
        raise Failed("seal-broken") from None
    link = f"{settings.SITE_URL}{reverse('inquiry', args=[_token(inquiry)])}"
    return _mail("receipt", address, letter.key, link=link, reference=grouped(inquiry.reference))


def _alert(letter: Letter) -> EmailMessage:
    desk = f"{settings.SITE_URL}{reverse('admin:contact_inquiry_changelist')}"
    return _mail("alert", settings.INTAKE_EMAIL, letter.key, desk=desk)


def _watch(letter: Letter) -> EmailMessage:
    line = letter.line
    if line is None:
        raise RuntimeError("The database refuses such a letter without a line.")
    desk = f"{settings.SITE_URL}{reverse('admin:contact_inquiry_change', args=[line.inquiry_id])}"
    said = {"who": line.who, "what": line.get_what_display(), "at": line.at, "ending": line.inquiry.reference[-4:]}
    return _mail("watch", settings.INTAKE_EMAIL, letter.key, desk=desk, **said)


def _account(letter: Letter) -> EmailMessage:
    change, user = letter.change, letter.user
    if change is None or user is None:
        raise RuntimeError("The database refuses such a letter without a change or a colleague.")
    desk = f"{settings.SITE_URL}{reverse('admin:index')}"
    return _mail("account", reached_at(change, user), letter.key, change=change, desk=desk)


LETTERS: dict[str, Callable[[Letter], EmailMessage | Call]] = {
    "receipt": _receipt,
    "alert": _alert,
    "withdrawal": _withdrawal,
    "watch": _watch,
    "account": _account,
}


def _mail(kind: str, address: str, key: str, **context: object) -> EmailMessage:
    try:
        validate_mail_address(address)
    except ValidationError:
        raise Failed("bad-address") from None
    context |= {"site_name": settings.SITE_NAME, "site_email": settings.SITE_EMAIL}
    return EmailMessage(
        subject=str(SUBJECTS[kind]),
        body=render_to_string(f"contact/mail/{kind}.txt", context),
        to=[address],
        reply_to=[settings.SITE_EMAIL],
        headers={
            "Auto-Submitted": "auto-generated",
            "Message-ID": f"<{key}@{urlsplit(settings.SITE_URL).hostname}>",
        },
    )


def _recipient(consent: Consent) -> Recipient:
    recipient = Recipient.objects.filter(facility=consent.facility_id).first()
    if recipient is None:
        raise Failed("no-recipient")
    if not recipient.is_proved:
        raise Failed("recipient-not-proved")
    return recipient


def _token(row: Notice | Inquiry) -> str:
    try:
        return links.token_of(row.link)
    except links.Lost:
        raise Failed("link-lost") from None
