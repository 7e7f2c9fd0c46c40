from collections.abc import Sequence

from django.db import models
from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from markup.names import AddressField, FoldedField, NamedRows, NameField, can_be_seen, in_small_letters

COUNTED = 100


class Few(Subquery):
    """How many rows a subquery with a limit has."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = models.IntegerField()


class TagQuerySet(NamedRows["Tag"]):
    def published(self) -> "TagQuerySet":
        """Those with something for readers under them."""
        from articles.models.article import Article
        from articles.models.question import Question

        return self.filter(
            Exists(Article.objects.published().filter(tags=OuterRef("pk")))
            | Exists(Question.objects.published().filter(tags=OuterRef("pk")))
        )

    def counted(self, keys: Sequence[int]) -> list["Tag"]:
        """These, in this order, with how many articles and questions they have; beyond `COUNTED`, one more."""
        from articles.models.listed import Listed

        articles = Listed.objects.filter(kind=Listed.Kind.TAG, of=OuterRef("pk")).values("pk")
        asked = Tag.questions.through.objects.filter(tag=OuterRef("pk"), question__live_revision__isnull=False)
        rows = self.filter(pk__in=keys).annotate(
            article_count=Few(articles[: COUNTED + 1]), question_count=Few(asked.values("pk")[: COUNTED + 1])
        )
        found = rows.in_bulk()
        return [found[key] for key in keys if key in found]


class Tag(models.Model):
    slug = AddressField(
        _("address"),
        unique=True,
        help_text=_("The last part of the page’s address, made from the name. It does not change later."),
    )
    name = NameField(max_length=60, help_text=_("One or two words that readers would look for."))
    name_folded = FoldedField("name")
    description = models.CharField(
        max_length=300,
        blank=True,
        help_text=_("One sentence: what do readers find here? It is shown on the tag’s page. You may leave it empty."),
    )

    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [can_be_seen("name_folded"), *in_small_letters()]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("tag", args=[self.slug])
