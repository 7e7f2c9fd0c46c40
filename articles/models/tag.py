from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse


class TagQuerySet(models.QuerySet["Tag"]):
    def published(self) -> "TagQuerySet":
        """Those with something for readers under them."""
        from articles.models.article import Article
        from articles.models.question import Question

        return self.filter(
            Exists(Article.objects.published().filter(tags=OuterRef("pk")))
            | Exists(Question.objects.published().filter(tags=OuterRef("pk")))
        )


class Tag(models.Model):
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=60, unique=True)
    description = models.CharField(max_length=300, blank=True)

    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("tag", args=[self.slug])
