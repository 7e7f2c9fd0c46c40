from functools import reduce
from operator import or_
from uuid import uuid4

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.question import Question, QuestionQuerySet
from articles.models.tag import Tag
from facilities.models import City
from programs.models import Phase
from review.models import Person, Reviewed, ReviewedQuerySet, live_revision


class ArticleQuerySet(ReviewedQuerySet["Article"]):
    def published(self) -> "ArticleQuerySet":
        """Newest first."""
        return super().published().select_related("live_revision", "city").order_by("-published_on", "-pk")

    def naming(self, person: Person) -> "ArticleQuerySet":
        """Live articles that name this person in any of the three roles, newest first."""
        roles = (Q(**{f"live_revision__{role}": person}) for role in ("writer", "editor", "reviewer"))
        return self.published().filter(reduce(or_, roles))

    def questions(self) -> "QuestionQuerySet":
        """Reviewed questions that share a tag with any of these articles; most articles shared first."""
        tagged = Count("tags__articles", filter=Q(tags__articles__in=self.values("pk")), distinct=True)
        found = Question.objects.published().annotate(shared=tagged)
        return found.filter(shared__gt=0).order_by("-shared", "live_revision__question")


class Article(Reviewed):
    """An address and what stands there. Its words are in revisions; readers see the live one."""

    slug = models.SlugField(unique=True, max_length=120)
    key = models.UUIDField(default=uuid4, unique=True, editable=False)  # in feeds, whatever its address becomes
    tags = models.ManyToManyField(Tag, blank=True, related_name="articles")
    phases = models.ManyToManyField(Phase, blank=True, related_name="articles", verbose_name=_("phases of care"))
    city = models.ForeignKey(City, on_delete=models.PROTECT, null=True, blank=True, related_name="articles")
    questions = models.ManyToManyField(Question, through="ArticleQuestion", related_name="chosen_by")
    live_revision = live_revision("articles.ArticleRevision")

    objects = ArticleQuerySet.as_manager()

    class Meta(Reviewed.Meta):
        ordering = ["-pk"]

    def __str__(self) -> str:
        latest = self.latest
        return latest.title if latest else self.slug

    def get_absolute_url(self) -> str:
        return reverse("article", args=[self.slug])


class ArticleQuestion(models.Model):
    """A question that an editor chose for an article, in the editor's order."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="chosen_questions")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["article", "question"], name="question_once_an_article")]

    def __str__(self) -> str:
        return str(self.question)


class FormerSlug(models.Model):
    """An address that an article had before. It leads to the present one."""

    slug = models.SlugField(unique=True, max_length=120)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="former_slugs")

    def __str__(self) -> str:
        return self.slug


class Correction(models.Model):
    """Something that a live article had wrong, said in public."""

    article = models.ForeignKey(
        Article,
        on_delete=models.PROTECT,
        related_name="corrections",
        help_text=_("The article that had something wrong."),
    )
    corrected_on = models.DateField(
        default=timezone.localdate, help_text=_("The day on which the page was put right. Readers see it.")
    )
    was = models.TextField(
        _("what it said"), help_text=_("The words that were wrong, as they stood. Readers see this.")
    )
    now = models.TextField(
        _("what is right"), help_text=_("What readers should know instead, in plain words. Readers see this too.")
    )

    class Meta:
        ordering = ["-corrected_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.article}, {self.corrected_on}"
