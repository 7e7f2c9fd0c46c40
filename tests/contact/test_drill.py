"""A short drill: see `tests/drill`. What it counts must be able to count, so that is tested as well."""

import time
from email.message import Message
from pathlib import Path

import pytest

from tests.contact.mailserver import Taken
from tests.drill.accounts import Books, settle
from tests.drill.run import Plan, run
from tests.drill.visitors import Visitor


def test_nothing_is_lost_and_nothing_goes_out_that_may_not(started_before: Path) -> None:
    plan = Plan(
        submissions=30,
        at_once=4,
        kill_web=(3, 4),
        kill_worker=(4, 6),
        faults={"later": 0.1, "drop": 0.05, "lost": 0.1},
        links=10,
    )
    report = run(plan, started_before)
    assert report.is_good, report
    assert report.figures["kills of the worker"], "else it proves nothing"


def visitor(*references: str, allows: bool = True, withdrawn_at: float | None = None) -> Visitor:
    return Visitor(mark="m", allows=allows, references=set(references), withdrawn_at=withdrawn_at)


def mail(reference: str, key: str = "1", at: float = 0) -> Taken:
    message = Message()
    message["Message-ID"] = key
    message.set_payload(f"Reference: {reference}")
    return Taken("a@example.org", message, at=at or time.time())


ONE, TWO = "REF-AAAAAAAAAAAAAAAA", "REF-BBBBBBBBBBBBBBBB"


@pytest.mark.parametrize(
    ("visitors", "mails", "account"),
    [
        ([visitor()], [], "never told that it was stored"),
        ([visitor(ONE)], [], "stored, allowed, and never forwarded"),
        ([visitor(ONE, allows=False)], [mail(ONE)], "forwarded without permission"),
        ([visitor(ONE, withdrawn_at=10)], [mail(ONE, at=12)], "forwarded after it was withdrawn"),
        ([visitor(ONE)], [mail(ONE), mail(ONE, "2")], "forwarded under two keys"),
        ([visitor(ONE, TWO)], [mail(ONE), mail(TWO)], "stored twice"),
    ],
)
def test_the_accounts_see_what_is_wrong(visitors: list[Visitor], mails: list[Taken], account: str) -> None:
    wrong = settle(Books(visitors, mails))
    assert wrong[account] == 1
    assert sum(wrong.values()) == 1


def test_the_accounts_see_that_all_is_well() -> None:
    visitors = [visitor(ONE), visitor(TWO, allows=False), visitor("REF-CCCCCCCCCCCCCCCC", withdrawn_at=10)]
    books = Books(visitors, [mail(ONE), mail(ONE), mail("REF-CCCCCCCCCCCCCCCC", "3", at=10.5)])
    assert not any(settle(books).values())
