import time
from collections.abc import Callable
from datetime import date

import pytest

from articles.front_matter import (
    BODY_LENGTH,
    Document,
    FrontMatterErrors,
    QuestionEntry,
    SourceEntry,
    dump,
    normal_text,
    parse,
    parse_bytes,
)
from markup.rendering import MAX_LENGTH

FULL = """---
title: Medication on the first day
slug: medication-first-day
summary: >
  You do not have to
  wait.
city: austin
phases: [medication, therapy]
tags:
  - Naloxone
  - yes
writer: Ann Lee
editor: Bo Li
reviewer: Cy Ray
reviewed_on: 2026-10-01
next_review_due: 2027-10-01
published_on: 2026-10-02
sources:
  - title: "Opioid agonists: a review"
    publisher: BMJ
    year: 2017
    url: https://example.org/a?b=c#d
    checked_on: 2026-09-30
questions:
  - question: Can I ask for it?
    answer: |
      Yes.

      - Ask on the first day.
---

# A heading

Text.
"""


def problems(text: str) -> list[tuple[int, str]]:
    with pytest.raises(FrontMatterErrors) as caught:
        parse(text)
    return [(problem.line, problem.message) for problem in caught.value.problems]


def problem(head: str, body: str = "Text.") -> tuple[int, str]:
    """The one problem of a file that has a title besides `head`, which starts on line 3."""
    (found,) = problems(f"---\ntitle: A title\n{head}\n---\n{body}")
    return found


def test_reads_every_key() -> None:
    assert parse(FULL) == Document(
        title="Medication on the first day",
        slug="medication-first-day",
        summary="You do not have to wait.",
        city="austin",
        phases=("medication", "therapy"),
        tags=("Naloxone", "yes"),
        writer="Ann Lee",
        editor="Bo Li",
        reviewer="Cy Ray",
        reviewed_on=date(2026, 10, 1),
        next_review_due=date(2027, 10, 1),
        published_on=date(2026, 10, 2),
        sources=(
            SourceEntry("Opioid agonists: a review", "BMJ", 2017, "https://example.org/a?b=c#d", date(2026, 9, 30)),
        ),
        questions=(QuestionEntry("Can I ask for it?", "Yes.\n\n- Ask on the first day."),),
        body="# A heading\n\nText.",
    )


def test_knows_where_things_stand() -> None:
    document = parse(FULL)
    lines = FULL.splitlines()
    for key in ("title", "summary", "city", "reviewed_on", "sources", "questions"):
        assert lines[document.line_of(key) - 1].startswith(f"{key}:")
    assert lines[document.line_of("tags", 0) - 1] == "  - Naloxone"
    assert lines[document.line_of("questions", 0) - 1].startswith("  - question")
    assert lines[document.line_of("body") - 1] == "# A heading"
    assert parse("---\ntitle: x\n---\ny").line_of("city") == 1


def test_a_title_and_a_text_are_enough() -> None:
    assert parse("---\ntitle: A\n---\nB") == Document(title="A", body="B")


@pytest.mark.parametrize("empty", ["", "~", "null", "''", '""'])
def test_an_empty_value_says_nothing(empty: str) -> None:
    document = parse(f"---\ntitle: A\ncity: {empty}\nreviewed_on: {empty}\n---\nB")
    assert (document.city, document.reviewed_on) == ("", None)


@pytest.mark.parametrize("written", ["123", "yes", "2026-10-01", "10:30", "0x1F", "1e3", "No", "~tilde", "3.10"])
def test_text_stays_as_it_is_written(written: str) -> None:
    assert parse(f"---\ntitle: {written}\n---\nB").title == written


@pytest.mark.parametrize("change", [lambda text: "\ufeff" + text, lambda text: text.replace("\n", "\r\n")])
def test_marks_and_line_endings_of_other_systems_are_no_problem(change: Callable[[str], str]) -> None:
    assert parse_bytes(change(FULL).encode()) == parse(FULL)


def test_what_is_written_in_the_same_form_again() -> None:
    written = dump(parse(FULL))
    assert parse(written) == parse(FULL)
    assert dump(parse(written)) == written
    assert "    answer: |-\n      Yes.\n\n      - Ask on the first day.\n" in written
    assert "\nreviewed_on: 2026-10-01\n" in written


def test_all_problems_are_told_at_once_with_the_lines_of_the_file() -> None:
    found = problems(
        """---
titel: x
slug: ä b
slug: again
tags: a, b
phases: [therapy, Therapy, [x]]
writer: Ann  Lee
reviewer: ann lee
reviewed_on: 2026-02-30
next_review_due: soon
sources:
  - publisher: BMJ
    url: ftp://example.org
    year: 1066
  - only text
questions:
  - question: Why?
    answer:
  - question: why?
    answer: Because.
editor: [a]
---

"""
    )
    assert [line for line, _ in found] == [1, 2, 3, 4, 5, 6, 6, 8, 9, 10, 12, 13, 14, 15, 18, 19, 21, 22]
    assert found[0] == (1, "title: is missing.")
    assert found[1] == (2, "titel: there is no such key. Did you mean “title”?")


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("summary: " + "a" * 301, "is 301 characters long; the most is 300"),
        ("writer: " + "a" * 121, "the most is 120"),
        ("tags: [" + "a" * 61 + "]", "the most is 60"),
        ("slug: a/b", "slug: may have only"),
        ("slug: " + "a" * 121, "the most is 120"),
        ("city: Los Angeles", "city: may have only"),
        ("phases: [a b]", "“a b” may have only"),
        ("tags: [a, '']", "empty"),
        ("tags: [Naloxone, naloxone]", "twice"),
        ("tags: {a: b}", "has to be a list"),
        ("published_on: 20261001", "is not a date"),
        ("published_on: 2026-10-01 10:00", "is not a date"),
        ("published_on: 1066-10-14", "between 1800 and 2100"),
        ("published_on: ٢٠٢٦-10-01", "is not a date"),
        ("editor: {a: b}", "has to be text"),
        ("summary: |\n  a\n  b", "on one line"),
        ("reviewer: Cy", "reviewed_on is missing"),
        ("reviewed_on: 2026-10-01", "reviewer is missing"),
        ("sources: [{title: a, url: 'javascript:alert(1)'}]", "https://"),
        ("sources: [{title: a, url: '//example.org/'}]", "https://"),
        ("sources: [{title: a, url: 'https://'}]", "https://"),
        ("sources: [{title: a, url: 'https://a b/'}]", "https://"),
        ("sources: [{title: a, url: 'https://[::1'}]", "https://"),
        ("sources: [{title: a, url: 'https://a:x/'}]", "https://"),
        ("sources: [{title: a, url: 'https://a.org/" + "b" * 500 + "'}]", "the most is 500"),
        ("sources: [{title: " + "a" * 301 + "}]", "source 1, title: is 301"),
        ("sources: [{title: a, publisher: " + "a" * 201 + "}]", "the most is 200"),
        ("sources: [{title: a, year: 2101}]", "between 1800 and 2100"),
        ("sources: [{title: a, year: 99.5}]", "between 1800 and 2100"),
        ("sources: [{title: a, checked_on: today}]", "is not a date"),
        ("sources: [{url: 'https://example.org/'}]", "source 1, title: is missing"),
        ("sources: {title: a}", "has to be a list"),
        ("questions: [{question: a, answer: ' '}]", "answer: is missing"),
        ("questions: [{answer: a}]", "question: is missing"),
        ("questions: [{question: " + "a" * 201 + ", answer: b}]", "the most is 200"),
        ("questions: [{question: a, answer: " + "b" * 2001 + "}]", "the most is 2000"),
        ("questions: [{question: a, anwser: c, answer: b}]", "Did you mean “answer”?"),
        ("Title: b", "Did you mean “title”?"),
        ("<<: {a: b}", "there is no such key"),
        ("? [a]\n: b", "one word"),
        ("editor: *a", "starts with *"),
        ("editor: &a b", "starts with &"),
        ("editor: !a b", "starts with !"),
        ("editor: !!python/name:os.system b", "starts with !"),
        ("summary: a: b", "not valid YAML"),
        ("summary: 'a", "not valid YAML"),
        ("\teditor: b", "starts with a tab"),
        ("editor: " + "[" * 5000, "too many lists"),
    ],
)
def test_refuses(head: str, said: str) -> None:
    line, message = problem(head)
    assert said in message
    # A quotation mark that is never closed is missed where the YAML ends.
    assert line == 3 or "never closed" in message or head in ("summary: 'a",)


def test_a_review_ends_after_it_began() -> None:
    head = "reviewer: Cy\nreviewed_on: 2026-10-01\nnext_review_due: 2026-10-01"
    assert problem(head) == (5, "next_review_due: has to be later than reviewed_on.")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "first line"),
        ("title: A\n", 1, "first line"),
        ("---\ntitle: A\nText", 1, "second line"),
        ("---\ntitle: A\n---\n \n", 3, "no text"),
        ("---\n---\nText", 1, "title: is missing"),
        ("---\n- a\n---\nText", 2, "key: value"),
        ("---\ntitle: A\n---\n\n" + "a" * (BODY_LENGTH + 1), 5, f"{BODY_LENGTH + 1} characters"),
    ],
)
def test_refuses_files_of_another_form(text: str, line: int, said: str) -> None:
    found = problems(text)
    assert (line, True) in [(at, said in message) for at, message in found]


def test_files_that_are_not_utf_8_or_too_large_are_not_read() -> None:
    for data, line in ((b"---\ntitle: \xe9\n---\nB", 2), ("---\n".encode("utf-16"), 1), (b"a" * 400_001, 1)):
        with pytest.raises(FrontMatterErrors) as caught:
            parse_bytes(data)
        assert [problem.line for problem in caught.value.problems] == [line]
    assert "400 kB" in problems("a" * 400_001)[0][1]
    assert "400 kB" in problems("é" * 200_001)[0][1]


def test_nested_aliases_do_not_blow_up() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    started = time.process_time()
    assert len(problems(f"---\n{bomb}---\nText")) > 20
    assert time.process_time() - started < 1


def test_an_error_can_be_read() -> None:
    with pytest.raises(FrontMatterErrors, match=r"^line 1: title: is missing\.\nline 3: There is no text") as caught:
        parse("---\ncity: austin\n---\n")
    assert str(caught.value.problems[0]) == "line 1: title: is missing."


def test_the_longest_text_is_the_renderer_s() -> None:
    assert BODY_LENGTH == MAX_LENGTH


def test_normal_text() -> None:
    assert normal_text("\r\n \r\n  a  \r\nb\rc\u2028d \n\n") == "  a  \nb\nc\nd"
