from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models.reviewed import Reviewed, ReviewedQuerySet, review_constraints
from markup.names import AddressField, FoldedField, NameField, can_be_seen, in_small_letters


class TermQuerySet(ReviewedQuerySet["Term"]):
    pass


class Term(Reviewed):
    """A word of the field and what it means in plain words. Articles that use it explain it."""

    slug = AddressField(
        _("address"),
        unique=True,
        max_length=80,
        help_text=_("The last part of its address, made from the term. It stays as it is later."),
    )
    term = NameField(max_length=80, help_text=_("As it stands in a text, small letters but for names: naloxone."))
    term_folded = FoldedField("term")
    also_called = models.CharField(
        max_length=300,
        blank=True,
        help_text=_(
            "Other names and short forms, with commas between. Articles that use one of these explain it too."
        ),
    )
    meaning = models.TextField(
        max_length=600,
        help_text=_("What it means, in two or three plain sentences. Say it as you would to a neighbor."),
    )
    source_title = models.CharField(
        _("source"), max_length=300, help_text=_("The page or paper that says so, by its title.")
    )
    source_url = models.URLField(
        _("source’s address"), max_length=500, help_text=_("Where to read it. Begin with https://.")
    )
    source_checked_on = models.DateField(
        _("source checked on"), null=True, blank=True, help_text=_("The day on which you read it there.")
    )

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ["term"]
        verbose_name_plural = _("terms of the glossary")
        constraints = [
            models.CheckConstraint(
                condition=~Q(term="") & ~Q(meaning="") & ~Q(source_title="") & ~Q(source_url=""),
                name="term_has_meaning_and_source",
            ),
            *review_constraints("term"),
            can_be_seen("term_folded"),
            *in_small_letters(),
        ]

    def __str__(self) -> str:
        return self.term

    def get_absolute_url(self) -> str:
        return f"{reverse('glossary')}#{self.slug}"

    @property
    def names(self) -> list[str]:
        """The term and what else it is called."""
        return [self.term, *filter(None, (name.strip() for name in self.also_called.split(",")))]
