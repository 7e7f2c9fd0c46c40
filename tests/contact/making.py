"""What tests of inquiries begin with. The `world` fixture gives keys and facilities; these make the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from django.db.models import F
from django.utils import timezone
from pytest_django import Settings

from contact import consent_words
from contact.crypto import links, sealing
from contact.crypto.signed_boxes import Agreed
from contact.models import Consent, Inquiry, Notice, Recipient
from contact.services.consenting import give
from contact.services.receiving import Press, Received, receive
from contact.services.recipients import keep
from facilities.models import City, DirectoryEdition, Facility

# Words that stand nowhere else, so that a search for them finds only what leaked.
WORDS = {
    "name": "Quillon Zephyrine",
    "email": "quillon.zephyrine@example.org",
    "phone": "512-555-0173",
    "safe_time": "after nineteen-thirty",
    "for_whom": "me",
    "message": "I would like to start vexillology treatment.",
}
_numbers = count(1)


@dataclass
class World:
    """Keys in the settings, a city, and three facilities of it that can be told of an inquiry."""

    settings: Settings
    public: str
    private: str
    city: City
    facilities: list[Facility] = field(default_factory=list)

    @property
    def facility(self) -> Facility:
        return self.facilities[0]


def make_world(settings: Settings, facilities: int = 3) -> World:
    """Both keys are set, as on the desk. For a public site empty `settings.INQUIRY_PRIVATE_KEYS`."""
    public, private = sealing.make_pair()
    settings.INQUIRY_PUBLIC_KEY, settings.INQUIRY_PRIVATE_KEYS = public, [private]
    settings.INQUIRIES_AN_HOUR = 1000  # tests of the limit set their own
    city, _ = City.objects.get_or_create(slug="austin", defaults={"name": "Austin", "state": "TX"})
    world = World(settings, public, private, city)
    world.facilities = [make_facility(city=city) for _ in range(facilities)]
    return world


def make_facility(*, city: City | None = None, email: str | None = None, webhook: str = "", **values: Any) -> Facility:
    """One that takes inquiries. `email=""` without a webhook leaves it without a recipient."""
    number = next(_numbers)
    edition, _ = DirectoryEdition.objects.get_or_create(name="2023")
    known = {
        "slug": f"desk-{number}",
        "key": f"desk-{number}",
        "name1": f"Place {number:05}",
        "postal_city": "Austin",
        "state": "TX",
        "zip": "78701",
        "for_opioids": True,
        "takes_inquiries": True,
        "city": city,
        "edition": edition,
    }
    facility = Facility.objects.create(**known | values)
    if email is None:
        email = f"intake@place-{number}.example.org"
    if email or webhook:
        keep(by=None, recipient=Recipient(facility=facility, email=email, webhook=webhook))
    return facility


def agreed(facility: Facility, fields: Sequence[str] = tuple(consent_words.FIELDS)) -> Agreed:
    """The box of this facility was ticked, on a page that showed what is true now."""
    shown = consent_words.shown(consent_words.current_text(), fields, facility)
    return Agreed(facility.pk, consent_words.digest(shown), list(fields))


def receive_one(
    *facilities: Facility,
    words: Mapping[str, str] = WORDS,
    city: City | None = None,
    permission: bool = True,
    address: str = "127.0.0.1",
) -> Received:
    """An inquiry that was sent, and then agreed to be forwarded to these facilities. Each call is another inquiry."""
    press = Press("/contact/", f"key-{next(_numbers)}", address, "Browser/1.0")
    received = receive(words=words, city=city, permission=permission, press=press)
    if facilities:
        give(inquiry=received.inquiry, agreed=[agreed(one) for one in facilities], page="/contact/")
    return received


def consented(facility: Facility, **values: Any) -> Consent:
    """The consent of a new inquiry to this facility. Its notice waits."""
    received = receive_one(facility, **values)
    return Consent.objects.select_related("inquiry", "facility", "notice").get(inquiry=received.inquiry)


def sent(notice: Notice, *, link_expires_at: datetime | None = None) -> str:
    """As if a worker had leased it and mailed it now. The token in its link."""
    now = timezone.now()
    row = Notice.objects.filter(pk=notice.pk)
    row.update(
        state=Notice.State.LEASED,
        lease=uuid4().hex,
        leased_until=now + timedelta(minutes=2),
        attempts=F("attempts") + 1,
        link_expires_at=link_expires_at or now + timedelta(days=7),
    )
    row.update(state=Notice.State.SENT, lease="", leased_until=None, sent_at=now)
    notice.refresh_from_db()
    return token_of(notice)


def token_of(row: Notice | Inquiry) -> str:
    """What is in the address of the facility's page, or of the person's."""
    return links.token_of(row.link)
