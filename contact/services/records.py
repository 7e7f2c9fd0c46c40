"""The chain of consent records: each holds the digest of the one before, so none can be changed or left out.

A digest is keyed (`contact.crypto.proofs`), so no one can write a record who has only the database.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from contact.crypto import proofs
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
    return proofs.mark("record", _text(number, previous, content))


def _text(number: int, previous: str, content: str) -> str:
    return f"{number}\n{previous}\n{content}"


def _made_by(found: ConsentRecord) -> int | None:
    return proofs.key_of("record", _text(found.number, found.previous, found.content), found.digest)


def is_proved(consent: Consent) -> bool:
    """Its own record is whole and says what the row says, so the row was made by `give`. It asks no other record."""
    found = ConsentRecord.objects.filter(consent=consent, kind=ConsentRecord.Kind.GIVEN).first()
    return bool(found and found.content == content_of(consent, found.kind) and _made_by(found) is not None)


@dataclass
class Chain:
    """`problems` has a sentence for each thing that does not fit, the first broken record first."""

    records: int = 0
    last: str = ""
    older: int = 0  # made with a key that is not today's
    problems: list[str] = field(default_factory=list)
    _steps: set[tuple[int, str]] = field(default_factory=set)
    _expected_seen: bool = False


def verify(expect: str = "") -> Chain:
    """`expect` is a digest that was the last one once. A chain whose end was cut off is whole otherwise."""
    chain = Chain()
    _follow(chain, expect)
    if not chain.problems:
        chain.problems += _unrecorded(chain)
        if expect and not chain._expected_seen:
            chain.problems.append(f"No record has the digest {expect}: the end of the chain was cut off.")
    return chain


def problems() -> Iterator[str]:
    return iter(verify().problems)


def _follow(chain: Chain, expect: str) -> None:
    """Stops at the first record that does not fit: nothing that comes after it proves anything."""
    records = ConsentRecord.objects.select_related("consent__inquiry").order_by("number")
    for found in records.iterator():
        if problem := _problem(found, chain):
            chain.problems.append(problem)
            return
        chain.records, chain.last = found.number, found.digest
        chain._steps.add((found.consent_id, found.kind))
        chain._expected_seen |= found.digest == expect


def _problem(found: ConsentRecord, chain: Chain) -> str:
    if found.number != chain.records + 1:
        return f"Record {chain.records + 1} is missing. The next one that is there is record {found.number}."
    if found.previous != chain.last:
        return f"Record {found.number} does not follow the one before it."
    if (key := _made_by(found)) is None:
        return f"Record {found.number} was changed after it was written, or not written by this site."
    chain.older += key > 0
    if found.content != content_of(found.consent, found.kind):
        return f"Record {found.number} does not match consent {found.consent_id}."
    return ""


def _unrecorded(chain: Chain) -> Iterator[str]:
    for consent in Consent.objects.order_by("pk").iterator():
        if (consent.pk, "given") not in chain._steps:
            yield f"Consent {consent.pk} has no record that it was given."
        ended = consent.withdrawn_at and consent.withdrawn_by != Consent.By.PAID  # that one the database does alone
        if ended and (consent.pk, "withdrawn") not in chain._steps:
            yield f"Consent {consent.pk} is withdrawn without a record."
        if not consent.withdrawn_at and (consent.pk, "withdrawn") in chain._steps:
            yield f"Consent {consent.pk} was withdrawn by its record, and its row says that it is valid."
