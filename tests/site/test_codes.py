"""Tests compare codes, and not the sentences that go with them: see `tests/codes.py`."""

import re

import guards
from tests.rooms import ROOT

TESTS = {path: path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests").rglob("*.py"))}
ANY = re.compile(r"raises\((?:Refused|TooMany|NotAsked|NoAnswer|Failed|IntegrityError)\)(?! as )")


def test_no_test_is_content_with_just_any_refusal() -> None:
    assert [f"{path}: {found[0]}" for path, text in TESTS.items() for found in ANY.finditer(text)] == []


def test_no_test_knows_a_guard_by_its_sentence() -> None:
    sentences = {guard.sentence for guard in guards.declared() if guard.sentence}
    assert [(path, sentence) for path, text in TESTS.items() for sentence in sentences if sentence in text] == []
