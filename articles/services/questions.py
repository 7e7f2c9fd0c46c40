"""Questions and their reviews."""

from datetime import date

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.documents import QUESTIONS
from articles.errors import Refused
from articles.models import Person, Question
from articles.services.publishing import REVIEW_HOLDS, person_of, refuse_past
from articles.services.revising import one_line, several_lines
from markup.rendering import render
from search.services import refresh

_WORDS = ("question", "answer", "writer")
_REVIEW = ("reviewer", "reviewed_by", "reviewed_on", "next_review_due")


@transaction.atomic
def save_question(*, question: Question, by: AbstractUser | None) -> None:
    """Save the words. Words that differ from the reviewed ones lose their review and leave readers' pages."""
    question.question, question.answer = one_line(question.question), several_lines(question.answer)
    question.html = render(question.answer).html
    before = Question.objects.select_for_update().filter(pk=question.pk).first()
    fields = [*_WORDS, "slug", "html"]
    if not before or any(getattr(before, name) != getattr(question, name) for name in _WORDS):
        question.saved_by_id = by.pk if by else None
        question.reviewer = question.reviewed_by = question.reviewed_on = question.next_review_due = None
        fields += ["saved_by", *_REVIEW]
    question.save(update_fields=fields if before else None)
    refresh(QUESTIONS, question.pk)


@transaction.atomic
def review_question(*, question: Question, by: AbstractUser, next_review_due: date | None = None) -> None:
    question = Question.objects.select_for_update().get(pk=question.pk)
    if not by.has_perm("articles.review_article"):
        raise Refused("not-your-role", _("Your role does not include this step. Ask a site manager."))
    reviewer = person_of(by)
    if not reviewer.can_review:
        raise Refused("no-credentials", _("Add your credentials and where to check them, under People, first."))
    if question.writer is None:
        raise Refused("no-writer", _("Say who wrote the answer first, so that nobody reviews their own."))
    if reviewer == question.writer or by.pk == question.saved_by_id:
        raise Refused("own-work", _("You wrote or changed this answer, so another person has to review it."))
    refuse_past(next_review_due)
    record_question_review(question=question, reviewer=reviewer, by=by, on=timezone.localdate(), due=next_review_due)


@transaction.atomic
def record_question_review(
    *, question: Question, reviewer: Person, by: AbstractUser | None, on: date, due: date | None
) -> None:
    """Write a review down. `by` is None for one that happened elsewhere and was imported."""
    question.reviewer, question.reviewed_on = reviewer, on
    question.reviewed_by_id = by.pk if by else None
    question.next_review_due = due or on + REVIEW_HOLDS
    question.save(update_fields=_REVIEW)
    refresh(QUESTIONS, question.pk)
