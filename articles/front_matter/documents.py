"""An article's file: YAML between two lines of `---`, then Markdown."""

import tomllib
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Any

import yaml
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.front_matter import foreign
from articles.front_matter.entries import BODY_LENGTH, Document, QuestionEntry, SourceEntry
from articles.front_matter.fields import Fields
from articles.front_matter.kinds import Address, Day, Items, Slug, Text, Texts, Year
from articles.front_matter.nodes import compose
from articles.front_matter.problems import FrontMatterErrors, Problem, Report
from articles.front_matter.text import checked, decoded, normal_text
from markup.characters import folded


class DocumentForm(forms.Form):
    title = Text(120, required=True)
    slug = Slug(120)
    summary = Text(300)
    city = Slug(50)
    next_step = Slug(20)
    phases = Texts(Slug(50))
    tags = Texts(Text(60))
    writer = Text(120)
    editor = Text(120)
    reviewer = Text(120)
    reviewed_on = Day()
    next_review_due = Day()
    published_on = Day()
    sources = Items()
    questions = Items()


class SourceForm(forms.Form):
    title = Text(300, required=True)
    publisher = Text(200)
    year = Year()
    url = Address(500)
    checked_on = Day()


class QuestionForm(forms.Form):
    question = Text(200, required=True)
    answer = Text(2000, required=True, lines=True)


def parse_bytes(data: bytes) -> Document:
    """The article that a file holds, or FrontMatterErrors. An import asks several times for each file in a row."""
    return _parsed(data, get_language())


@lru_cache(maxsize=1)
def _parsed(data: bytes, language: str) -> Document:
    """What was left out of it is told in a language."""
    return parse(decoded(data))


def parse(text: str) -> Document:
    """The article that a file's text holds, or FrontMatterErrors with everything that is wrong with it."""
    head, body, body_line = _split(checked(text))
    report = Report(offset=1)
    root = compose(head, report)
    unreadable = bool(report.problems) and root is None
    theirs = foreign.translated(root, tuple(DocumentForm.base_fields)) if foreign.is_foreign(root) else None  # type: ignore[arg-type]
    if theirs:
        root, body = theirs.node, _covered(theirs, body)
    fields = Fields(root, DocumentForm, report)
    # The line of `---` stands for what is missing altogether.
    fields.line = 0
    _check_body(body, body_line, report)
    if unreadable:
        report.raise_if_any()
    document = _document(fields, body, body_line)
    _check_review(document, fields)
    report.raise_if_any()
    if theirs:
        notes = tuple(Problem(note.line + report.offset, note.message) for note in theirs.notes)
        return replace(document, old=tuple(theirs.old), notes=notes)
    return document


def _covered(theirs: foreign.Translated, body: str) -> str:
    """The cover picture first, where the file has it beside itself."""
    cover = next((one for one in theirs.covers if one), "")
    if not cover or cover in body:
        return body
    if "://" in cover or cover.startswith(("/", "//")):
        said = _("The cover picture is not a file next to this one, so it was left out: %(name)s")
        theirs.notes.append(Problem(1, said % {"name": cover[:200]}))
        return body
    return f"![](<{cover}>)\n\n{body}"


def _split(text: str) -> tuple[str, str, int]:
    """The YAML, the Markdown, and the file's line on which the Markdown starts."""
    lines = text.split("\n")
    if lines[0].rstrip() == "+++":
        lines = _from_toml(lines)
    if lines[0].rstrip() != "---":
        raise FrontMatterErrors([Problem(1, _("The first line of the file has to be ---."))])
    end = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        raise FrontMatterErrors([Problem(1, _("A second line of --- is missing, between the keys and the text."))])
    start = next((at for at in range(end + 1, len(lines)) if lines[at].strip()), end)
    return "\n".join(lines[1:end]) + "\n", normal_text("\n".join(lines[end + 1 :])), start + 1


def _from_toml(lines: list[str]) -> list[str]:
    """Hugo's other form of front matter. What it says wrong is told of its first line."""
    end = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() == "+++"), None)
    if end is None:
        raise FrontMatterErrors([Problem(1, _("A second line of +++ is missing, between the keys and the text."))])
    try:
        said = tomllib.loads("\n".join(lines[1:end]))
    except tomllib.TOMLDecodeError as error:
        raise FrontMatterErrors([Problem(1, _("This is not valid TOML: %(why)s.") % {"why": error})]) from error
    written = yaml.safe_dump(_as_text(said), allow_unicode=True, sort_keys=False, width=10**9)
    return ["---", *written.rstrip("\n").split("\n"), "---", *lines[end + 1 :]]


def _as_text(value: Any) -> Any:
    """Days and times as text: YAML's own would come back as something of its own."""
    if isinstance(value, dict):
        return {str(key): _as_text(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_as_text(one) for one in value]
    return value if isinstance(value, str | int | float | bool) else str(value)


def _check_body(body: str, line: int, report: Report) -> None:
    line -= report.offset
    if not body:
        report.add(line, _("There is no text below the second line of ---."))
    elif len(body) > BODY_LENGTH:
        sizes = {"length": len(body), "limit": BODY_LENGTH}
        report.add(line, _("The text is %(length)d characters long. The most is %(limit)d.") % sizes)


def _document(fields: Fields, body: str, body_line: int) -> Document:
    said = fields.values()
    sources = tuple(_source(node, fields.report, number) for number, node in enumerate(said.pop("sources"), 1))
    questions = _questions(said.pop("questions"), fields.report)
    lines = {key: line + fields.report.offset for key, line in fields.lines.items()} | {"body": body_line}
    return Document(**said, sources=sources, questions=questions, body=body, lines=lines)


def _source(node: yaml.Node, report: Report, number: int) -> SourceEntry:
    return SourceEntry(**Fields(node, SourceForm, report, _("source %d, ") % number).values())


def _questions(nodes: Iterable[yaml.Node], report: Report) -> tuple[QuestionEntry, ...]:
    questions: list[QuestionEntry] = []
    first: dict[str, int] = {}
    for number, node in enumerate(nodes, 1):
        inner = Fields(node, QuestionForm, report, _("question %d, ") % number)
        entry = QuestionEntry(**inner.values())
        plain = folded(entry.question)
        if plain and plain in first:
            inner.problem("question", _("this is the same as question %d.") % first[plain])
        first.setdefault(plain, number)
        questions.append(entry)
    return tuple(questions)


def _check_review(document: Document, fields: Fields) -> None:
    """A review is a person and a day, by someone else than the writer, and it ends after it began."""
    reviewer, writer = folded(document.reviewer), folded(document.writer)
    if reviewer and reviewer == writer:
        fields.problem("reviewer", _("no one may review what they wrote. Name someone else."))
    if document.reviewer and not document.reviewed_on and not fields.is_wrong("reviewed_on"):
        fields.problem("reviewer", _("reviewed_on is missing: on which day was it reviewed?"))
    if document.reviewed_on and not document.reviewer and not fields.is_wrong("reviewer"):
        fields.problem("reviewed_on", _("reviewer is missing: who reviewed it?"))
    due, done = document.next_review_due, document.reviewed_on
    if due and done and due <= done:
        fields.problem("next_review_due", _("has to be later than reviewed_on."))
