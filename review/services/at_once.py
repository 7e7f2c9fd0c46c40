"""Small rows that are under no review, such as a tag or a wording: readers see them as soon as they are saved."""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from review.rights import may
from search.services import public_changed


@transaction.atomic
def keep(*, row: Any, by: AbstractUser | None) -> None:
    may(right("change" if row.pk else "add", row), by)
    row.save()
    public_changed()


@transaction.atomic
def drop(*, row: Any, by: AbstractUser | None) -> None:
    may(right("delete", row), by)
    row.delete()
    public_changed()


def right(verb: str, row: Any) -> str:
    """As the admin names it, such as "articles.change_tag"."""
    return f"{row._meta.app_label}.{verb}_{row._meta.model_name}"
