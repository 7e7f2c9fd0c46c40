"""Signed links that show one revision to whoever holds them, for some days."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

_signer = signing.TimestampSigner(salt="articles.preview")


def preview_url(revision_pk: int) -> str:
    """An absolute address. Whoever has it can read the revision, without logging in, for PREVIEW_DAYS."""
    return settings.SITE_URL + reverse("preview", args=[_signer.sign(str(revision_pk))])


def revision_of(signed: str) -> int:
    """The revision's key. Raises `signing.BadSignature` when the link is broken or too old."""
    return int(_signer.unsign(signed, max_age=timedelta(days=settings.PREVIEW_DAYS)))
