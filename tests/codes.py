"""Codes of what a page, a verb or the database refused. Their sentences may be said in other words one day."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
from django.db import IntegrityError, transaction

import guards
from contact.delivery.problems import Failed
from outbound.errors import OutboundError
from review.refusals import Refused


def said(answer: Any) -> str:
    """The messages on a page, each with its code."""
    return " ".join(f"{message} {message.extra_tags}".strip() for message in answer.context["messages"])


def wrong(answer: Any) -> set[str]:
    """What its form, or one of its forms, has against what was sent: "field: code"."""
    form = answer.context.get("form") or answer.context["adminform"].form
    errors = form.errors.as_data()
    return {f"{field}: {error.code}" for field, found in errors.items() for error in found}


@contextmanager
def refused(code: str) -> Iterator[None]:
    """By a verb, or by the client of what is outside."""
    with pytest.raises((Refused, OutboundError, Failed)) as raised:
        yield
    assert raised.value.code == code  # type: ignore[attr-defined]


def names_in(error: object) -> str:
    """The guards that say this. Several say the same of several models."""
    return " ".join(guard.name for guard in _declared() if guard.sentence and guard.sentence in str(error))


_declared = cache(guards.declared)


@contextmanager
def guarded(name: str) -> Iterator[None]:
    """By a guard of the database whose name matches this."""
    with pytest.raises(IntegrityError) as raised, transaction.atomic():
        yield
    assert re.search(name, names_in(raised.value)), raised.value
