"""The chain of consent records: each holds the digest of the one before, so none can be changed or left out."""

import json
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import connection, transaction

from contact.models import Consent, ConsentRecord

CHAIN = 0x636F6E73  # the lock's number; any would do


def record(*, consent: Consent, kind: str) -> ConsentRecord:
    """Appends what the consent's row says now. Call it in the transaction that made the change."""
    with transaction.atomic():
        if connection.vendor == "postgresql":  # SQLite has one writer at a time anyway
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN])
        last = ConsentRecord.objects.order_by("number").last()
        number, previous = (last.number + 1, last.digest) if last else (1, "")
        content = content_of(consent, kind)
        return ConsentRecord.objects.create(
            number=number,
            consent=consent,
            kind=kind,
            content=content,
            previous=previous,
            digest=digest_of(number, previous, content),
        )


def content_of(consent: Consent, kind: str) -> str:
    """Canonical JSON of what the row says about this step. Nothing that the person typed."""
    values: dict[str, Any] = {"consent": consent.pk, "kind": kind}
    if kind == ConsentRecord.Kind.GIVEN:
        values |= {
            "inquiry": consent.inquiry.reference,
            "facility": consent.facility_id,
            "facility_name": consent.facility_name,
            "relationship": consent.relationship,
            "text": consent.text_id,
            "shown": consent.shown,
            "fields": consent.fields,
            "page": consent.page,
            "given_at": consent.given_at,
            "expires_at": consent.expires_at,
        }
    else:
        values |= {"withdrawn_at": consent.withdrawn_at, "withdrawn_by": consent.withdrawn_by}
    return json.dumps(values, sort_keys=True, ensure_ascii=False, default=datetime.isoformat)


def digest_of(number: int, previous: str, content: str) -> str:
    return sha256(f"{number}\n{previous}\n{content}".encode()).hexdigest()


def problems() -> Iterator[str]:
    """One sentence for each thing that does not fit, the first broken record first. Nothing: the chain is whole."""
    previous = ""
    seen: set[tuple[int, str]] = set()
    records = ConsentRecord.objects.select_related("consent__inquiry").order_by("number")
    for number, found in enumerate(records.iterator(), start=1):
        if found.number != number or found.previous != previous:
            yield f"Record {found.number} does not follow the one before it."
            return
        if found.digest != digest_of(number, previous, found.content):
            yield f"Record {number} was changed after it was written."
            return
        if found.content != content_of(found.consent, found.kind):
            yield f"Consent {found.consent_id} says something else than its record {number}."
        previous = found.digest
        seen.add((found.consent_id, found.kind))
    for consent in Consent.objects.order_by("pk").iterator():
        if (consent.pk, "given") not in seen:
            yield f"Consent {consent.pk} has no record that it was given."
        if consent.withdrawn_at and (consent.pk, "withdrawn") not in seen:
            yield f"Consent {consent.pk} is withdrawn without a record."
        if not consent.withdrawn_at and (consent.pk, "withdrawn") in seen:
            yield f"Consent {consent.pk} was withdrawn by its record, and its row says that it stands."
