"""A whole journey in marked words: form, choice, mails, facility's page, desk, notes, errors and crashes of each kind.

Then every place in which something could have been written down is searched for the marks. They may be on the
answers to those who typed or may read them, and as the address of the person's own mail. Nowhere else.
"""

import re
from collections.abc import Callable, Iterator
from html import unescape
from threading import Event
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.core.mail import EmailMessage
from django.db import OperationalError, connection
from django.http import HttpRequest
from django.test import Client
from django.test.client import MULTIPART_CONTENT
from django.utils import timezone
from pytest_django import Settings

from contact import worker
from contact.delivery import error_mails
from contact.models import AccessLine, Consent, Disclosure, Inquiry, Letter, Note, Notice
from tests.conftest import StaffClient
from tests.contact import trail
from tests.contact.desking import seen
from tests.contact.making import World, make_world, token_of

pytestmark = pytest.mark.django_db(transaction=True)

PERSON = "zyxmail@zyxhost.example"
TYPED = {
    "name": "Zyxname Quillon",
    "email": PERSON,
    "phone": "512-555-0186",
    "safe_time": "zyxtime half past six",
    "message": "zyxmessage, naïve “words” & <b>more</b>",
    "leave_message": "yes",
    "for_whom": "me",
}
MARKS = {
    "name": "Zyxname",
    "mail": "zyxmail",
    "host": "zyxhost",
    "phone": "555-0186",
    "phone in one": "5125550186",
    "time": "zyxtime",
    "message": "zyxmessage",
    "odd letters": "naïve “words”",
    "honeypot": "zyxhoney",
    "unknown field": "zyxextra",
    "note": "zyxnote",
    "browser": "zyxbrowser",
    "came from": "zyxreferrer",
    "query": "zyxquery",
    "cookie": "zyxcookie",
    "path": "zyxpath",
    "header": "zyxheader",
    "address": "203.0.113.86",
    "forged address": "198.51.100.86",
}
OPERATOR, TEAM = "operator@example.org", "team@example.org"


def inputs(page: str) -> Iterator[tuple[str, str]]:
    """Names and values of what a form would send."""
    for tag in re.findall(r"<input\b[^>]*>", page):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        yield attributes.get("name", ""), unescape(attributes.get("value", ""))


class Visitor(Client):
    """A browser that tells all it can."""

    def __init__(self) -> None:
        super().__init__(
            enforce_csrf_checks=True,
            raise_request_exception=False,
            REMOTE_ADDR=MARKS["address"],
            HTTP_X_FORWARDED_FOR=MARKS["forged address"],
            HTTP_USER_AGENT="zyxbrowser/1.0",
            HTTP_REFERER="http://127.0.0.1:8000/zyxreferrer/",
            HTTP_SEC_FETCH_SITE="same-origin",
            HTTP_X_NOTE="zyxheader",
        )
        self.cookies["note"] = "zyxcookie"
        self.answers: list[Any] = []

    def request(self, **request: Any) -> Any:
        answer = super().request(**request)
        self.answers.append(answer)
        return answer

    def send(self, path: str, status: int, data: Any = None, /, **more: str) -> Any:
        answer = self.post(path, {**(data or {}), **more})
        assert answer.status_code == status, f"{path}: {answer.status_code} {answer.content.decode()[:3000]}"
        return answer


class Journey:
    """Who takes part, what they were sent, and what was written down."""

    def __init__(self, world: World, desk: StaffClient, written: Any) -> None:
        self.world, self.desk, self.written = world, desk, written
        self.visitor, self.reader = Visitor(), Visitor()
        self.tokens: dict[str, str] = {}

    def sealed_marks(self) -> dict[str, str]:
        return MARKS | self.tokens

    def ask(self, path: str = "/contact/") -> str:
        """The person's own link, of a new inquiry."""
        page = self.visitor.get(path).content.decode()
        hidden = {name: value for name, value in inputs(page) if name in ("form_key", "started", "offer")}
        hidden |= {"website": "", "consent": "yes", "unknown": "zyxextra", "city": self.world.city.slug}
        answer = self.visitor.send(path, 303, TYPED | hidden)
        token = re.findall(r"/inquiry/([^/]+)/", answer["Location"])[0]
        self.tokens[f"person's link {len(self.tokens)}"] = token
        return str(token)

    def choose(self, token: str) -> str:
        """Two of the three. What the box of the third would send."""
        path = f"/inquiry/{token}/facilities/"
        offers = [value for name, value in inputs(self.visitor.get(path).content.decode()) if name == "facility"]
        assert len(offers) == 3
        self.visitor.send(path, 303, {"facility": offers[:2]})
        return offers[2]

    def deliver(self) -> None:
        assert worker.work(Event(), once=True)
        for notice in Notice.objects.all():
            self.tokens[f"facility's link {notice.pk} {notice.sending}"] = token_of(notice)

    def assert_discreet(self) -> None:
        """Nothing that was typed, and no link, stands where it must not."""
        marks = self.sealed_marks()
        assert trail.found_in(self.written.getvalue().encode(), marks) == set()
        assert trail.found_in(trail.rows(), marks) == set()
        assert trail.found_in(trail.database_files(), marks) == set()
        assert trail.found_in(trail.sessions(), marks) == set()
        assert trail.found_in(trail.kept_pages(), marks) == set()
        for answer in [*self.visitor.answers, *self.reader.answers]:
            head = "\n".join(f"{name}: {value}" for name, value in answer.items() if name != "Location")
            assert trail.found_in(f"{head}\n{answer.cookies}".encode(), marks) == set()
            assert trail.found_in(answer.headers.get("Location", "").encode(), MARKS) == set()
            assert not answer.cookies
        for letter in mail.outbox:
            self.assert_letter_is_discreet(letter)
        assert not LogEntry.objects.filter(content_type__app_label="contact").exists()

    def assert_letter_is_discreet(self, letter: EmailMessage) -> None:
        whole = str(letter.message())
        (to,) = letter.to
        assert trail.found_in(letter.subject.encode(), self.sealed_marks()) == set()
        found = trail.found_in(whole.encode(), self.sealed_marks())
        links = {name for name in found if name in self.tokens}
        if to == PERSON:
            assert found - links == {"mail", "host"}
            assert whole.count(PERSON) == 1, "as its recipient"
            assert all(name.startswith("person") for name in links)
        elif to.startswith("intake@"):
            assert found == links
            assert all(name.startswith("facility") for name in links)
        else:
            assert to in (OPERATOR, TEAM)
            assert found == set()


@pytest.fixture
def journey(settings: Settings, staff: Callable[..., StaffClient]) -> Iterator[Journey]:
    settings.FORM_SECONDS, settings.ADMINS, settings.INTAKE_EMAIL = 0, [("Operator", OPERATOR)], TEAM
    world = make_world(settings)
    desk = staff("intake")
    desk.raise_request_exception = False
    desk.defaults |= {"HTTP_REFERER": "http://127.0.0.1:8000/zyxreferrer/", "REMOTE_ADDR": MARKS["address"]}
    with trail.written_by_handlers() as written:
        yield Journey(world, desk, written)


def desk_path(inquiry: Inquiry, step: str = "change") -> str:
    return f"/admin/contact/inquiry/{inquiry.pk}/{step}/"


def test_a_whole_journey_leaves_no_word_behind(journey: Journey) -> None:
    visitor, reader, desk = journey.visitor, journey.reader, journey.desk
    visitor.get("/contact/?note=zyxquery")
    visitor.send("/contact/", 422, TYPED, email="zyxmail", phone="")
    visitor.send("/contact/", 422, TYPED, website="zyxhoney")
    token = journey.ask()
    inquiry = Inquiry.objects.get()
    journey.choose(token)
    visitor.get(f"/inquiry/{token}/")
    journey.ask(f"/contact/{journey.world.facilities[2].slug}/")
    journey.deliver()
    assert {letter.to[0].partition("@")[0] for letter in mail.outbox} == {"zyxmail", "intake", "team"}

    notice = Notice.objects.filter(consent__inquiry=inquiry).earliest("pk")
    reader.get(f"/forwarded/{token_of(notice)}/")
    assert "zyxmessage" in reader.send(f"/forwarded/{token_of(notice)}/", 200).content.decode()
    reader.send(f"/forwarded/{token_of(notice)}/", 200, answer="will-call")
    reader.send(f"/forwarded/{token_of(notice)}/", 422, answer="zyxextra")

    desk.get("/admin/")
    assert "zyx" not in desk.get("/admin/contact/inquiry/").content.decode()
    assert "zyx" not in desk.get(desk_path(inquiry)).content.decode()
    desk.post(desk_path(inquiry, "note"), {"note": "zyxnote: called back"})
    opened = desk.post(desk_path(inquiry, "words")).content.decode()
    assert "zyxmessage" in opened
    assert "zyxnote" in opened
    desk.post(desk_path(inquiry, "copy"))
    desk.post("/admin/contact/inquiry/find/", {"reference": "zyxextra"})
    for step in ("take", "answered", "closed", "new"):
        desk.post(desk_path(inquiry, f"step/{step}"), {"seen": "zyxextra"})  # refused
        desk.post(desk_path(inquiry, f"step/{step}"), {"seen": seen(inquiry)})
    desk.post(desk_path(inquiry, "step/renew"), {"outgoing": f"notice-{notice.pk}"})
    done = [line.what for line in AccessLine.objects.filter(inquiry=inquiry)]
    assert done == ["noted", "opened", "exported", "took", "state", "state", "state", "resent"]
    journey.deliver()
    journey.assert_discreet()

    consent = Consent.objects.filter(inquiry=inquiry).earliest("pk")
    visitor.get(f"/inquiry/{token}/withdraw/")
    visitor.send(f"/inquiry/{token}/withdraw/", 200, consent=str(consent.pk))
    visitor.send(f"/inquiry/{token}/delete/", 200)
    journey.deliver()
    assert Letter.objects.filter(kind="withdrawal", state="sent").exists()
    assert Disclosure.objects.count() == 1
    assert not Note.objects.exists()
    journey.assert_discreet()


def test_what_is_refused_leaves_no_word_behind(journey: Journey, settings: Settings) -> None:
    visitor = journey.visitor
    token = journey.ask()
    for path, status in (
        (f"/inquiry/{token}x/", 404),
        (f"/inquiry/{token}/zyxpath/", 404),
        (f"/inquiry/{token}", 301),
        (f"/inqury/{token}/", 404),
        (f"/forwarded/{token}/", 404),
        ("/zyxpath/?zyxquery", 404),
        ("/contact/zyxpath/", 404),
        ("/contact/%ff%fezyxpath/", 404),
    ):
        assert visitor.get(path).status_code == status, path
    visitor.send(f"/inquiry/{token}/facilities/", 422, facility="zyxextra")
    visitor.send(f"/inquiry/{token}/withdraw/", 404, consent="zyxextra")
    visitor.send(f"/inquiry/{token}x/delete/", 404, note="zyxextra")
    visitor.send("/search/", 403, q="zyxquery")
    elsewhere = {"Sec-Fetch-Site": "cross-site", "Origin": "https://zyxreferrer.example"}
    assert visitor.post("/contact/", TYPED, headers=elsewhere).status_code == 403
    assert visitor.get("/contact/", headers={"Host": "zyxheader.example"}).status_code == 400
    body = b"--x\r\nContent-Disposition: form-data; name=zyxextra\r\n\r\nzyxmessage"
    visitor.post("/contact/", body, content_type=f"{MULTIPART_CONTENT.partition(';')[0]}; boundary=zyx\u00e4header")
    visitor.post("/contact/", {f"zyxextra{n}": "zyxmessage" for n in range(1100)})
    visitor.post("/contact/", {"message": "zyxmessage" * 300_000}, content_type="application/x-www-form-urlencoded")
    visitor.post("/contact/", {**TYPED, "message": "zyxmessage\0\ud800"}, content_type="text/plain; zyxheader")
    visitor.post("/admin/login/", {"username": "zyxname", "password": "zyxextra", "otp_token": "zyxnote"})
    settings.INQUIRIES_AN_HOUR = 1
    visitor.send("/contact/", 429, TYPED, message="zyxmessage once more")
    settings.INQUIRY_PUBLIC_KEY = ""
    visitor.send("/contact/", 503, TYPED)
    assert Inquiry.objects.count() == 1
    journey.assert_discreet()


def crash(*args: Any, **kwargs: Any) -> Any:
    """Quotes everything it was given, as exceptions do."""
    said = [one.POST.dict() if isinstance(one, HttpRequest) else one for one in args]
    raise ValueError(f"cannot take {said} {kwargs} zyxmessage")


def database_away(*args: Any, **kwargs: Any) -> Any:
    raise OperationalError(f"INSERT INTO x VALUES ({args} {kwargs} zyxmessage)") from KeyError("zyxname")


def unexpected(*args: Any, **kwargs: Any) -> Any:
    raise RuntimeError(f"{args} {kwargs} zyxmessage")


# Where it breaks, and what comes by there: one of the requests below, or any.
CRASHES = {
    "contact": ("contact.views.asking.receive", "ask"),
    "contact, while it is made": ("contact.views.asking.read_form", "ask"),
    "choose": ("contact.views.choosing.give", "choose"),
    "withdraw": ("contact.views.inquiry.withdraw_consents", "withdraw"),
    "delete": ("contact.views.inquiry.purge", "delete"),
    "open": ("contact.services.disclosing.disclose", "open"),
    "answer": ("contact.services.disclosing.answer", "answer"),
    "drawing": ("contact.views.private.render", ""),
    "middleware": ("rehabsite.middleware._length_problem", ""),
    "cookies": ("rehabsite.middleware._has_nul", ""),
    "where it came from": ("rehabsite.sameorigin._is_ours", ""),
    "addresses": ("contact.views.asking.client_address", "ask"),
    "desk": ("contact.services.handling.open_words", "words"),
    "note": ("contact.services.handling.write_note", "note"),
    "copy": ("contact.services.exporting.export", "copy"),
}


@pytest.mark.parametrize("where", CRASHES)
def test_a_crash_anywhere_leaves_no_word_behind(journey: Journey, where: str) -> None:
    """Each is sent once to a site that crashes there, and once to one whose database is away there."""
    token = journey.ask()
    offer = journey.choose(token)
    journey.deliver()
    facility, consent = token_of(Notice.objects.earliest("pk")), str(Consent.objects.earliest("pk").pk)
    inquiry = Inquiry.objects.get()
    requests: dict[str, tuple[Client, str, dict[str, str]]] = {
        "ask": (journey.visitor, "/contact/?zyxquery", {**TYPED, "message": "zyxmessage again"}),
        "choose": (journey.visitor, f"/inquiry/{token}/facilities/", {"facility": offer}),
        "open": (journey.reader, f"/forwarded/{facility}/", {"note": "zyxnote"}),
        "answer": (journey.reader, f"/forwarded/{facility}/", {"answer": "will-call"}),
        "note": (journey.desk, desk_path(inquiry, "note"), {"note": "zyxnote"}),
        "words": (journey.desk, desk_path(inquiry, "words"), {"note": "zyxnote"}),
        "copy": (journey.desk, desk_path(inquiry, "copy"), {"note": "zyxnote"}),
        "withdraw": (journey.visitor, f"/inquiry/{token}/withdraw/", {"consent": consent}),
        "delete": (journey.visitor, f"/inquiry/{token}/delete/", {"note": "zyxnote"}),
    }
    place, only = CRASHES[where]
    statuses: dict[Callable[..., Any], set[int]] = {crash: set(), database_away: set()}
    for client, path, typed in [requests[only]] if only else requests.values():
        for broken, seen_of in statuses.items():
            with patch(place, broken):
                seen_of.add(client.post(path, typed).status_code)
    assert min(map(max, statuses.values())) >= 500, statuses
    assert re.search(r"ValueError", journey.written.getvalue())
    assert re.search(r"OperationalError", journey.written.getvalue())
    error_mails.send_due()
    assert any(letter.to == [OPERATOR] for letter in mail.outbox)
    journey.assert_discreet()


def test_mail_that_cannot_be_sent_leaves_no_word_behind(journey: Journey) -> None:
    token = journey.ask()
    journey.choose(token)
    with patch("contact.worker.compose", unexpected):
        worker.work(Event(), once=True)
    assert "could not be handed over" in journey.written.getvalue()
    Letter.objects.update(due_at=timezone.now())
    Notice.objects.update(due_at=timezone.now())
    with patch("django.core.mail.backends.locmem.EmailBackend.send_messages", crash):
        worker.work(Event(), once=True)
    assert "bad-address" in journey.written.getvalue()
    error_mails.send_due()
    assert {letter.to[0] for letter in mail.outbox} == {OPERATOR}
    journey.assert_discreet()


def test_a_seal_that_does_not_open_leaves_no_word_behind(journey: Journey, settings: Settings) -> None:
    token = journey.ask()
    journey.choose(token)
    journey.deliver()
    inquiry = Inquiry.objects.get()
    facility = token_of(Notice.objects.earliest("pk"))
    settings.INQUIRY_PRIVATE_KEYS = []
    journey.reader.send(f"/forwarded/{facility}/", 503)
    assert journey.desk.post(desk_path(inquiry, "words")).status_code == 503
    journey.world.settings.INQUIRY_PRIVATE_KEYS = [journey.world.private]
    Inquiry.objects.update(sealed=bytes(inquiry.sealed)[:-3] + b"abc")
    journey.reader.send(f"/forwarded/{facility}/", 500)
    assert journey.desk.post(desk_path(inquiry, "words")).status_code == 500
    journey.assert_discreet()


def test_the_search_would_find_a_word_in_each_of_these_places(journey: Journey) -> None:
    """Else all of the above would prove nothing."""
    assert trail.found_in(b"... zyxname%20Quillon ...", MARKS) == {"name"}
    journey.ask()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE contact_inquiry SET sealed = %s", [b"\1zyxmessage\2"])
    assert trail.found_in(trail.rows(), MARKS) == {"message"}
    if connection.vendor == "sqlite":
        assert "message" in trail.found_in(trail.database_files(), MARKS)
    session = journey.desk.session
    session["note"] = "zyxnote"
    session.save()
    assert "note" not in trail.found_in(trail.rows(), MARKS)
    assert trail.found_in(trail.sessions(), MARKS) == {"note"}
    journey.written.write("zyxpath")
    assert trail.found_in(journey.written.getvalue().encode(), MARKS) == {"path"}
    from django.core.cache import cache

    cache.set("page", (b"zyxtime", {}))
    assert trail.found_in(trail.kept_pages(), MARKS) == {"time"}
