from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from markup.rendering import MAX_LENGTH, Heading, Parts, parts, stored
from review.models import Revision, revision_constraints


class ArticleRevision(Revision):
    OWNER = "article"

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="revisions")
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=300, blank=True)
    body = models.TextField(_("text"), max_length=MAX_LENGTH)
    html = models.TextField()
    headings = models.JSONField(default=list)
    links = models.JSONField(default=list)  # every address that the text links to, once
    words = models.PositiveIntegerField()
    reading_minutes = models.PositiveSmallIntegerField()
    grade = models.FloatField(_("reading grade"), null=True)
    card = models.CharField(max_length=32, blank=True, editable=False)  # the name of the picture drawn for it

    class Meta(Revision.Meta):
        indexes = [*Revision.Meta.indexes, models.Index(fields=["card"], name="revision_card")]
        constraints = [
            *revision_constraints("article"),
            models.CheckConstraint(
                condition=Q(card="") | Q(published_at__isnull=False), name="only_what_was_published_has_a_card"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"

    def get_absolute_url(self) -> str:
        return reverse("article", args=[self.article.slug])

    @property
    def subject(self) -> Article:
        return self.article

    @property
    def text(self) -> SafeString:
        return stored(self.html)

    @cached_property
    def parts(self) -> Parts:
        """With the box that is under the title because a life depends on it, if the text begins so."""
        return parts(self.html)

    @property
    def contents(self) -> list[Heading]:
        return [Heading(**heading) for heading in self.headings]


class Source(models.Model):
    """Where a statement comes from. The text cites it by its position: `[^1]`."""

    revision = models.ForeignKey(ArticleRevision, on_delete=models.CASCADE, related_name="sources")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    publisher = models.CharField(max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)
    checked_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["revision", "position"], name="source_position_once")]

    def __str__(self) -> str:
        return self.title
