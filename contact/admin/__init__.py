"""The intake desk, in Django's admin. Only the intake role sees that it is there."""

from contact.admin import inquiries, recipients, texts

__all__ = ["inquiries", "recipients", "texts"]
