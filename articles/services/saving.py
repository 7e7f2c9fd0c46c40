"""Saving an article: its words as a new revision, and its place (address, tags, phases, city, questions). And what is
no words of questions and terms: whether one asks this already, their tags, and a new row.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from articles.kinds import QUESTIONS
from articles.models import Article, ArticleQuestion, FormerSlug, Question, QuestionRevision, Tag, Term
from articles.related import STEPS
from articles.services.listing import bring_in_step, question_changed
from articles.words import Words, words_of
from facilities.models import City
from markup.characters import one_line
from markup.names import fold
from programs.models import Phase
from review.refusals import Refused
from review.rights import PUBLISH, WRITE, may
from review.services import revising
from review.services.people import free_slug
from search.services import refresh


@dataclass(frozen=True)
class Placement:
    """Where an article stands. Questions are in the editor's order."""

    slug: str
    tags: frozenset[Tag] = frozenset()
    phases: frozenset[Phase] = frozenset()
    city: City | None = None
    questions: tuple[Question, ...] = ()
    next_step: str = ""

    def lines(self) -> str:
        """For a person who compares two versions."""
        rows = (
            (_("Address"), self.slug),
            (_("City"), str(self.city or "")),
            (_("Phases of care"), ", ".join(sorted(map(str, self.phases)))),
            (_("Tags"), ", ".join(sorted(map(str, self.tags)))),
            (_("Next step"), str(STEPS.get(self.next_step, ""))),
            (_("Related questions"), "; ".join(map(str, self.questions))),
        )
        return "\n".join(f"{name}: {value or '—'}" for name, value in rows)


def placement_of(article: Article) -> Placement:
    return Placement(
        slug=article.slug,
        tags=frozenset(article.tags.all()),
        phases=frozenset(article.phases.all()),
        city=article.city,
        next_step=article.next_step,
        questions=tuple(chosen.question for chosen in article.chosen_questions.select_related("question")),
    )


@transaction.atomic
def create_article(*, words: Words, place: Placement, by: AbstractUser | None, note: str = "") -> Article:
    """The first save. The same again from the same person (a double click) answers what is there."""
    place = replace(place, slug=place.slug or slugify(words.title)[:100].strip("-") or "article")
    # Of two at once, the second waits here for the first.
    article, created = Article.objects.get_or_create(slug=place.slug)
    latest = None if created else article.latest
    if latest and latest.saved_by == by and words_of(latest) == words and placement_of(article) == place:
        return article
    _refuse_taken(place.slug, article if created else None)
    return save_article(article=article, words=words, place=place, base=0, by=by, note=note)


def save_article(
    *,
    article: Article,
    words: Words,
    place: Placement,
    base: int,
    by: AbstractUser | None,
    note: str = "",
    small: bool = False,
) -> Article:
    """Save on top of the article as it was after `base` edits. Raises Stale when someone has saved since.

    Saving what is already there changes nothing, so a double click is one save.
    """
    saved: Article = revising.save(
        subject=article,
        words=words,
        base=base,
        by=by,
        note=note,
        small=small,
        move=lambda found: moved(found, place, by),
    )
    return saved


def moved(article: Article, place: Placement, by: AbstractUser | None) -> bool:
    """Save where it is, and tell whether that changed. The caller has the article locked."""
    may(WRITE, by)
    if placement_of(article) == place:
        return False
    if article.live_revision_id:
        may(PUBLISH, by)  # it changes readers' page at once, without a review
    _move(article, place)
    return True


def _move(article: Article, place: Placement) -> None:
    if place.slug != article.slug:
        _refuse_taken(place.slug, article)
        article.former_slugs.filter(slug=place.slug).delete()
        if article.published_on:
            FormerSlug.objects.create(slug=article.slug, article=article)
    article.slug, article.city, article.next_step = place.slug, place.city, place.next_step
    article.save(update_fields=["slug", "city", "next_step"])
    article.tags.set(place.tags)
    article.phases.set(place.phases)
    article.chosen_questions.all().delete()
    ArticleQuestion.objects.bulk_create(
        ArticleQuestion(article=article, question=question, position=position)
        for position, question in enumerate(place.questions, start=1)
    )
    if article.live_revision_id or article.withdrawn_on:
        bring_in_step(article.pk)


def _refuse_taken(slug: str, article: Article | None) -> None:
    """An address belongs to one article for good, also after a rename: old links go on leading to it."""
    me = article.pk if article else None
    others = Article.objects.exclude(pk=me) if me else Article.objects.all()
    former = FormerSlug.objects.exclude(article=me) if me else FormerSlug.objects.all()
    if others.filter(slug=slug).exists() or former.filter(slug=slug).exists():
        sentence = _("The address “%(slug)s” belongs to another article. Choose another.")
        raise Refused("slug-taken", sentence % {"slug": slug})


def asking(words: str) -> Question | None:
    """The row that asks this now: to readers, or in its newest words."""
    asked = fold(words)
    found = QuestionRevision.objects.filter(question_folded=asked).select_related("subject__live_revision")
    rows = [revision.subject for revision in found.order_by("-pk")]
    return next((row for row in rows if asked in (fold(row.question), fold(row.opened.question))), None)


def tag_question(*, question: Question, tags: Iterable[Tag], by: AbstractUser | None) -> bool:
    """Tells whether that changes where it shows. It shows at once, so it takes the right to publish what is live."""
    may(WRITE, by)
    wanted = set(tags)
    if set(question.tags.all()) == wanted:
        return False
    if question.live_revision_id:
        may(PUBLISH, by)
    question.tags.set(wanted)
    refresh(QUESTIONS, question.pk)
    question_changed(question)
    return True


@transaction.atomic
def add_row(
    *, model: type[Question] | type[Term], slug: str, words: Any, by: AbstractUser | None, note: str = ""
) -> Any:
    """A new question or term, with its first words."""
    text = one_line(words["question" if model is Question else "term"])
    length = 110 if model is Question else 80
    row = model.objects.create(slug=free_slug(model, slug or text, length))
    return revising.save(subject=row, words=words, base=0, by=by, note=note)
