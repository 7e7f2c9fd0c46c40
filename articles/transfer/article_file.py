"""One article from a Markdown file with front matter: read, saved, signed, published and led to."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from pathlib import Path

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from articles.front_matter import (
    Document,
    Problem,
    parse_bytes,
)
from articles.models import Article, ArticleRevision, Question, Tag
from articles.related import STEPS
from articles.services.cards import card_of, draw_ahead, put_card
from articles.services.checking import not_taken
from articles.services.pictures import bring_in
from articles.services.saving import Placement, asking, create_article, save_article
from articles.words import SourceWords, Words, several_lines, words_of
from facilities.models import City
from markup.characters import one_line
from markup.names import fold
from markup.rendering import render
from programs.models import Phase
from review.models import Person
from review.refusals import Refused
from review.services.own_work import is_own_work
from review.services.people import free_slug, named
from review.services.publishing import publish, record_review, schedule
from review.services.revising import save
from review.states import State
from search import redirects
from search.models import Redirect
from search.services import public_changed, public_version

_DATED = re.compile(r"^\d{4}-\d{2}-\d{2}-(?=.)")  # as Jekyll names its files


class Wrong(Exception):
    """A value that the file's own check could not know to be wrong."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.problem = Problem(line, sentence)


def draw_its_card(path: Path) -> None:
    """Before the transaction, in which everyone who writes waits. Should it come to say something else, the right one
    is drawn there."""
    document = parse_bytes(path.read_bytes())
    name, on = document.reviewer, document.reviewed_on
    if name and on and not (document.published_on and document.published_on > timezone.localdate()):
        reviewer = Person.objects.filter(name_folded=fold(name)).first() or Person(name=name)
        revision = ArticleRevision(title=one_line(document.title), reviewer=reviewer, reviewed_on=on)
        card = card_of(revision)
        if card and not ArticleRevision.objects.filter(card=card.name).exists():
            draw_ahead(revision)


def import_article(path: Path) -> str:
    document, public = parse_bytes(path.read_bytes()), public_version()
    if document.reviewed_on and document.reviewed_on > timezone.localdate():
        raise Wrong(document.line_of("reviewed_on"), _("The day of a review cannot be in the future. When was it?"))
    words, slug = _words(document, path.parent), slug_of(document, path)
    tags = [_tag(name) for name in document.tags]
    questions = _questions(document, path.parent, tags, words.writer)
    place = Placement(
        slug,
        frozenset(tags),
        frozenset(_phases(document)),
        _city(document),
        tuple(questions),
        _next_step(document),
    )
    article = Article.objects.filter(slug=slug).first()
    new, edits = article is None, article.edits if article else 0
    if article is None:
        article = create_article(words=words, place=place, by=None, note=_("Imported"))
    else:
        article = _save(article, words, place, reviewed=bool(document.reviewer))
    _lead_here(article, document)
    changed = document.reviewer and _sign_and_publish(article, document, words)
    if new:
        return "new"
    return "changed" if changed or article.edits != edits or public_version() != public else "same"


def _lead_here(article: Article, document: Document) -> None:
    """Addresses that it had elsewhere. What cannot lead here is said among the notes."""
    for old in document.old:
        there = Redirect.objects.filter(leads_to=article.get_absolute_url()).values_list("old", flat=True)
        if not _wrong_address(old, article) and redirects.normal(old) not in set(there):
            row = Redirect(old=old, leads_to=article.get_absolute_url(), made_by=Redirect.Source.IMPORT)
            redirects.save(by=None, redirect=row)


def _wrong_address(old: str, article: Article) -> str:
    """Why an old address cannot lead to the article; one that does so already is no trouble."""
    to = article.get_absolute_url()
    try:
        if redirects.normal(old) == redirects.normal(to):
            return _("It is also the new address.")
        if Redirect.objects.filter(old=redirects.normal(old), leads_to=to).exists():
            return ""
        redirects.check(old, to)
    except redirects.WrongAddress as wrong:
        return str(wrong)
    return ""


def notes_on(path: Path) -> tuple[Problem, ...]:
    """What did not become what its writer meant, by the file's lines."""
    document = parse_bytes(path.read_bytes())
    latest = Article.objects.get(slug=slug_of(document, path)).latest
    texts = [(document.line_of("body"), latest.body if latest else "")]
    for index, entry in enumerate(document.questions):
        if question := asking(entry.question):
            texts.append((document.line_of("questions", index), question.opened.answer))
    found = Article.objects.get(slug=slug_of(document, path))
    wrong = ((old, _wrong_address(old, found)) for old in document.old)
    unled = (Problem(1, f"{old}: {why}") for old, why in wrong if why)
    return (*document.notes, *unled, *_not_taken(texts))


def _not_taken(texts: list[tuple[int, str]]) -> tuple[Problem, ...]:
    return tuple(
        Problem(first + (found.line or 1) - 1, f"{found.sentence} {found.excerpt}")
        for first, text in texts
        for found in not_taken(text, render(text))
    )


def slug_of(document: Document, path: Path) -> str:
    slug = (document.slug or slugify(_DATED.sub("", path.stem))).lower()
    if not 1 <= len(slug) <= 120:
        raise Wrong(
            1, _("The file’s name cannot be an address. Give it a slug of 1 to 120 letters, digits and hyphens.")
        )
    return slug


def _save(article: Article, words: Words, place: Placement, *, reviewed: bool) -> Article:
    """What editors draft on top of the words that the file holds stays on top."""
    latest = article.latest
    if (reviewed and latest and _decided(article, words)) or (latest and words_of(latest) == words):
        words = words_of(article.opened)
    return save_article(article=article, words=words, place=place, base=article.edits, by=None, note=_("Imported"))


def _decided(article: Article, words: Words) -> ArticleRevision | None:
    """The live or scheduled revision, if it says this."""
    scheduled = article.revisions.filter(publish_at__isnull=False).first()
    return next((r for r in (article.live_revision, scheduled) if r and words_of(r) == words), None)


def _words(document: Document, folder: Path) -> Words:
    return Words(
        title=document.title,
        body=bring_in(document.body, folder, first_line=document.line_of("body")),
        summary=document.summary,
        writer=named(document.writer),
        sources=tuple(SourceWords(**vars(source)) for source in document.sources),
    )


def _sign_and_publish(article: Article, document: Document, words: Words) -> bool:
    """A reviewer and a date make it live, or scheduled when its date lies ahead. Tells whether anything changed.

    What readers have seen before, editors have withdrawn or rolled back; a file does not undo that.
    """
    revision, reviewer = _decided(article, words) or article.latest, named(document.reviewer)
    if not (revision and reviewer and document.reviewed_on):
        return False
    signed = _sign(revision, document, reviewer)
    if revision.published_at or article.withdrawn_on:
        return signed
    if document.published_on and document.published_on > timezone.localdate():
        at = timezone.make_aware(datetime.combine(document.published_on, time()))
        # A file says the day; an editor may have chosen the hour.
        if revision.publish_at and timezone.localtime(revision.publish_at).date() == document.published_on:
            return signed
        schedule(revision=revision, by=None, at=at)
    else:
        publish(revision=revision, by=None, on=document.published_on)
    return True


def _sign(revision: ArticleRevision, document: Document, reviewer: Person) -> bool:
    editor, on = named(document.editor) or revision.editor, document.reviewed_on
    due = document.next_review_due
    signed = (revision.editor, revision.reviewer, revision.reviewed_on, revision.state)
    if on is None or (signed == (editor, reviewer, on, State.REVIEWED) and due in (None, revision.next_review_due)):
        return False
    if revision.reviewed_by_id and revision.reviewed_on and on <= revision.reviewed_on:
        return False  # Someone signed it here, and no earlier than the file says.
    if editor:
        revision.editor, revision.edited_on = editor, on
        revision.save(update_fields=["editor", "edited_on"])
    try:
        record_review(revision=revision, reviewer=reviewer, on=on, due=due)
    except Refused as refused:
        raise Wrong(document.line_of("reviewer"), str(refused)) from refused
    revision.refresh_from_db()
    public_changed()
    if revision.is_live:
        put_card(revision)
    return True


def _tag(name: str) -> Tag:
    tag = Tag.objects.filter(name_folded=fold(name)).first()
    return tag or Tag.objects.create(name=name, slug=free_slug(Tag, name, 50))


def _next_step(document: Document) -> str:
    if document.next_step and document.next_step not in STEPS:
        sentence = _("There is no next step “%(step)s”. The choices are: %(known)s.")
        known = ", ".join(STEPS)
        raise Wrong(document.line_of("next_step"), sentence % {"step": document.next_step, "known": known})
    return document.next_step


def _phases(document: Document) -> Iterator[Phase]:
    known = {phase.slug: phase for phase in Phase.objects.all()}
    for index, slug in enumerate(document.phases):
        if slug not in known:
            sentence = _("There is no phase “%(slug)s”. The five are: %(known)s.")
            raise Wrong(document.line_of("phases", index), sentence % {"slug": slug, "known": ", ".join(known)})
        yield known[slug]


def _city(document: Document) -> City | None:
    city = City.objects.filter(slug=document.city).first() if document.city else None
    if document.city and city is None:
        known = ", ".join(City.objects.values_list("slug", flat=True))
        sentence = _("There is no city “%(slug)s”. Known: %(known)s. A site manager can add one in the admin.")
        raise Wrong(document.line_of("city"), sentence % {"slug": document.city, "known": known})
    return city


def _questions(document: Document, folder: Path, tags: Sequence[Tag], writer: Person | None) -> Iterator[Question]:
    """Questions with their answers. New ones get the article's tags; reviewed with it, unless their own writer did."""
    reviewer, on, due = named(document.reviewer), document.reviewed_on, document.next_review_due
    for index, entry in enumerate(document.questions):
        line = document.line_of("questions", index)
        answer = several_lines(bring_in(entry.answer, folder, first_line=line))
        question = asking(entry.question)
        if question is None:
            question = Question.objects.create(slug=free_slug(Question, entry.question, 110))
            question.tags.set(tags)
            _answer(question, one_line(entry.question), answer, writer)
        elif question.opened.answer != answer:
            if question.live_revision_id and not reviewer:
                raise Wrong(line, _("Readers see a different answer to this. Only a reviewed file can change it."))
            _answer(question, question.opened.question, answer, question.opened.writer)
        revision = question.opened
        if reviewer and on and not revision.reviewed_on and not is_own_work(revision, reviewer, None):
            record_review(revision=revision, reviewer=reviewer, on=on, due=due)
            publish(revision=revision, by=None, on=on)
        yield question


def _answer(question: Question, asked: str, answer: str, writer: Person | None) -> None:
    words = {"question": asked, "answer": answer, "writer": writer}
    save(subject=question, words=words, base=None, by=None, note=_("Imported"))
