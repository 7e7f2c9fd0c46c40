"""Terms of the glossary and their reviews."""

from datetime import date

from django.contrib.auth.models import AbstractUser

from articles.kinds import TERMS
from articles.models import Person, Term
from articles.services import beside, reviews
from markup.characters import one_line

WORDS = ("term", "also_called", "meaning", "source_title", "source_url", "writer")


def save_term(*, term: Term, by: AbstractUser | None) -> None:
    """Save the words. Words that differ from the reviewed ones lose their review and leave readers' pages."""
    for name in ("term", "also_called", "meaning", "source_title"):
        setattr(term, name, one_line(getattr(term, name)))
    reviews.save_words(row=term, words=WORDS, others=("slug", "source_checked_on"), source=TERMS, by=by)


def review_term(*, term: Term, by: AbstractUser, next_review_due: date | None = None) -> None:
    reviews.review(row=term, source=TERMS, by=by, next_review_due=next_review_due)
    beside.term_changed()


def record_term_review(*, term: Term, reviewer: Person, by: AbstractUser | None, on: date, due: date | None) -> None:
    """Write a review down. `by` is None for one that happened elsewhere and was imported."""
    reviews.record(row=term, source=TERMS, reviewer=reviewer, by=by, on=on, due=due)
    beside.term_changed()
