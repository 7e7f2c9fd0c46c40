"""Questions and their reviews."""

from datetime import date

from django.contrib.auth.models import AbstractUser

from articles.kinds import QUESTIONS
from articles.models import Person, Question
from articles.services import beside, reviews
from articles.services.revising import several_lines
from markup.characters import one_line
from markup.rendering import render


def save_question(*, question: Question, by: AbstractUser | None) -> None:
    """Save the words. Words that differ from the reviewed ones lose their review and leave readers' pages."""
    question.question, question.answer = one_line(question.question), several_lines(question.answer)
    question.html = render(question.answer).html
    words, others = ("question", "answer", "writer"), ("slug", "html")
    reviews.save_words(row=question, words=words, others=others, source=QUESTIONS, by=by)


def review_question(*, question: Question, by: AbstractUser, next_review_due: date | None = None) -> None:
    reviews.review(row=question, source=QUESTIONS, by=by, next_review_due=next_review_due)
    beside.question_changed(question)


def record_question_review(
    *, question: Question, reviewer: Person, by: AbstractUser | None, on: date, due: date | None
) -> None:
    """Write a review down. `by` is None for one that happened elsewhere and was imported."""
    reviews.record(row=question, source=QUESTIONS, reviewer=reviewer, by=by, on=on, due=due)
    beside.question_changed(question)
