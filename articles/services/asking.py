"""Questions: finding the one that asks something, and what is no words of it."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from articles.kinds import QUESTIONS
from articles.models import Question, QuestionRevision, Tag, Term
from articles.services.beside import question_changed
from markup.characters import one_line
from markup.names import fold
from review.rights import PUBLISH, WRITE, may
from review.services.people import free_slug
from review.services.revising import save
from search.services import refresh


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
    return save(subject=row, words=words, base=0, by=by, note=note)
