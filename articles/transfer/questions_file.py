"""The answers from a file and to one: `questions.yaml`. Importing what was exported here changes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.front_matter.fields import Fields
from articles.front_matter.kinds import Day, Slug, Text, Texts
from articles.front_matter.nodes import compose, is_nothing, line_of
from articles.front_matter.problems import FrontMatterErrors, Problem, Report
from articles.front_matter.text import checked, decoded
from articles.front_matter.writing import as_yaml
from articles.models import Question, Tag
from articles.services.saving import add_row, asking, tag_question
from articles.words import several_lines
from markup.names import fold
from review.models import Person
from review.services.people import free_slug, named
from review.services.publishing import publish, record_review
from review.services.revising import save

FILE = "questions.yaml"


class EntryForm(forms.Form):
    question = Text(200, required=True)
    answer = Text(2000, required=True, lines=True)
    slug = Slug(110)
    tags = Texts(Text(60))
    writer = Text(120)
    reviewer = Text(120)
    reviewed_on = Day()
    next_review_due = Day()


@dataclass(frozen=True)
class Entry:
    question: str
    answer: str
    slug: str = ""
    tags: tuple[str, ...] = ()
    writer: str = ""
    reviewer: str = ""
    reviewed_on: date | None = None
    next_review_due: date | None = None
    line: int = 1


def dumped() -> str:
    """Every question that is not in the archive. What no one decided to publish is written without its reviewer."""
    rows = [_plain(question) for question in Question.objects.filter(archived_on=None).order_by("slug").iterator()]
    return as_yaml(rows) if rows else ""


def _plain(question: Question) -> dict[str, Any]:
    revision = question.live_revision or question.latest
    live = question.live_revision is not None
    found = {
        "question": revision.question if revision else "",
        "answer": revision.answer if revision else "",
        "slug": question.slug,
        "tags": [tag.name for tag in question.tags.order_by("name")],
        "writer": _name(revision.writer) if revision else "",
        "reviewer": _name(revision.reviewer) if revision and live else "",
        "reviewed_on": revision.reviewed_on if revision and live else None,
        "next_review_due": revision.next_review_due if revision and live else None,
    }
    return {key: value for key, value in found.items() if value not in ("", None, [])}


def _name(person: Person | None) -> str:
    return person.name if person else ""


def parse(data: bytes) -> list[Entry]:
    """Raises FrontMatterErrors with all that is wrong."""
    report = Report()
    root = compose(checked(decoded(data)), report)
    entries: list[Entry] = []
    if isinstance(root, yaml.SequenceNode):
        entries = [_entry(node, report, number) for number, node in enumerate(root.value, 1)]
    elif root and not is_nothing(root):
        report.add(line_of(root), _("The file has to be a list, with “- ” before each question."))
    report.raise_if_any()
    return entries


def _entry(node: yaml.Node, report: Report, number: int) -> Entry:
    return Entry(**Fields(node, EntryForm, report, _("question %d, ") % number).values(), line=line_of(node))


def import_questions(data: bytes) -> set[str]:
    """ "new" and "changed", as it happened. What is here already, under the same words, stays as it is."""
    return set(_taken(parse(data)))


def _taken(entries: list[Entry]) -> Iterator[str]:
    for entry in entries:
        if entry.reviewed_on and entry.reviewed_on > timezone.localdate():
            raise FrontMatterErrors(
                [Problem(entry.line, _("The day of a review cannot be in the future. When was it?"))]
            )
        question = asking(entry.question)
        words = {"question": entry.question, "answer": several_lines(entry.answer), "writer": named(entry.writer)}
        if question is None:
            question = add_row(model=Question, slug=entry.slug, words=words, by=None, note=_("Imported"))
            tag_question(question=question, tags=[_tag(name) for name in entry.tags], by=None)
            yield "new"
        elif question.opened.answer != words["answer"] and not question.live_revision_id:
            question = save(subject=question, words=words, base=None, by=None, note=_("Imported"))
            yield "changed"
        revision, reviewer = question.opened, named(entry.reviewer)
        fits = revision.answer == words["answer"] and not revision.reviewed_on and not question.withdrawn_on
        if reviewer and entry.reviewed_on and fits:
            record_review(revision=revision, reviewer=reviewer, on=entry.reviewed_on, due=entry.next_review_due)
            publish(revision=revision, by=None, on=entry.reviewed_on)


def _tag(name: str) -> Tag:
    tag = Tag.objects.filter(name_folded=fold(name)).first()
    return tag or Tag.objects.create(name=name, slug=free_slug(Tag, name, 50))
