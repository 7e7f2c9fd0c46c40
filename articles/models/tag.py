from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from markup.names import AddressField, FoldedField, NamedRows, NameField, can_be_seen, in_small_letters


class TagQuerySet(NamedRows["Tag"]):
    def published(self) -> "TagQuerySet":
        """Those with something for readers under them."""
        return self.filter(Exists(_published("articles")) | Exists(_published("questions")))


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


def _published(relation: str) -> "QuerySet[Any]":
    """What readers may see of the kind at the other end of a relation to tags: those models stand on this one."""
    kind: Any = Tag._meta.get_field(relation).related_model
    found: QuerySet[Any] = kind.objects.published().filter(tags=OuterRef("pk"))
    return found
