"""What a person is told about their own inquiry: names of fields, places and times. Never a word that they wrote."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.functional import Promise

from contact import consent_words
from contact.models import AccessLine, Consent, Inquiry, Notice
from contact.services.consenting import MOST
from contact.services.purging import kept_until

FRESH = timedelta(hours=1)


@dataclass(frozen=True)
class ChosenFacility:
    """A facility that the person chose. `stands` says whether it could open the words now, with a link that works."""

    consent: Consent
    notice: Notice
    opened: list[datetime]
    stands: bool

    @property
    def telling(self) -> str:
        """told, waiting, trying, unreached; and when nothing is tried anymore, perhaps or never."""
        if self.notice.sent_at or self.notice.state == Notice.State.SENT:
            return "told"
        if not self.stands or self.notice.state == Notice.State.CANCELLED:
            # A mail server that gave no answer may still have delivered.
            return "perhaps" if self.notice.attempts else "never"
        if self.notice.state == Notice.State.PERSON:
            return "unreached"
        return "trying" if self.notice.attempts else "waiting"

    @property
    def ending(self) -> str:
        """Why the facility can no longer read it: paid, withdrawn, deleted, expired or barred. Empty while it can."""
        if self.stands:
            return ""
        if self.consent.withdrawn_at:
            return "paid" if self.consent.withdrawn_by == Consent.By.PAID else "withdrawn"
        if self.consent.inquiry.purged_at:
            return "deleted"
        return "expired" if self.consent.expires_at <= timezone.now() else "barred"

    @property
    def link_ran_out(self) -> bool:
        until = self.notice.link_expires_at
        return bool(self.stands and self.telling == "told" and until and until <= timezone.now())


@dataclass(frozen=True)
class InquiryStatus:
    """All that the person's page says."""

    inquiry: Inquiry
    places: list[ChosenFacility]
    holds: list[str | Promise]
    kept_until: datetime
    read_by_team: list[datetime]

    @property
    def is_fresh(self) -> bool:
        return timezone.now() - self.inquiry.received_at < FRESH

    @property
    def may_choose(self) -> bool:
        """A person who has taken back everything is not asked again."""
        wants = not self.places or any(place.ending != "withdrawn" for place in self.places)
        return self.inquiry.permission and not self.inquiry.purged_at and len(self.places) < MOST and wants

    @property
    def to_withdraw(self) -> list[ChosenFacility]:
        return [place for place in self.places if not place.consent.withdrawn_at]


def status_of(inquiry: Inquiry) -> InquiryStatus:
    places = chosen_facilities(inquiry)
    read = inquiry.access_lines.filter(what__in=(AccessLine.What.OPENED, AccessLine.What.EXPORTED))
    return InquiryStatus(
        inquiry=inquiry,
        places=places,
        holds=[label for name, label in consent_words.FIELDS.items() if name in inquiry.holds],
        kept_until=kept_until(inquiry),
        read_by_team=list(read.values_list("at", flat=True)),
    )


def chosen_facilities(inquiry: Inquiry) -> list[ChosenFacility]:
    consents = inquiry.consents.select_related("inquiry", "facility", "notice").prefetch_related("disclosures")
    standing = set(Consent.objects.standing().filter(inquiry=inquiry).values_list("pk", flat=True))
    return [
        ChosenFacility(
            consent=consent,
            notice=consent.notice,
            opened=[disclosure.at for disclosure in consent.disclosures.all()],
            stands=consent.pk in standing,
        )
        for consent in consents
    ]
