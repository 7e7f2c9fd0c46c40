"""What the tests of the intake desk's page have in common."""

from typing import Any

from django.test import Client

from contact.models import Inquiry
from tests.contact.making import WORDS

SECRET = [word for word in WORDS.values() if len(word) > 5]
NOTE = "Call her sister Wolfhilde first."


def address(inquiry: Inquiry, part: str = "change/") -> str:
    return f"/admin/contact/inquiry/{inquiry.pk}/{part}"


def seen(inquiry: Inquiry) -> str:
    inquiry.refresh_from_db()
    return f"{inquiry.state}:{inquiry.handled_by_id or ''}"


def step(client: Client, inquiry: Inquiry, name: str, **sent: Any) -> str:
    """What the page says after it, its messages with their codes first."""
    answer = client.post(address(inquiry, f"step/{name}/"), {"seen": seen(inquiry), **sent}, follow=True)
    assert answer.redirect_chain[-1][0] == address(inquiry)
    return text(answer)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def lines(inquiry: Inquiry) -> list[str]:
    return [f"{line.who} {line.what}" for line in inquiry.access_lines.all()]


def holds_no_words(page: str) -> bool:
    return not any(word in page for word in SECRET)
