from django.db import models


class SubmissionCount(models.Model):
    """How often something was sent from one network in one hour or day. Who it was is a keyed digest."""

    visitor = models.CharField(max_length=64, unique=True)
    until = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.until:%Y-%m-%d %H}: {self.count}"
