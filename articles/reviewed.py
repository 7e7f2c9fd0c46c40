"""Articles, answers and the glossary, as `review` knows them."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from articles.kinds import QUESTIONS, TERMS
from articles.models import Article, ArticleRevision, Listed, Question, QuestionRevision, Source, Term, TermRevision
from articles.readability import grade, reading_minutes
from articles.services.cards import draw_ahead, put_card, redraw_after_commit
from articles.services.listing import bring_in_step, prepare_marked, question_changed, term_changed
from articles.words import Words, as_text, several_lines, words_of
from markup.characters import one_line
from markup.names import fold
from markup.rendering import render
from review.kinds import Kind, declare
from review.refusals import Refused
from search.services import public_changed, refresh, stands_elsewhere


class _Plain(Kind):
    def normal(self, name: str, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return several_lines(value) if name in self.long else one_line(value)


class ArticleKind(Kind):
    model, revision = Article, ArticleRevision
    fields = ("title", "summary", "body")
    spelled = fields
    has_editor = True
    live_when_reviewed = False

    def words_of(self, revision: Any) -> Words:
        return words_of(revision)

    def clean(self, words: Words) -> Words:
        return words

    def columns(self, words: Words) -> Mapping[str, Any]:
        return {name: getattr(words, name) for name in (*self.fields, "writer")}

    def all_of(self, words: Words) -> Mapping[str, Any]:
        return vars(words)

    def derived(self, words: Words) -> Mapping[str, Any]:
        rendered = render(words.body)
        return {
            "html": rendered.html,
            "headings": [asdict(heading) for heading in rendered.headings],
            "links": list(dict.fromkeys(link.href for link in rendered.links)),
            "words": rendered.words,
            "reading_minutes": reading_minutes(rendered.words),
            "grade": grade(rendered.text),
        }

    def add_parts(self, revision: Any, words: Words) -> None:
        Source.objects.bulk_create(
            Source(revision=revision, position=position, **asdict(source))
            for position, source in enumerate(words.sources, start=1)
        )

    def lines(self, words: Words) -> str:
        return as_text(words)

    def stands_elsewhere(self, word: str, subject: Any) -> bool:
        return stands_elsewhere(word, kind="article", key=str(subject.pk))

    def public_changed(self, subject: Any) -> None:
        bring_in_step(subject.pk)

    def may_go_live(self, revision: Any) -> None:
        draw_ahead(revision)

    def went_live(self, revision: Any) -> None:
        put_card(revision)

    def person_changed(self, person: Any) -> None:
        public_changed()
        redraw_after_commit(Article.objects.newest(Listed.Kind.PERSON, person.pk))

    def catch_up(self) -> None:
        prepare_marked()


class QuestionKind(_Plain):
    model, revision = Question, QuestionRevision
    has_page = False
    fields = ("question", "answer")
    long = frozenset({"answer"})
    spelled = fields

    def derived(self, words: Any) -> Mapping[str, Any]:
        return {"html": render(words["answer"]).html}

    def faults(self, words: Any, subject: Any) -> Iterator[Refused]:
        taken = QuestionRevision.objects.filter(question_folded=fold(words["question"]), subject__archived_on=None)
        yield from _twice(taken, subject, words["question"])

    def stands_elsewhere(self, word: str, subject: Any) -> bool:
        return stands_elsewhere(word, kind="question", key=str(subject.pk))

    def public_changed(self, subject: Any) -> None:
        refresh(QUESTIONS, subject.pk)
        question_changed(subject)


class TermKind(_Plain):
    model, revision = Term, TermRevision
    has_page = False
    fields = ("term", "also_called", "meaning", "source_title", "source_url", "source_checked_on")
    spelled = ("term", "also_called", "meaning")

    def faults(self, words: Any, subject: Any) -> Iterator[Refused]:
        taken = TermRevision.objects.filter(term_folded=fold(words["term"]), subject__archived_on=None)
        yield from _twice(taken, subject, words["term"])

    def stands_elsewhere(self, word: str, subject: Any) -> bool:
        return stands_elsewhere(word, kind="term", key=str(subject.pk))

    def public_changed(self, subject: Any) -> None:
        refresh(TERMS, subject.pk)
        term_changed()


def _twice(found: Any, subject: Any, words: str) -> Iterator[Refused]:
    """One question has one answer. What another row no longer says is free."""
    for other in found.exclude(subject=subject.pk).select_related("subject__live_revision"):
        now = {row.pk for row in (other.subject.live_revision, other.subject.latest) if row}
        if other.pk in now:
            yield Refused("there-already", _("“%(words)s” is already there. Change that one.") % {"words": words})


def declare_all() -> None:
    for kind in (ArticleKind(), QuestionKind(), TermKind()):
        declare(kind)
