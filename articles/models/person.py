from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from articles.models.article import ArticleQuerySet


class PersonQuerySet(models.QuerySet["Person"]):
    def published(self) -> "PersonQuerySet":
        """Those whom a page for readers names: in the byline of a live article, or on a reviewed question."""
        from articles.models.article import Article
        from articles.models.question import Question

        live = Article.objects.published()
        questions = Question.objects.published()
        return self.filter(
            Q(pk__in=live.values("live_revision__writer"))
            | Q(pk__in=live.values("live_revision__editor"))
            | Q(pk__in=live.values("live_revision__reviewer"))
            | Q(pk__in=questions.values("writer"))
            | Q(pk__in=questions.values("reviewer"))
        )


class Person(models.Model):
    """Someone in a byline: who they are to readers. Their log-in, if they have one, is `user`."""

    slug = models.SlugField(unique=True, max_length=80)
    name = models.CharField(max_length=120, unique=True)
    credentials = models.CharField(
        max_length=120, blank=True, help_text=_("Degrees and licences as written after the name, such as MD, FASAM.")
    )
    credentials_url = models.URLField(
        _("where to check the credentials"),
        blank=True,
        help_text=_("A public page of the licensing board or the like. Reviewing needs it."),
    )
    bio = models.TextField(
        max_length=2000, blank=True, help_text=_("Plain text: who they are, in two or three sentences.")
    )
    conflicts = models.TextField(
        _("conflicts of interest"),
        max_length=2000,
        blank=True,
        help_text=_("Plain text. Empty shows “None declared”."),
    )
    invented = models.BooleanField(
        default=False, help_text=_("For demo content: their page says that this person does not exist.")
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("log-in"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="person",
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return f"{self.name}, {self.credentials}" if self.credentials else self.name

    def get_absolute_url(self) -> str:
        return reverse("person", args=[self.slug])

    @property
    def can_review(self) -> bool:
        """Readers can only trust a review whose author they can check."""
        return bool(self.credentials and self.credentials_url)

    def bylines(self) -> "ArticleQuerySet":
        """Live articles that name this person in any of the three roles, newest first."""
        from articles.models.article import Article

        return Article.objects.published().filter(
            Q(live_revision__writer=self) | Q(live_revision__editor=self) | Q(live_revision__reviewer=self)
        )
