"""Inquiries, the consent that they may be forwarded, who was told what, and the audit that only grows."""

from contact.models.audit import AccessLine, Disclosure, Note
from contact.models.consent import Consent, ConsentRecord, ConsentText
from contact.models.inquiry import Inquiry
from contact.models.outbox import Letter, Notice, Outgoing
from contact.models.recipient import Recipient
from contact.models.worker import Worker

__all__ = [
    "AccessLine",
    "Consent",
    "ConsentRecord",
    "ConsentText",
    "Disclosure",
    "Inquiry",
    "Letter",
    "Note",
    "Notice",
    "Outgoing",
    "Recipient",
    "Worker",
]
