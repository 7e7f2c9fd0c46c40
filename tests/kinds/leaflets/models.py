from django.db import models
from django.urls import reverse


class LeafletQuerySet(models.QuerySet["Leaflet"]):
    def published(self) -> "LeafletQuerySet":
        """What readers may see, newest first."""
        return self.filter(published_on__isnull=False).order_by("-published_on", "-pk")


class Leaflet(models.Model):
    """A sheet of paper to print and hand out."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=100)
    text = models.TextField()
    more_at = models.URLField()
    published_on = models.DateField(null=True, blank=True)
    next_review_due = models.DateField(null=True, blank=True)

    objects = LeafletQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("leaflet", args=[self.slug])
