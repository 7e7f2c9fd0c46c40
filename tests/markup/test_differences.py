import random
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from markup.differences import Line, compare

LENGTH = 60_000


def kinds(rows: list[Line]) -> list[str]:
    return [row.kind for row in rows]


@pytest.mark.parametrize(("old", "new"), [("", ""), ("a\nb", "a\nb\n"), ("a\r\nb\r\n", "a\nb"), ("a", "a\n\n")])
def test_nothing_differs(old: str, new: str) -> None:
    assert compare(old, new) == []


def test_words_that_changed_inside_a_line() -> None:
    (row,) = compare("It takes five days or so.", "It takes five to ten days.")
    assert row.kind == "changed"
    assert [(segment.kind, segment.text) for segment in row.segments] == [
        ("same", "It takes five "),
        ("added", "to ten "),
        ("same", "days"),
        ("removed", " or so"),
        ("same", "."),
    ]


def test_a_whole_phrase_is_replaced_as_one() -> None:
    (row,) = compare("Detox is the first step for all.", "Detox is a short part of all.")
    assert [segment.text for segment in row.segments if segment.kind == "removed"] == ["the first step for"]
    assert [segment.text for segment in row.segments if segment.kind == "added"] == ["a short part of"]


def test_repeated_lines_are_lined_up_as_far_as_they_go() -> None:
    rows = compare("one\none\ntwo\ntwo", "two\ntwo\none\none\ntwo")
    assert [row.text for row in rows if row.kind == "same"] == ["one", "one", "two"]


def test_lines_that_came_and_went() -> None:
    rows = compare("one\ntwo\nthree", "zero\none\nthree\nfour")
    assert [(row.kind, row.text, row.old_number, row.new_number) for row in rows] == [
        ("added", "zero", None, 1),
        ("same", "one", 1, 2),
        ("removed", "two", 2, None),
        ("same", "three", 3, 3),
        ("added", "four", None, 4),
    ]


def test_lines_with_nothing_in_common_are_not_shown_as_one_changed_line() -> None:
    assert kinds(compare("Call the clinic in the morning.", "Naloxone stops an overdose.")) == ["removed", "added"]


def test_a_changed_line_is_found_behind_an_added_one() -> None:
    rows = compare("Methadone is given at clinics.", "A new paragraph.\n\nMethadone is given at licensed clinics.")
    assert kinds(rows) == ["added", "added", "changed"]


def test_long_stretches_that_are_the_same_are_one_row() -> None:
    same = [f"line {number}" for number in range(20)]
    rows = compare("\n".join(["old", *same, "old"]), "\n".join(["new", *same, "new"]))
    assert [(row.kind, row.count) for row in rows if row.kind == "skipped"] == [("skipped", 14)]
    assert kinds(rows).count("same") == 6


def test_before_the_first_and_behind_the_last_change_little_is_shown() -> None:
    same = "\n".join(f"line {number}" for number in range(20))
    rows = compare(f"{same}\nold\n{same}", f"{same}\nnew\n{same}")
    assert [(row.kind, row.count) for row in rows if row.kind == "skipped"] == [("skipped", 17), ("skipped", 17)]


WORDS = st.sampled_from(
    ["a", "b", "the", "detox", "is", "not", "treatment", ".", " ", "  ", "\n", "\n\n", "don't", "é"]
)
TEXTS = st.lists(WORDS, max_size=60).map("".join)


def lines_of(text: str) -> list[str]:
    text = text.rstrip("\n")
    return text.split("\n") if text else []


@given(TEXTS, TEXTS, st.sampled_from([0, 0, 0, 12, 30]))
@settings(max_examples=100, deadline=None)
@example("a", "b", 30)
def test_both_texts_can_be_read_off_the_rows(old: str, new: str, same: int) -> None:
    between = "".join(f"\nLine {number}.\n" for number in range(same))
    old, new = old + between + new, new + between + old
    before, after = lines_of(old), lines_of(new)
    old_at = new_at = 0
    for row in compare(old, new):
        if row.kind == "skipped":
            assert before[old_at : old_at + row.count] == after[new_at : new_at + row.count]
            old_at, new_at = old_at + row.count, new_at + row.count
            continue
        pieces = row.segments
        if row.kind != "added":
            said = "".join(piece.text for piece in pieces if piece.kind != "added") if pieces else row.text
            assert (said, row.old_number) == (before[old_at], old_at + 1)
            old_at += 1
        if row.kind != "removed":
            said = "".join(piece.text for piece in pieces if piece.kind != "removed") if pieces else row.text
            assert (said, row.new_number) == (after[new_at], new_at + 1)
            new_at += 1
    assert before == after or (old_at, new_at) == (len(before), len(after))


def chosen(from_what: str, seed: int, between: str = "") -> str:
    return between.join(random.Random(seed).choices(from_what.split(","), k=LENGTH))[:LENGTH]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a\n" * 30_000, "b\na\n" * 15_000),
        ("a\n" * 30_000, "a\n" * 29_000),
        ("\n" * LENGTH, "x" + "\n" * (LENGTH - 2) + "y"),
        ("a " * 30_000, "b a " * 15_000),
        ("x" * LENGTH, "y" * LENGTH),
        ("!?" * 30_000, "?!." * 20_000),
        (chosen("a\n,b\n", 1), chosen("a\n,b\n", 2)),
        (chosen("a,b, ", 1), chosen("a,b, ", 2)),
        (chosen("aa bb cc\n,aa cc bb\n,bb aa dd\n", 1), chosen("aa bb cc\n,aa cc bb\n,bb aa dd\n", 2)),
        ("\n".join(map(str, range(11_000))), "\n".join(map(str, range(11_000, 0, -1)))),
        ("", "x\n" * 30_000),
        ("ab cd\n" * 10_000, "ab ce\n" * 10_000),
    ],
    ids=lambda text: repr(text[:12]),
)
def test_no_two_texts_take_a_second(old: str, new: str) -> None:
    started = time.process_time()
    assert compare(old, new)
    assert time.process_time() - started < 1
