"""New versions of the words beside the box. What somebody agreed to stays as it was."""

from django.contrib.auth.models import AbstractUser
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from contact import consent_words
from contact.models import ConsentText
from review.refusals import Refused
from review.rights import may
from search.services import public_changed


def new_text(*, heading: str, words: str, after: int, by: AbstractUser | None) -> ConsentText:
    """The version that visitors see from now on. `after` is the one it was written upon.

    Raises Refused if there is a newer one: it may say what this one leaves out.
    """
    may("contact.add_consenttext", by)
    stale = Refused("stale", _("A colleague made a new version meanwhile. Read it, then write yours upon it."))
    if consent_words.current_text().version != after:
        raise stale
    try:
        with transaction.atomic():
            text = ConsentText.objects.create(version=after + 1, heading=heading, words=words)
            public_changed()
    except IntegrityError:
        raise stale from None
    return text
