"""The four rights, the same for every kind of words; and how a service asks for any right."""

from typing import Final

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext as _

from review.refusals import Refused

WRITE: Final = "review.write_words"
EDIT: Final = "review.edit_words"
REVIEW: Final = "review.review_words"
PUBLISH: Final = "review.publish_words"


def may(right: str, by: AbstractUser | None) -> None:
    """Refuses whoever has not this right. `by` is None for the clock, and for what a file or a command brings."""
    if by is not None and not holds(by, right):
        raise Refused("not-your-role", _("Your role does not include this step. Ask a site manager."))


def holds(by: AbstractUser, *rights: str) -> bool:
    """Any one of these is enough. A log-in that was switched off holds none."""
    return by.is_active and any(map(by.has_perm, rights))
