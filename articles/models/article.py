from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.question import Question, QuestionQuerySet
from articles.models.tag import Tag
from facilities.models import City
from markup.names import AddressField, in_small_letters
from programs.models import Phase

if TYPE_CHECKING:
    from articles.models.revision import ArticleRevision


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> "ArticleQuerySet":
        """What readers may see, newest first. The one rule: a live revision is set."""
        return (
            self.filter(live_revision__isnull=False)
            .select_related(
                "live_revision__writer", "live_revision__editor", "live_revision__reviewer", "live_revision", "city"
            )
            .order_by("-published_on", "-pk")
        )

    def questions(self) -> "QuestionQuerySet":
        """Reviewed questions that share a tag with any of these articles; most articles shared first."""
        tagged = Count("tags__articles", filter=Q(tags__articles__in=self.values("pk")), distinct=True)
        found = Question.objects.published().select_related("reviewer").annotate(shared=tagged)
        return found.filter(shared__gt=0).order_by("-shared", "question")

    def withdrawn(self) -> "ArticleQuerySet":
        return self.filter(withdrawn_on__isnull=False).order_by("-withdrawn_on", "-pk")


class Article(models.Model):
    """An address and what stands there. Its words are in revisions; readers see the live one."""

    slug = AddressField(unique=True, max_length=120)
    key = models.UUIDField(default=uuid4, unique=True, editable=False)  # in feeds, whatever its address becomes
    edits = models.PositiveIntegerField(default=0, editable=False)  # saves so far: tells two editors apart
    tags = models.ManyToManyField(Tag, blank=True, related_name="articles")
    phases = models.ManyToManyField(Phase, blank=True, related_name="articles", verbose_name=_("phases of care"))
    city = models.ForeignKey(City, on_delete=models.PROTECT, null=True, blank=True, related_name="articles")
    questions = models.ManyToManyField(Question, through="ArticleQuestion", related_name="chosen_by")
    live_revision = models.OneToOneField(
        "articles.ArticleRevision", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    published_on = models.DateField(_("first published"), null=True, editable=False)
    withdrawn_on = models.DateField(null=True, editable=False)
    withdrawn_because = models.TextField(blank=True, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        permissions = [
            ("submit_article", _("Can hand in an article for review")),
            ("edit_article", _("Can sign an article as edited, and send it back")),
            ("review_article", _("Can review an article medically, and send it back")),
            ("publish_article", _("Can publish, schedule, withdraw and roll back articles")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(live_revision__isnull=True) | Q(published_on__isnull=False),
                name="live_article_has_publication_date",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | (Q(live_revision__isnull=True) & ~Q(withdrawn_because="")),
                name="withdrawn_article_is_not_live_and_says_why",
            ),
            *in_small_letters(),
        ]

    def __str__(self) -> str:
        latest = self.latest
        return latest.title if latest else self.slug

    def get_absolute_url(self) -> str:
        return reverse("article", args=[self.slug])

    @property
    def latest(self) -> "ArticleRevision | None":
        return self.revisions.order_by("-number").first()

    @property
    def changed_since_review(self) -> bool:
        """Live, and a newer revision is under way that readers do not see yet."""
        latest = self.latest
        return bool(self.live_revision_id and latest and not latest.published_at)

    @property
    def review_overdue(self) -> bool:
        due = self.live_revision and self.live_revision.next_review_due
        return bool(due and due < timezone.localdate())


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

    slug = AddressField(unique=True, max_length=120)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="former_slugs")

    class Meta:
        constraints = in_small_letters()

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
