"""A mail server on this machine that misbehaves as told, and remembers what it took."""

import asyncio
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from threading import Lock
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.ports import free_port

LINK = re.compile(r"https?://\S+")
REFERENCE = re.compile(r"REF-[A-Z2-7]{16}")


@dataclass
class Taken:
    """A mail that the server has, whether or not it could say so."""

    to: str
    message: Message
    at: float = field(default_factory=time.time)

    @property
    def key(self) -> str:
        return str(self.message["Message-ID"])

    @property
    def text(self) -> str:
        payload = self.message.get_payload(decode=True)
        assert isinstance(payload, bytes)
        return payload.decode()

    @property
    def reference(self) -> str | None:
        found = REFERENCE.search(self.message.as_string())
        return found[0] if found else None

    @property
    def link(self) -> str:
        found = LINK.search(self.text)
        assert found
        return found[0]


@dataclass
class MailServer:
    """`fault(recipient)` is asked at each mail. It says what goes wrong, if anything:

    refuse (for good) and later, at the recipient; refuse-words and later-words, after the text; drop, before the text
    is taken; lost, after it was, without a word; hang, for longer than anyone waits; slow, and then all is well.
    kill-before and kill-after are drop and lost, after `kill()`.
    """

    fault: Callable[[str], str] = lambda recipient: ""
    taken: list[Taken] = field(default_factory=list)
    kill: Callable[[], None] = lambda: None
    faults: int = 0
    hidden: int = 0  # faults after which the sender cannot know that the mail was taken
    port: int = 0
    lock: Lock = field(default_factory=Lock)

    async def handle_RCPT(  # noqa: N802 (aiosmtpd calls it so)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, _more: Any
    ) -> str:
        fault = self.fault(address)
        self.faults += bool(fault)
        session.fault = fault  # type: ignore[attr-defined]
        if fault == "later":
            return "451 come back"
        if fault == "refuse":
            return "550 no one of that name"
        if fault == "kill-before":
            await asyncio.to_thread(self.kill)
        if fault in ("drop", "kill-before"):
            _break(server)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        fault = session.fault  # type: ignore[attr-defined]
        if fault == "refuse-words":
            return "554 not this"
        if fault == "later-words":
            return "452 full"
        if fault == "slow":
            await asyncio.sleep(0.7)
        assert isinstance(envelope.content, bytes)
        with self.lock:
            self.taken.append(Taken(envelope.rcpt_tos[0], message_from_bytes(envelope.content)))
        if fault in ("hang", "lost", "kill-after"):
            self.hidden += 1
            await asyncio.sleep(20 if fault == "hang" else 0)
            if fault == "kill-after":
                await asyncio.to_thread(self.kill)
            _break(server)
        return "250 OK"

    @contextmanager
    def listening(self) -> Iterator["MailServer"]:
        self.port = self.port or free_port()
        controller = Controller(self, hostname="127.0.0.1", port=self.port)
        controller.start()
        try:
            yield self
        finally:
            controller.stop()


def _break(server: SMTP) -> None:
    transport = server.transport
    assert transport
    transport.abort()  # type: ignore[attr-defined]
