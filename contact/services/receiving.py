"""Taking in what a visitor sent. It is acknowledged only after COMMIT: see the views."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from contact.crypto import keys, links
from contact.crypto.signed_boxes import Agreed
from contact.models import Inquiry, Letter
from contact.models.inquiry import make_id
from contact.services.consenting import give
from contact.together import Together, insert
from facilities.models import City
from review.refusals import Refused
from visitors.counting import highest
from visitors.digests import keyed

# How long pressing "Send" again on a page that is kept for all finds the first inquiry. A page made for one visitor
# holds a key of its own, and finds it for as long as the words are kept.
PRESSED_AGAIN = timedelta(minutes=15)
ALERT_WAITS = (
    f"SELECT 1 FROM {Letter._meta.db_table}"
    f" WHERE state = '{Letter.State.WAITING.value}' AND kind = '{Letter.Kind.ALERT.value}' LIMIT 1"
)


class TooMany(Refused):
    """Nothing was stored."""


@dataclass(frozen=True)
class Press:
    """One press of "Send". `form_key` is the page's own key, or "" on a page that is the same for everyone."""

    page: str
    form_key: str
    address: str
    browser: str

    def digest(self, words: Mapping[str, str], permission: bool) -> str:
        """The same for the same words from the same page and visitor. Keyed, so that no one can try out guesses."""
        who = [self.form_key] if self.form_key else [self.address, self.browser]
        return keyed("contact.press", json.dumps([self.page, *who, permission, sorted(words.items())]))


@dataclass(frozen=True)
class Received:
    """`token` is the person's own link. `problem` says why a facility they agreed to was not told."""

    inquiry: Inquiry
    token: str
    problem: str = ""


@dataclass(frozen=True)
class Message:
    """All that takes time is done, and it can be stored."""

    inquiry: Inquiry
    token: str
    press: Press
    agreed: Agreed | None


def receive(
    *, words: Mapping[str, str], city: City | None, permission: bool, press: Press, agreed: Agreed | None = None
) -> Received:
    """Stores an inquiry, or finds the one that this press has stored before.

    `words` hold what was filled in, by the names of `consent_words.FIELDS`. `agreed` is the one facility that the page
    named, if the person ticked its box: telling it is part of the same transaction. Raises TooMany.
    """
    inquiry = Inquiry(
        id=make_id(),
        submission=press.digest(words, permission),
        city=city,
        permission=permission,
        holds=sorted(name for name, value in words.items() if value),
    )
    link = links.make(inquiry.link_row)
    inquiry.link_seed, inquiry.link_digest = link.seed, link.digest
    inquiry.sealed = keys.seal(words, inquiry.pk)
    message = Message(inquiry, links.token_of(link), press, agreed)
    try:
        return _together(message)
    except IntegrityError:  # most likely this press was stored before, perhaps just now
        with transaction.atomic():
            return _before(inquiry.submission, press) or _store([message])[0]


def set_city(*, inquiry: Inquiry, city: City) -> None:
    """Where the person looks for places, if that is another city than the one they named first."""
    Inquiry.objects.kept().filter(pk=inquiry.pk).update(city=city)


def _before(digest: str | None, press: Press) -> Received | None:
    pressed = Inquiry.objects.filter(submission=digest)
    if not press.form_key:
        pressed.filter(received_at__lt=timezone.now() - PRESSED_AGAIN).update(submission=None)
    inquiry = pressed.first()
    try:
        return Received(inquiry, links.token_of(inquiry.link)) if inquiry else None
    except links.Lost:  # SECRET_KEY was changed since, so this press counts as a new one
        pressed.update(submission=None)
        return None


def _store(messages: Sequence[Message]) -> list[Received]:
    """It has the database to itself, so it asks only what it must."""
    inquiries = [message.inquiry for message in messages]
    letters = [*_letters(inquiries)]
    insert(Inquiry, [vars(inquiry) for inquiry in inquiries])
    # Of several, the one that is too many is found when each is stored alone.
    if highest(purpose="inquiry", addresses=[one.press.address for one in messages]) > settings.INQUIRIES_AN_HOUR:
        raise TooMany(
            "many",
            _("Many messages came from your connection in the last hour. This one was not stored. Try again later."),
        )
    insert(Letter, letters)
    return [
        Received(one.inquiry, one.token, _forward(one, one.agreed) if one.inquiry.permission and one.agreed else "")
        for one in messages
    ]


def _letters(inquiries: Sequence[Inquiry]) -> Iterator[Mapping[str, Any]]:
    for inquiry in inquiries:
        if "email" in inquiry.holds:
            yield {"kind": Letter.Kind.RECEIPT.value, "inquiry_id": inquiry.pk}
    # One mail that waits covers every inquiry that comes before it goes out.
    with connection.cursor() as cursor:
        cursor.execute(ALERT_WAITS)
        waits = cursor.fetchone()
    if not waits:
        yield {"kind": Letter.Kind.ALERT.value}


def _forward(message: Message, agreed: Agreed) -> str:
    """Why the facility that they agreed to is not told, if it is not."""
    try:
        with transaction.atomic():
            give(inquiry=message.inquiry, agreed=[agreed], page=message.press.page)
    except Refused as refused:
        return str(refused)
    return ""


_together = Together(_store)
