import re
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.test import Client


def test_whoever_found_a_hole_learns_where_to_tell(client: Client) -> None:
    answer = client.get("/.well-known/security.txt")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")
    fields = dict(re.findall(r"^([\w-]+): (.+)$", answer.content.decode(), re.MULTILINE))
    assert fields["Contact"] == f"mailto:{settings.SITE_EMAIL}"
    assert fields["Canonical"] == f"{settings.SITE_URL}/.well-known/security.txt"
    left = datetime.fromisoformat(fields["Expires"]) - datetime.now(UTC)
    assert timedelta(days=170) < left < timedelta(days=365), "RFC 9116 wants less than a year"
