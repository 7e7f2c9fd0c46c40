"""Handing JSON to a facility's webhook. `docs/reference/webhook.md` says how a facility checks the signature."""

import hmac
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from contact.delivery.problems import Failed
from outbound.client import Request, ask
from outbound.connecting import INTERNET
from outbound.deadline import Deadline
from outbound.errors import OutboundError

REACH = INTERNET
SCHEMES = ("https",)
LATER = {408, 425, 429}
CODES = {
    "address": "hook-address",
    "private": "hook-address",
    "certificate": "hook-certificate",
    "late": "too-slow",
}


@dataclass(frozen=True)
class Call:
    """`key` is the same whenever this is sent again."""

    url: str
    secret: str
    key: str
    body: Mapping[str, str]


def send(call: Call, go: Callable[[], None], *, deadline: Deadline, patience: float) -> None:
    """Returns once the facility answered that it has it. `go` is asked when it listens, and may raise to stop it.

    Raises Failed, also where the facility may have it and could not say so.
    """
    try:
        response = ask(_request(call), deadline=deadline, patience=patience, reach=REACH, ready=go)
    except OutboundError as error:
        raise Failed(CODES.get(error.code, "hook-away")) from None
    if not 200 <= response.status < 300:
        raise Failed(_code(response.status))


def sign(secret: str, timestamp: str, body: bytes) -> str:
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, "sha256").hexdigest()


def _request(call: Call) -> Request:
    body, timestamp = json.dumps(call.body).encode(), str(int(time.time()))
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": call.key,
        "User-Agent": "Rehabsite",
        "Webhook-Timestamp": timestamp,
        "Webhook-Signature": f"v1={sign(call.secret, timestamp, body)}",
    }
    return Request("POST", call.url, headers, body, schemes=SCHEMES)


def _code(status: int) -> str:
    if 300 <= status < 400:
        return "hook-redirect"
    return "hook-refused" if 400 <= status < 500 and status not in LATER else "hook-later"
