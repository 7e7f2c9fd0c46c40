"""Every way that we know to get an inquiry to a facility without the person's consent.

A name, what the database is to answer, and the attempt, which is made in every way that rows can be written.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from django.db.models import Model
from django.utils import timezone

from contact.models import ConsentRecord, Notice
from tests.contact.scene import (
    Scene,
    Ways,
    changing,
    deleting,
    inserting,
    new_consent,
    new_notice,
    new_record,
    random_key,
    replay,
)

NOW = timezone.now
ALLOWS = "needs_consent|waits_only_with_consent"
MAY_NOT = "consent_needs_permission"
TERMS = "consent_keeps_its_terms"
REPLACED = "is_not_replaced|takes_no_key_in_use|history_keeps_its_place"
EITHER = f"{ALLOWS}|{REPLACED}"
KEPT = r"_stays?\b|_never_changes|_is_not_emptied"  # to TRUNCATE the first of several tables answers


class Bypass(NamedTuple):
    name: str
    says: str  # the names of the guards that refuse it, as a pattern
    ways: Callable[[Scene], Ways]


def _facility(scene: Scene, **values: object) -> Ways:
    """A consent for a facility that has changed so."""
    facility = scene.elsewhere
    for name, value in values.items():
        setattr(facility, name, value)
    facility.save()
    return inserting(new_consent(scene.asked, facility))


def _fourth(scene: Scene) -> Ways:
    inquiry = scene.asked
    for facility in scene.world.facilities:
        new_consent(inquiry, facility).save()
    return inserting(new_consent(inquiry, scene.elsewhere))


def _other_relationship(scene: Scene) -> Ways:
    return inserting(new_consent(scene.asked, scene.elsewhere, relationship="flat-fee"))


def _notice_after_change(scene: Scene, **values: object) -> Ways:
    """A notice that needs a person is put back, after its facility has changed so."""
    Notice.objects.filter(consent=scene.waiting).update(state="person")
    type(scene.world.facility).objects.filter(pk=scene.world.facility.pk).update(**values)
    return changing(scene.waiting.notice, state="waiting")


def _paid(scene: Scene, row: Model, still: bool = True, **values: object) -> Ways:
    """After the facility began to pay, and perhaps stopped again."""
    facility = type(scene.world.facility).objects.filter(pk=scene.world.facility.pk)
    facility.update(relationship="flat-fee", takes_inquiries=False)
    if not still:
        facility.update(relationship="none", takes_inquiries=True)
    row.refresh_from_db()
    return changing(row, **values)


def _replayed_elsewhere(scene: Scene) -> Ways:
    """The copy of a withdrawn consent is valid at another facility; its old record is copied along."""
    copy = replay(scene.withdrawn, facility=scene.elsewhere, withdrawn_at=None, withdrawn_by="")
    copy.save(force_insert=True)
    old = ConsentRecord.objects.get(consent=scene.withdrawn, kind="given")
    return inserting(new_record(copy, "given", content=old.content))


NOTICES = [
    Bypass("a notice without a record of consent", ALLOWS, lambda s: inserting(new_notice(s.unrecorded))),
    Bypass(
        "a notice that is leased from its birth",
        "notice_begins_unsent",
        lambda s: inserting(new_notice(s.silent, state="leased")),
    ),
    Bypass(
        "a notice that is sent from its birth",
        "notice_begins_unsent",
        lambda s: inserting(new_notice(s.silent, state="sent", attempts=1, sent_at=NOW())),
    ),
    Bypass(
        "a link that works from its birth",
        "notice_begins_unsent",
        lambda s: inserting(new_notice(s.silent, link_expires_at=NOW() + timedelta(days=7))),
    ),
    Bypass("a second notice of a consent", REPLACED, lambda s: inserting(new_notice(s.told))),
    Bypass("a second notice of a withdrawn consent", EITHER, lambda s: inserting(new_notice(s.withdrawn))),
    Bypass(
        "an old notice replayed under its id",
        f"{EITHER}|notice_begins_unsent",
        lambda s: inserting(replay(s.withdrawn.notice, pk=s.withdrawn.notice.pk, state="waiting")),
    ),
    Bypass(
        "a sent notice replayed in its own place",
        REPLACED,
        lambda s: inserting(
            replay(
                s.told.notice,
                pk=s.told.notice.pk,
                state="waiting",
                attempts=0,
                sent_at=None,
                link_expires_at=None,
            )
        ),
    ),
    Bypass(
        "a withdrawn notice waits again", ALLOWS, lambda s: changing(s.withdrawn.notice, state="waiting", sending=2)
    ),
    Bypass("a withdrawn notice is leased", ALLOWS, lambda s: changing(s.withdrawn.notice, state="leased", sending=2)),
    Bypass(
        "a notice of a delisted facility is put back",
        ALLOWS,
        lambda s: _notice_after_change(s, delisted_on="2026-01-01", delisted_because="Closed."),
    ),
    Bypass(
        "a notice of a facility that takes no inquiries is put back",
        ALLOWS,
        lambda s: _notice_after_change(s, takes_inquiries=False),
    ),
    Bypass(
        "a notice of a facility that is not for opioids is put back",
        ALLOWS,
        lambda s: _notice_after_change(s, for_opioids=False),
    ),
    Bypass(
        "a notice of a facility that pays now is put back",
        ALLOWS,
        lambda s: _paid(s, s.waiting.notice, state="waiting"),
    ),
    Bypass(
        "a notice of a facility that paid is put back",
        ALLOWS,
        lambda s: _paid(s, s.waiting.notice, False, state="waiting"),
    ),
    Bypass(
        "a waiting notice is called sent",
        "notice_is_sent_by_a_worker",
        lambda s: changing(s.waiting.notice, state="sent"),
    ),
    Bypass(
        "a sent notice is sent again",
        "notice_is_sent_once_per_link",
        lambda s: changing(s.told.notice, state="waiting"),
    ),
    Bypass("a sent notice is forgotten", "notice_counts_upwards", lambda s: changing(s.told.notice, attempts=0)),
    Bypass(
        "a notice moves to another consent",
        "notice_keeps_its_consent",
        lambda s: changing(s.told.notice, consent=s.silent),
    ),
    Bypass(
        "a notice takes another key", "notice_keeps_its_consent", lambda s: changing(s.told.notice, key=random_key())
    ),
    Bypass(
        "a notice takes another's link",
        f"notice_keeps_its_link|{REPLACED}",
        lambda s: changing(s.waiting.notice, sending=2, link_digest=s.told.notice.link_digest),
    ),
    Bypass(
        "a notice takes a link without sending it",
        "notice_keeps_its_link",
        lambda s: changing(s.told.notice, link_digest="0" * 64),
    ),
    Bypass(
        "a link outlives its consent",
        "link_ends_with_its_consent",
        lambda s: changing(s.told.notice, link_expires_at=NOW() + timedelta(days=91)),
    ),
    Bypass("a notice is deleted", KEPT, lambda s: deleting(s.told.notice)),
]
CONSENTS = [
    Bypass("consent without permission", MAY_NOT, lambda s: inserting(new_consent(s.unasked, s.elsewhere))),
    Bypass("consent of a deleted inquiry", MAY_NOT, lambda s: inserting(new_consent(s.purged, s.elsewhere))),
    Bypass(
        "consent for a delisted facility",
        MAY_NOT,
        lambda s: _facility(s, delisted_on="2026-01-01", delisted_because="Closed."),
    ),
    Bypass("consent for a facility not for opioids", MAY_NOT, lambda s: _facility(s, for_opioids=False)),
    Bypass("consent for a facility that takes no inquiries", MAY_NOT, lambda s: _facility(s, takes_inquiries=False)),
    Bypass("consent that was shown another relationship", MAY_NOT, _other_relationship),
    Bypass(
        "consent for a facility that pays",
        MAY_NOT,
        lambda s: _facility(s, relationship="flat-fee", takes_inquiries=False),
    ),
    Bypass(
        "a permission comes back when its facility no longer pays",
        "consent_goes_one_way",
        lambda s: _paid(s, s.told, False, withdrawn_at=None, withdrawn_by=""),
    ),
    Bypass("consent for a fourth facility", "consent_to_three_at_most", _fourth),
    Bypass(
        "consent for two years",
        "consent_lasts_a_year_at_most",
        lambda s: inserting(new_consent(s.asked, s.elsewhere, expires_at=NOW() + timedelta(days=730))),
    ),
    Bypass(
        "a second consent for a facility",
        REPLACED,
        lambda s: inserting(new_consent(s.withdrawn.inquiry, s.world.facility)),
    ),
    Bypass(
        "a withdrawn consent replayed",
        REPLACED,
        lambda s: inserting(replay(s.withdrawn, withdrawn_at=None, withdrawn_by="")),
    ),
    Bypass(
        "a withdrawn consent replayed in its own place",
        REPLACED,
        lambda s: inserting(replay(s.withdrawn, pk=s.withdrawn.pk, withdrawn_at=None, withdrawn_by="")),
    ),
    Bypass("a withdrawn consent replayed elsewhere", "record_matches_its_consent", _replayed_elsewhere),
    Bypass(
        "a withdrawal taken back",
        "consent_goes_one_way",
        lambda s: changing(s.withdrawn, withdrawn_at=None, withdrawn_by=""),
    ),
    Bypass(
        "a withdrawal laid on someone else",
        "consent_goes_one_way",
        lambda s: changing(s.withdrawn, withdrawn_by="staff"),
    ),
    Bypass("a consent moves to another facility", TERMS, lambda s: changing(s.told, facility=s.elsewhere)),
    Bypass("a consent moves to another inquiry", TERMS, lambda s: changing(s.told, inquiry=s.unasked)),
    Bypass("a consent is prolonged", TERMS, lambda s: changing(s.told, expires_at=NOW() + timedelta(days=180))),
    Bypass("a consent is widened", TERMS, lambda s: changing(s.told, fields=["message", "name", "more"])),
    Bypass("a consent says other words", TERMS, lambda s: changing(s.told, shown="Something else")),
    Bypass("a consent says another relationship", TERMS, lambda s: changing(s.told, relationship="flat-fee")),
    Bypass("a consent is deleted", KEPT, lambda s: deleting(s.told)),
    Bypass(
        "an inquiry gets its permission later",
        "inquiry_keeps_its_permission",
        lambda s: changing(s.unasked, permission=True),
    ),
]
