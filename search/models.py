"""What readers can find, and how often that has changed."""

from django.db import models
from django.utils import timezone


class PublicVersion(models.Model):
    """One row, made by a migration: a number that grows with every change of what readers can see.

    Rendered pages are cached under it, so a page made before a change is never served after it.
    """

    number = models.PositiveBigIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_public_version")]

    def __str__(self) -> str:
        return str(self.number)


class Document(models.Model):
    """A public page as the search sees it. Written by `search.services` alone: beside each row stands an index of
    its words, which SQLite does not keep in step by itself.
    """

    kind = models.SlugField(max_length=20, db_index=False)
    key = models.CharField(max_length=100)
    url = models.CharField(max_length=500)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)  # plain
    keywords = models.TextField(blank=True)  # found, never shown
    weight = models.PositiveSmallIntegerField(default=1)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="document_kind_and_key")]

    def __str__(self) -> str:
        return self.title


class Word(models.Model):
    """A word of some document, as it is written there: what a mistyped word may have meant."""

    word = models.CharField(max_length=40, primary_key=True)

    def __str__(self) -> str:
        return self.word
