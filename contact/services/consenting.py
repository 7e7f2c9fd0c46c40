"""Giving and withdrawing consent. Each step leaves a record that is chained to the one before."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from contact import clock, consent_words, tombstones
from contact.crypto import links
from contact.crypto.signed_boxes import Agreed
from contact.models import Consent, ConsentRecord, ConsentText, Inquiry, Letter, Notice, Recipient
from contact.services.records import is_proved, record
from facilities.models import City, Facility
from facilities.models.facility import FacilityQuerySet
from review.refusals import Refused
from review.rights import may
from search.services import public_changed

MOST = 3


def offered(city: City | None = None) -> FacilityQuerySet:
    """Those that a visitor may be offered: listed, taking inquiries, paying us nothing, and with a way to be told."""
    unpaid = Facility.objects.listed().filter(relationship=Facility.Relationship.NONE)
    taking = unpaid.filter(takes_inquiries=True, pk__in=Recipient.objects.values("facility"))
    return taking.filter(city=city) if city else taking


def give(*, inquiry: Inquiry, agreed: Sequence[Agreed], page: str) -> list[Consent]:
    """All of them or none. The facilities are told by `forward_inquiry`, in the same transaction.

    Raises Refused: without the person's permission; for more than three in all; for a facility that is not offered
    now, or of which something that was shown has changed. A facility that was agreed to before is left as it is.
    """
    with transaction.atomic():
        inquiry = Inquiry.objects.select_for_update().get(pk=inquiry.pk)
        if not inquiry.permission or inquiry.purged_at:
            raise Refused("permission", _("This inquiry is not for any facility."))
        before = set(inquiry.consents.values_list("facility_id", flat=True))
        # Each once, and in one order for everyone, so that two never wait for each other's facilities.
        new = [one for pk, one in sorted({one.facility: one for one in agreed}.items()) if pk not in before]
        if len(before) + len(new) > MOST:
            raise Refused("three", _("Choose up to three places."))
        text = consent_words.current_text()
        consents = []
        for one in new:
            facility = offered().select_for_update(of=("self",)).filter(pk=one.facility).first()
            if facility is None:
                raise Refused("not-offered", _("One of these places no longer takes messages. Please choose again."))
            shown = consent_words.shown(text, one.fields, facility)
            if consent_words.digest(shown) != one.digest:
                raise Refused(
                    "changed", _("Something about this has changed since you saw it. Please read it and choose again.")
                )
            now = clock.now()
            consent = Consent.objects.create(
                inquiry=inquiry,
                facility=facility,
                facility_name=str(facility),
                relationship=facility.relationship,
                text=text,
                shown=shown,
                # Of what was filled in, that which the page said would be sent.
                fields=[name for name in consent_words.FIELDS if name in inquiry.holds and name in one.fields],
                page=page,
                given_at=now,
                expires_at=now + timedelta(days=settings.CONSENT_DAYS),
            )
            record(consent=consent, kind=ConsentRecord.Kind.GIVEN)
            forward_inquiry(consent)
            consents.append(consent)
    return consents


def withdraw(*, consents: Iterable[Consent], by: str) -> list[Consent]:
    """At once: what waits is stopped by the database, links go dark, and who was told is told of it.

    Returns those that were withdrawn now; one that was withdrawn before stays as it was. `by` is a Consent.By.
    """
    asked = [consent.pk for consent in consents]
    with transaction.atomic():
        hold(asked)
        withdrawn = list(Consent.objects.select_for_update().filter(pk__in=asked, withdrawn_at=None).order_by("pk"))
        for consent in withdrawn:
            consent.withdrawn_at, consent.withdrawn_by = clock.now(), by
            consent.save(update_fields=["withdrawn_at", "withdrawn_by"])
            record(consent=consent, kind=ConsentRecord.Kind.WITHDRAWN)
            tombstones.withdrawn(consent)
            # One attempt may have arrived even if it looked like a failure.
            if Notice.objects.filter(consent=consent, attempts__gt=0).exists():
                Letter.objects.create(kind=Letter.Kind.WITHDRAWAL, consent=consent)
    return withdrawn


def hold(consents: Iterable[int]) -> None:
    """Holds the inquiries of these consents until the transaction ends."""
    found = Consent.objects.filter(pk__in=list(consents)).values("inquiry")
    list(Inquiry.objects.select_for_update().filter(pk__in=found).order_by("pk").values_list("pk"))


def forward_inquiry(consent: Consent) -> Notice:
    """Lets the consent's facility be told that an inquiry waits. The only function that makes a Notice.

    Asked twice it answers with the first one. Raises Refused if the consent does not stand now, or is not what its
    record says; behind it, the database refuses the same.
    """
    with transaction.atomic():
        hold([consent.pk])
        standing = Consent.objects.standing().select_for_update(of=("self",)).filter(pk=consent.pk).first()
        if standing is None or not is_proved(standing):
            raise Refused("no-consent", _("The person does not allow this, or no longer does."))
        if notice := Notice.objects.filter(consent=standing).first():
            return notice
        link = links.make(Notice.row_of(standing.pk))
        return Notice.objects.create(consent=standing, link_seed=link.seed, link_digest=link.digest)


def new_text(*, heading: str, words: str, after: int, by: AbstractUser | None) -> ConsentText:
    """The version that visitors see from now on. `after` is the one it was written upon.

    Raises Refused if there is a newer one: it may say what this one leaves out.
    """
    may("contact.add_consenttext", by)
    stale = Refused(
        "stale", _("In the meantime, a colleague made a new version. Read it, then change yours to build on it.")
    )
    if consent_words.current_text().version != after:
        raise stale
    try:
        with transaction.atomic():
            text = ConsentText.objects.create(version=after + 1, heading=heading, words=words)
            public_changed()
    except IntegrityError:
        raise stale from None
    return text
