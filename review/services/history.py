"""Who did what to a reviewed thing, for its history page."""

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.models import AbstractUser

from review.models import Reviewed


def record(*, subject: Reviewed, by: AbstractUser | None, sentence: str, added: bool = False) -> None:
    """One line, in the words of the person's language. Call it after the thing is done.

    What came from a file has no line: no one here decided it.
    """
    if by is not None:
        flag = ADDITION if added else CHANGE
        LogEntry.objects.log_actions(by.pk, [subject], flag, change_message=sentence, single_object=True)
