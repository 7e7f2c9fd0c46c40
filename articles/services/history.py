"""The admin's record of who did what to an article, for its history page."""

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.models import AbstractUser

from articles.models import Article


def record(*, article: Article, by: AbstractUser, sentence: str, added: bool = False) -> None:
    """One line of history, in the words of the person's language. Call it after the thing is done."""
    LogEntry.objects.log_actions(
        by.pk, [article], ADDITION if added else CHANGE, change_message=sentence, single_object=True
    )
