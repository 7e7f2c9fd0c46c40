from django.db import models


class Worker(models.Model):
    """A process that delivers: it writes this row while it lives, and takes it away when it ends by itself."""

    name = models.CharField(max_length=200, unique=True)  # host and process number
    version = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()
    turned_at = models.DateTimeField()  # when the slowest of its threads last finished a turn
    in_hand = models.PositiveSmallIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
