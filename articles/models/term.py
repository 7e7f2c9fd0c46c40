from typing import Final

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from markup.names import AddressField, FoldedField, can_be_seen, in_small_letters
from review.models import Reviewed, ReviewedQuerySet, Revision, Shown, live_revision, revision_constraints

EXPLAINED: Final = (
    "slug",
    *(f"live_revision__{name}" for name in ("term", "also_called", "meaning", "source_title", "source_url")),
    *(f"live_revision__{name}" for name in ("reviewed_on", "reviewer__slug", "reviewer__name")),
    *(f"live_revision__reviewer__{name}" for name in ("credentials", "invented")),
)


class TermQuerySet(ReviewedQuerySet["Term"]):
    def explained(self) -> "TermQuerySet":
        """What a page shows of them."""
        return self.select_related(None).select_related("live_revision__reviewer").only(*EXPLAINED)

    def heads(self) -> list[tuple[int, str, str]]:
        """Key, address and word of those that readers may see, by the alphabet, whatever their case."""
        rows = self.published().order_by("pk").values_list("pk", "slug", "live_revision__term")
        return sorted(rows, key=lambda row: row[2].casefold())


class Term(Reviewed):
    """A word of the field and what it means in plain words. Articles that use it explain it."""

    slug = AddressField(
        _("address"),
        unique=True,
        max_length=80,
        help_text=_("The last part of its address, made from the term. It does not change later."),
    )
    live_revision = live_revision("articles.TermRevision")

    term, also_called, meaning = Shown(), Shown(), Shown()
    source_title, source_url, source_checked_on = Shown(), Shown(), Shown(None)

    objects = TermQuerySet.as_manager()

    class Meta(Reviewed.Meta):
        ordering = ["live_revision__term", "pk"]
        constraints = [*Reviewed.Meta.constraints, *in_small_letters()]
        verbose_name = _("word of the glossary")
        verbose_name_plural = _("words of the glossary")

    def __str__(self) -> str:
        return str(self.term) or self.slug

    def get_absolute_url(self) -> str:
        return f"{reverse('glossary')}#{self.slug}"

    @property
    def names(self) -> list[str]:
        """The term and what else it is called."""
        return [self.term, *filter(None, (name.strip() for name in self.also_called.split(",")))]


class TermRevision(Revision):
    subject = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="revisions")
    term = models.CharField(
        max_length=80, help_text=_("As it is written in a text, in lowercase except for names: naloxone.")
    )
    term_folded = FoldedField("term", unique=False, db_index=True)
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
        _("source’s address"), max_length=500, help_text=_("Where to read it. Start with https://.")
    )
    source_checked_on = models.DateField(
        _("source checked on"), null=True, blank=True, help_text=_("The day on which you read it there.")
    )

    class Meta(Revision.Meta):
        constraints = [
            *revision_constraints("subject"),
            models.CheckConstraint(
                condition=~Q(term="") & ~Q(meaning="") & ~Q(source_title="") & ~Q(source_url=""),
                name="term_has_meaning_and_source",
            ),
            can_be_seen("term_folded"),
        ]

    def __str__(self) -> str:
        return self.term


class Wording(models.Model):
    """A word or phrase that the checklist points at, with a better one. Editors extend the table."""

    class Kind(models.TextChoices):
        PERSON_FIRST = "person-first", _("Person-first language")
        CLAIM = "claim", _("A promise that no one can keep")
        PLAIN = "plain", _("Plain American English")

    kind = models.CharField(
        max_length=20,
        choices=Kind,
        help_text=_("Is it about how we speak of people, what we promise, or plain words?"),
    )
    avoid = models.CharField(
        max_length=80,
        unique=True,
        help_text=_("The word as it is written in a text. Capital or lowercase makes no difference."),
    )
    instead = models.CharField(
        _("better"),
        max_length=200,
        help_text=_("What to write in its place, or why to leave it out. The checklist shows it next to the article."),
    )
    allowed_in = models.CharField(
        max_length=300,
        blank=True,
        help_text=_(
            "Names in which it is right, with commas between, such as: relapse prevention. It may stay empty."
        ),
    )

    class Meta:
        ordering = ["kind", "avoid"]
        verbose_name = _("wording")

    def __str__(self) -> str:
        return self.avoid
