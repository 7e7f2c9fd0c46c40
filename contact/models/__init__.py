"""Inquiries, the consent that they may be forwarded, who was told what, and the audit that only grows."""

from contact.models.inquiry import AccessLine, Consent, ConsentRecord, ConsentText, Disclosure, Inquiry, Note
from contact.models.outbox import Letter, Notice, Outgoing, Recipient, Worker

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
