"""Showing an inquiry's words to a facility: the moment at which anything leaves the site."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from contact import clock, tombstones
from contact.consent_words import FOR_SOMEONE_ELSE
from contact.crypto import keys, links
from contact.models import Consent, Disclosure, Notice
from contact.services.consenting import hold
from contact.services.records import is_proved

# Between the clocks of a worker's machine and of this one.
SKEW = timedelta(minutes=5)


class Dark(Exception):
    """This link no longer works: unknown, expired, withdrawn, or not allowed anymore. One answer for all of them."""


@dataclass(frozen=True)
class Disclosed:
    notice: Notice
    words: dict[str, str]


def find(token: str) -> Notice:
    """The notice behind a facility's link, if it would open now. It shows nothing and logs nothing. Raises Dark."""
    now = clock.now()
    # No link is ever made for longer, so one that says so was tampered with.
    longest = now + timedelta(days=settings.LINK_DAYS) + SKEW
    notice = (
        Notice.objects.filter(link_digest=links.digest_of(token))
        .filter(link_expires_at__gt=now, link_expires_at__lte=longest)
        .filter(consent__in=Consent.objects.standing())
        .select_related("consent__inquiry")
        .first()
    )
    if notice is None or not links.fits(token, notice.link) or not is_proved(notice.consent):
        raise Dark
    if tombstones.is_held() or tombstones.stand_over(notice.consent):  # a restored copy
        raise Dark
    return notice


def disclose(*, token: str) -> Disclosed:
    """The words, logged in the transaction that checked the consent. Show them only after this returns.

    Raises Dark; sealing.NoKey where the private key is not here, and sealing.Broken or Moved: then nothing is logged
    and nothing may be shown. Raises IntegrityError where the database sees something that we did not.
    """
    with transaction.atomic():
        notice, consent = _held(token)
        words = keys.unseal(consent.inquiry.sealed, consent.inquiry_id)
        shown = _shown(consent, words)
        Disclosure.objects.create(consent=consent, fields=list(shown))
    return Disclosed(notice, shown)


def _shown(consent: Consent, words: dict[str, str]) -> dict[str, str]:
    """What was allowed, and of someone else's health nothing: that person has allowed nothing."""
    kept_back = {"message"} if words.get("for_whom") == FOR_SOMEONE_ELSE else set()
    return {name: words[name] for name in consent.fields if words.get(name) and name not in kept_back}


def answer(*, token: str, answer: str) -> Notice:
    """What the facility says; the person's page shows it. Raises Dark, and ValueError for no Notice.Answer."""
    with transaction.atomic():
        notice, _consent = _held(token)
        notice.answer, notice.answered_at = Notice.Answer(answer), clock.now()
        notice.save(update_fields=["answer", "answered_at"])
    return notice


def _held(token: str) -> tuple[Notice, Consent]:
    """Withdrawals, deletions, new links and changed facilities come wholly before or wholly after us.

    What is held is asked again: it may have changed while we waited for it.
    """
    pk = find(token).consent_id
    hold([pk])
    consents = Consent.objects.select_related("inquiry", "facility")
    consent = consents.select_for_update(of=("self", "facility")).get(pk=pk)
    notice = find(token)
    if notice.consent_id != pk:
        raise Dark
    return notice, consent
