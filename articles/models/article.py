from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.models.question import Question
from articles.models.tag import Tag
from facilities.models import City
from markup.names import AddressField, in_small_letters
from markup.rendering import MAX_LENGTH, Heading, Parts, parts, stored
from programs.models import Phase
from review.models import Reviewed, ReviewedQuerySet, Revision, live_revision, revision_constraints
from search.prepared import Prepared

LOOKED_AT, TAGS = 60, 5  # articles, and tags that most of them have
NEWEST, QUESTIONS = 8, 6  # what pages of phases and cities show
PHASE, CITY = 3, 4  # as in `Listed`, which rests on this module
ROLES = ("writer", "editor", "reviewer")
FED = (
    *("slug", "key", "published_on"),
    *(f"live_revision__{name}" for name in ("title", "summary", "html", "published_at")),
    *(f"live_revision__writer__{name}" for name in ("name", "credentials", "invented")),
)
HEAD = (
    *("slug", "published_on", "city__name", "city__state", "live_revision__title", "live_revision__summary"),
    *("live_revision__reviewed_on", "live_revision__reading_minutes", "live_revision__reviewer__invented"),
)


class ArticleQuerySet(ReviewedQuerySet["Article"]):
    def published(self) -> "ArticleQuerySet":
        """Newest first."""
        return super().published().select_related("live_revision", "city").order_by("-published_on", "-pk")

    def newest(self, kind: int = 0, of: int = 0) -> "ArticleQuerySet":
        """The published ones of a list of `Listed`, newest first. Take the first few: those are found by one index.

        From all articles, whatever this was narrowed to.
        """
        found = Article.objects.published().filter(listed__kind=kind, listed__of=of)
        return found.order_by("-listed__published_on", "-listed__article_id")

    def newest_of_phase(self, phase: Phase) -> "list[Article]":
        """For code below, which knows articles by their reverse relation alone."""
        return _OF_PHASE.rows(phase.pk)

    def newest_of_city(self, city: City) -> "list[Article]":
        return _OF_CITY.rows(city.pk)

    def whole(self) -> "ArticleQuerySet":
        """For an article's page: with what is shown next to it, without what no reader sees."""
        hidden = ("body", "links", *(f"{role}__{name}" for role in ROLES for name in ("bio", "conflicts")))
        return self.select_related("beside").defer(*(f"live_revision__{name}" for name in hidden))

    def fed(self) -> "ArticleQuerySet":
        """For the feed: its text, and who wrote it."""
        found = self.select_related(None).select_related("live_revision__writer").prefetch_related("tags")
        return found.only(*FED)

    def heads(self) -> "ArticleQuerySet":
        """For lists, which show no text: that is most of what a row weighs."""
        return self.select_related(None).select_related("live_revision__reviewer", "city").only(*HEAD)

    def questions_of_phase(self, phase: Phase) -> list[Question]:
        """Reviewed questions that share a tag with its newest articles; most articles shared first."""
        tags = _TAGS_OF_PHASE.rows(phase.pk)
        return _SHARING.rows(*(value for pair in tags for value in pair)) if tags else []


def _tags_of_phase(phase: int) -> "QuerySet[Any, Any]":
    newest = Article.objects.newest(PHASE, phase).values("pk")[:LOOKED_AT]
    through: Any = Article.tags.through.objects.filter(article__in=newest)
    counted = through.values("tag").annotate(many=Count("pk"))
    most: QuerySet[Any, Any] = counted.order_by("-many", "tag").values_list("tag", "many")[:TAGS]
    return most


def _sharing(*tags_and_weights: int) -> "QuerySet[Question]":
    """By narrow rows first: answers are wide, and would be sorted too."""
    weights = dict(zip(tags_and_weights[::2], tags_and_weights[1::2], strict=True))
    through: Any = Question.tags.through.objects
    tagged = through.filter(tag__in=list(weights))
    newest = tagged.order_by("-pk").values("pk")[: LOOKED_AT * TAGS]
    shared = Sum(Case(*(When(tag=tag, then=many) for tag, many in weights.items()), default=0))
    live = (
        through.filter(pk__in=newest, question__live_revision__isnull=False).values("question").annotate(shared=shared)
    )
    most = live.order_by("-shared", "question__live_revision__question").values("question")[:QUESTIONS]
    its = tagged.filter(question=OuterRef("pk")).values("question").annotate(shared=shared).values("shared")
    found = Question.objects.published().asked().filter(pk__in=most)
    return found.order_by(Subquery(its).desc(), "live_revision__question")


_OF_PHASE = Prepared(lambda phase: Article.objects.newest(PHASE, phase).heads()[:NEWEST])
_OF_CITY = Prepared(lambda city: Article.objects.newest(CITY, city).heads()[:NEWEST])
_TAGS_OF_PHASE = Prepared(_tags_of_phase)
_SHARING = Prepared(_sharing)


class Article(Reviewed):
    """An address and what is there. Its words are in revisions; readers see the live one."""

    slug = AddressField(unique=True, max_length=120)
    key = models.UUIDField(default=uuid4, unique=True, editable=False)  # in feeds, whatever its address becomes
    tags = models.ManyToManyField(Tag, blank=True, related_name="articles")
    phases = models.ManyToManyField(Phase, blank=True, related_name="articles", verbose_name=_("phases of care"))
    city = models.ForeignKey(City, on_delete=models.PROTECT, null=True, blank=True, related_name="articles")
    next_step = models.CharField(
        _("next step"),
        max_length=20,
        blank=True,
        help_text=_("Where the article leads at its end. If you leave it empty, the tags and phases decide."),
    )
    questions = models.ManyToManyField(Question, through="ArticleQuestion", related_name="chosen_by")
    live_revision = live_revision("articles.ArticleRevision")

    objects = ArticleQuerySet.as_manager()

    class Meta(Reviewed.Meta):
        ordering = ["-pk"]
        constraints = [*Reviewed.Meta.constraints, *in_small_letters()]

    def __str__(self) -> str:
        return self.shown.title if self.shown else self.slug

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
        default=timezone.localdate, help_text=_("The day the page was corrected. Readers see it.")
    )
    was = models.TextField(
        _("what it said"), help_text=_("The words that were wrong, exactly as they were. Readers see this.")
    )
    now = models.TextField(
        _("what is right"), help_text=_("What readers should know instead, in plain words. Readers see this too.")
    )

    class Meta:
        ordering = ["-corrected_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.article}, {self.corrected_on}"


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
