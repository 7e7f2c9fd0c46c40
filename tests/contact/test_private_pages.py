"""Rules that hold on every page whose address is a key."""

from datetime import timedelta
from html.parser import HTMLParser
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

import pytest
import time_machine
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contact.models import Consent, Disclosure, Notice
from contact.services.consenting import withdraw
from rehabsite.hot.asking import known_names
from rehabsite.private_logging import Line
from tests.contact.making import WORDS, World, consented, receive_one, sent, token_of

pytestmark = pytest.mark.django_db
OURS = {"sec-fetch-site": "same-origin"}
EXIT = "https://www.weather.gov/"
Answers = dict[str, Any]
KEY = "AbCdEfGhIjKlMnOpQrStUv"


class Html(HTMLParser):
    """Every address in it, and what the head says."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[dict[str, str]] = []
        self.addresses: list[str] = []
        self.told: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self.addresses += [named[name] for name in ("href", "src", "action", "formaction", "data") if name in named]
        if tag in ("meta", "link"):
            self.told += named.values()
        if tag == "a":
            self.links.append(named)


@pytest.fixture
def visitor() -> Client:
    return Client(enforce_csrf_checks=True, headers=OURS)


@pytest.fixture
def consent(world: World) -> Consent:
    return consented(world.facility)


@pytest.fixture
def answers(world: World, visitor: Client, consent: Consent) -> Answers:
    """An answer of every kind, from every private address."""
    mine, theirs = token_of(consent.inquiry), sent(consent.notice)
    inquiry, facility = f"/inquiry/{mine}/", f"/forwarded/{theirs}/"
    found = {
        "inquiry": visitor.get(inquiry),
        "withdraw": visitor.get(f"{inquiry}withdraw/"),
        "delete": visitor.get(f"{inquiry}delete/"),
        "facilities": visitor.get(f"{inquiry}facilities/"),
        "forwarded": visitor.get(facility),
        "opened": visitor.post(facility),
        "answered": visitor.post(facility, {"answer": "will-call"}),
        "no answer": visitor.post(facility, {"answer": "maybe"}),
        "looked": visitor.head(inquiry),
        "no slash": visitor.get(inquiry[:-1]),
        "no slash there": visitor.get(facility[:-1]),
        "elsewhere": visitor.post(facility, headers={"sec-fetch-site": "cross-site"}),
        "dark": visitor.get(f"/inquiry/{theirs}/"),
        "dark there": visitor.post(f"/forwarded/{mine}/"),
        "below": visitor.get(f"/inquiry/{mine}/other/"),
    }
    with patch("contact.views.inquiry.status_of", side_effect=OperationalError("away")):
        found["away"] = visitor.get(inquiry)
    with patch("contact.views.inquiry.status_of", side_effect=RuntimeError("broken")):
        found["failed"] = visitor.get(inquiry)
    world.settings.INQUIRY_PRIVATE_KEYS = []
    found["no key"] = visitor.get(facility)
    world.settings.INQUIRY_PRIVATE_KEYS = [world.private]
    found["withdrawn"] = visitor.post(f"{inquiry}withdraw/")
    found["deleted"] = visitor.post(f"{inquiry}delete/")
    found["proof"] = visitor.get(inquiry)
    return found


def test_every_answer_is_kept_and_found_by_nobody(answers: Answers) -> None:
    statuses = {name: response.status_code for name, response in answers.items()}
    wanted = {"no slash": 301, "no slash there": 301, "elsewhere": 403, "no answer": 422, "failed": 500}
    wanted |= {"dark": 404, "dark there": 404, "below": 404, "away": 503, "no key": 503}
    assert {name: status for name, status in statuses.items() if status != 200} == wanted
    for name, response in answers.items():
        assert response["Cache-Control"] == "no-store", name
        assert response["X-Robots-Tag"] == "noindex", name
        assert response["Referrer-Policy"] == "same-origin", name
        assert "cookie" not in response.headers.get("Vary", "").lower(), name
        assert not response.cookies, name
        assert "ETag" not in response.headers, name


def test_no_answer_names_its_address_to_anybody_else(answers: Answers, consent: Consent) -> None:
    consent.notice.refresh_from_db()
    tokens = (token_of(consent.inquiry), token_of(consent.notice))
    for name, response in answers.items():
        html = Html(response.content.decode())
        assert not any(token in told for token in tokens for told in html.told), name
        assert "127.0.0.1:8000/inquiry" not in response.content.decode(), f"{name} prints where it stands"
        foreign = {address for address in html.addresses if urlsplit(address).netloc}
        assert foreign <= {EXIT}, f"{name} links to {foreign}"
        assert all("noreferrer" in link["rel"] for link in html.links if link["href"] == EXIT), name
        assert all("?" not in address for address in html.addresses if address.startswith("/inquiry")), name


def test_no_title_tells_what_the_page_is_about(answers: Answers) -> None:
    for name, response in answers.items():
        head, _, _ = response.content.decode().partition("</head>")
        if "<title>" in head:
            title = head.partition("<title>")[2].partition("</title>")[0].strip()
            assert title in ("Your message", "A message"), name
            assert "description" not in head, name


def test_no_log_tells_a_link_or_a_word(answers: Answers, consent: Consent, caplog: pytest.LogCaptureFixture) -> None:
    consent.notice.refresh_from_db()
    secrets = (
        token_of(consent.inquiry),
        token_of(consent.notice),
        *(word for word in WORDS.values() if len(word) > 3),
    )
    written = [Line().format(record) for when in ("setup", "call") for record in caplog.get_records(when)]
    assert any("A private page failed" in line for line in written), "nothing was captured"
    assert not [line for line in written if any(secret in line for secret in secrets)]


def dark_links(world: World) -> dict[str, str]:
    """Tokens that open nothing at a facility's address, for every reason."""
    mine, theirs = receive_one(world.facility).inquiry, consented(world.facility)
    good = sent(theirs.notice)
    withdrawn, expired, delisted = (consented(world.facility) for _ in range(3))
    links = {
        "unknown": KEY,
        "tampered": good[:-2] + ("AA" if good[-2:] != "AA" else "BB"),
        "cut": good[:-1],
        "longer": good + "A",
        "very long": "A" * 5000,
        "one letter": "A",
        "other letters": "ÄÖÜ %0A.<b>",
        "a person's": token_of(mine),
        "never sent": token_of(mine.consents.get().notice),
        "withdrawn": sent(withdrawn.notice),
        "link expired": sent(expired.notice, link_expires_at=timezone.now() - timedelta(seconds=1)),
        "delisted": sent(consented(world.facilities[1]).notice),
        "below": f"{good}/x",
        "slash in it": f"{good[:5]}%2F{good[5:]}",
        "deleted": sent(delisted.notice),
    }
    withdraw(consents=[withdrawn], by="person")
    withdraw(consents=[delisted], by="person")
    world.facilities[1].takes_inquiries = False
    world.facilities[1].save(update_fields=["takes_inquiries"])
    return links


def test_a_link_that_opens_nothing_does_not_say_why(world: World, visitor: Client) -> None:
    links = dark_links(world)
    addresses = [f"/forwarded/{token}/" for token in links.values()]
    addresses += [f"/inquiry/{token}/" for name, token in links.items() if name != "a person's"]
    addresses += [f"/inquiry/{KEY}/{step}/" for step in ("withdraw", "delete", "facilities", "articles", "contact")]
    shapes = set()
    for address in addresses:
        for response in (visitor.get(address), visitor.post(address), visitor.post(address, {"answer": "will-call"})):
            shapes.add((response.status_code, response.content, tuple(sorted(response.headers.items()))))
    assert len(shapes) == 1, [shape[0] for shape in shapes]
    status, content, _headers = shapes.pop()
    assert status == 404
    html = content.decode()
    for help_there in ("tel:911", "tel:988", "Ask us for a new link", "mailto:"):
        assert help_there in html
    assert not Disclosure.objects.exists()
    assert not Notice.objects.exclude(answer="").exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_nor_does_the_work_that_it_makes(world: World, visitor: Client, method: str) -> None:
    work = set()
    for name, token in dark_links(world).items():
        if name not in ("below", "slash in it"):
            with CaptureQueriesContext(connection) as queries:
                getattr(visitor, method)(f"/forwarded/{token}/")
            work.add(tuple(query["sql"].partition(" ")[0] for query in queries))
    assert len(work) == 1


def test_an_expired_consent_is_dark_too(visitor: Client, consent: Consent) -> None:
    token = sent(consent.notice, link_expires_at=consent.expires_at)
    with time_machine.travel(consent.expires_at + timedelta(seconds=1), tick=False):
        assert visitor.post(f"/forwarded/{token}/").content == visitor.get(f"/forwarded/{KEY}/").content


@pytest.mark.parametrize("kind", ["inquiry", "forwarded"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_with_the_database_away_nothing_is_claimed(
    visitor: Client, consent: Consent, kind: str, method: str, caplog: pytest.LogCaptureFixture
) -> None:
    token = token_of(consent.inquiry) if kind == "inquiry" else sent(consent.notice)
    addresses = [f"/{kind}/{token}/", f"/{kind}/{KEY}/"]
    if kind == "inquiry":
        addresses += [f"/inquiry/{token}/withdraw/", f"/inquiry/{token}/delete/"]
    with patch.object(connection, "cursor", side_effect=OperationalError("server closed the connection")):
        responses = [getattr(visitor, method)(address) for address in addresses]
    assert {response.status_code for response in responses} == {503}
    assert len({response.content for response in responses}) == 1
    html = responses[0].content.decode()
    assert "we cannot tell you about any message" in html
    for claim in ("not stored", "deleted", "withdrawn", "is stored", "Nothing was"):
        assert claim not in html
    assert not [record for record in caplog.records if token in Line().format(record)]


def test_an_unforeseen_failure_claims_nothing_either(visitor: Client, consent: Consent) -> None:
    with patch("contact.views.inquiry.purge", side_effect=RuntimeError(WORDS["message"])):
        response = visitor.post(f"/inquiry/{token_of(consent.inquiry)}/delete/")
    assert response.status_code == 500
    assert "do not count on it" in response.content.decode()
    assert WORDS["message"] not in response.content.decode()


def test_no_private_page_is_kept_for_others(visitor: Client, consent: Consent) -> None:
    address = f"/inquiry/{token_of(consent.inquiry)}/"
    assert known_names(address) is None
    assert known_names("/forwarded/x/") is None
    first = visitor.get(address).content
    withdraw(consents=[consent], by="person")
    assert visitor.get(address).content != first


def test_a_form_that_cannot_be_read_is_the_senders_mistake(visitor: Client, consent: Consent) -> None:
    address = f"/forwarded/{sent(consent.notice)}/"
    response = visitor.post(address, data=b"nonsense", content_type="multipart/form-data; boundary=")
    assert response.status_code == 400
    assert response["Cache-Control"] == "no-store"
    assert not Disclosure.objects.exists()


def test_after_an_answer_only_the_other_one_is_offered(visitor: Client, consent: Consent) -> None:
    facility = f"/forwarded/{sent(consent.notice)}/"
    both = ('value="will-call"', 'value="cannot-help"')
    for given, other in (("will-call", both[1]), ("cannot-help", both[0])):
        opened = visitor.post(facility).content.decode()
        assert all(answer in opened for answer in both)
        thanks = visitor.post(facility, {"answer": given}).content.decode()
        assert [answer for answer in both if answer in thanks] == [other]
