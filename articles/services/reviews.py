"""Saving and reviewing what has one set of words and no revisions: questions and terms."""

from collections.abc import Sequence
from datetime import date

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Person
from articles.models.reviewed import Reviewed
from articles.services.own_work import refuse_own_work
from articles.services.publishing import REVIEW_HOLDS, person_of, refuse_past
from review.refusals import Refused
from search.kinds import Kind
from search.services import refresh

_REVIEW = ("reviewer", "reviewed_by", "reviewed_on", "next_review_due")


@transaction.atomic
def save_words(
    *, row: Reviewed, words: Sequence[str], others: Sequence[str], source: Kind, by: AbstractUser | None
) -> None:
    """Save `words`, which a review stands for, and `others`. Words that differ from the reviewed ones lose their
    review and leave readers' pages.
    """
    before = type(row)._default_manager.select_for_update().filter(pk=row.pk).first()
    fields = [*words, *others]
    if not before or any(getattr(before, name) != getattr(row, name) for name in words):
        row.saved_by_id = by.pk if by else None
        row.reviewer = row.reviewed_by = row.reviewed_on = row.next_review_due = None
        fields += ["saved_by", *_REVIEW]
        _note(row, before, fields)
    else:
        row.save(update_fields=fields)
    refresh(source, row.pk)


def _note(row: Reviewed, before: Reviewed | None, fields: list[str]) -> None:
    """Who saved and who is named, on top of all since the last review."""
    row.save(update_fields=fields if before else None)
    if before and before.reviewed_on:
        row.savers.clear()
        row.writers.clear()
    if row.saved_by_id:
        row.savers.add(row.saved_by_id)
    if row.writer_id:
        row.writers.add(row.writer_id)


@transaction.atomic
def review(*, row: Reviewed, source: Kind, by: AbstractUser, next_review_due: date | None) -> None:
    row = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if not by.has_perm("articles.review_article"):
        raise Refused("not-your-role", _("Your role does not include this step. Ask a site manager."))
    reviewer = person_of(by)
    if not reviewer.can_review:
        raise Refused("no-credentials", _("Add your credentials and where to check them, under People, first."))
    if row.writer is None:
        raise Refused("no-writer", _("Say who wrote the words first, so that nobody reviews their own."))
    _refuse_own_work(row, reviewer, by)
    refuse_past(next_review_due)
    record(row=row, source=source, reviewer=reviewer, by=by, on=timezone.localdate(), due=next_review_due)


@transaction.atomic
def record(
    *, row: Reviewed, source: Kind, reviewer: Person, by: AbstractUser | None, on: date, due: date | None
) -> None:
    """Write a review down. `by` is None for one that happened elsewhere and was imported."""
    _refuse_own_work(row, reviewer, by)
    row.reviewer, row.reviewed_on = reviewer, on
    row.reviewed_by_id = by.pk if by else None
    row.next_review_due = due or on + REVIEW_HOLDS
    row.save(update_fields=_REVIEW)
    refresh(source, row.pk)


def _refuse_own_work(row: Reviewed, reviewer: Person, by: AbstractUser | None) -> None:
    writers = [*row.writers.all(), *([row.writer] if row.writer else [])]
    savers = {row.saved_by_id, *row.savers.values_list("pk", flat=True)}
    refuse_own_work(reviewer=reviewer, by=by, writers=writers, savers=savers)
