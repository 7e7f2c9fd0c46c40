"""What readers can find, and how often that has changed."""

from django.db import models


class PublicVersion(models.Model):
    """One row, made by a migration: a number that grows with every change of what readers can see.

    Rendered pages are cached under it, so a page made before a change is never served after it.
    """

    number = models.PositiveBigIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_public_version")]

    def __str__(self) -> str:
        return str(self.number)
