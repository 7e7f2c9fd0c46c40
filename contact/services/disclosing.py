"""Showing an inquiry's words to a facility: the moment at which anything leaves the site."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from contact import keys, links
from contact.models import Consent, Disclosure, Notice


class Dark(Exception):
    """This link opens nothing: unknown, expired, withdrawn, or not allowed any more. One answer for all of them."""


@dataclass(frozen=True)
class Disclosed:
    notice: Notice
    words: dict[str, str]


def find(token: str) -> Notice:
    """The notice behind a facility's link, if it would open now. It shows nothing and logs nothing. Raises Dark."""
    notice = (
        Notice.objects.filter(link_digest=links.digest_of(token), link_expires_at__gt=timezone.now())
        .filter(consent__in=Consent.objects.standing())
        .select_related("consent__inquiry")
        .first()
    )
    if notice is None:
        raise Dark
    return notice


def disclose(*, token: str) -> Disclosed:
    """The words, logged in the transaction that checked the consent. Show them only after this returns.

    Raises Dark; sealing.NoKey where the private key is not here, and sealing.Broken or Moved: then nothing is logged
    and nothing may be shown.
    """
    with transaction.atomic():
        notice, consent = _locked(token)
        words = keys.unseal(consent.inquiry.sealed, consent.inquiry_id)
        shown = {name: words[name] for name in consent.fields if words.get(name)}
        Disclosure.objects.create(consent=consent, fields=list(shown))
    return Disclosed(notice, shown)


def answer(*, token: str, answer: str) -> Notice:
    """What the facility says; the person's page shows it. `answer` is a Notice.Answer. Raises Dark."""
    with transaction.atomic():
        notice, _consent = _locked(token)
        notice.answer, notice.answered_at = answer, timezone.now()
        notice.save(update_fields=["answer", "answered_at"])
    return notice


def _locked(token: str) -> tuple[Notice, Consent]:
    """Consent and facility wait for us, so that a withdrawal comes wholly before or wholly after."""
    notice = find(token)
    consents = Consent.objects.standing().select_related("inquiry", "facility")
    consent = consents.select_for_update(of=("self", "facility")).filter(pk=notice.consent_id).first()
    if consent is None:
        raise Dark
    return notice, consent
