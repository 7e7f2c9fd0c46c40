from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.models.tag import Tag
from markup.names import AddressField, FoldedField, can_be_seen, in_small_letters
from markup.rendering import stored
from review.models import Reviewed, ReviewedQuerySet, Revision, Shown, live_revision, revision_constraints

ASKED = (
    "slug",
    *(f"live_revision__{name}" for name in ("question", "html", "reviewed_on")),
    *(f"live_revision__reviewer__{name}" for name in ("slug", "name", "credentials", "invented")),
)


PER_PAGE = 80  # of the list for readers
LOOKED_AT = 40  # of a tag's, of which the first are shown


class QuestionQuerySet(ReviewedQuerySet["Question"]):
    def listed(self) -> "QuestionQuerySet":
        """In the order of the list's pages: an answer stays on its page when others are added."""
        return self.published().order_by("pk")

    def of_tag(self, tag: int) -> "QuestionQuerySet":
        """Of those that got it last: a tag's page does not sort all that it has."""
        tagged = Question.tags.through.objects.filter(tag=tag).order_by("-pk")
        return self.filter(pk__in=tagged.values("question")[:LOOKED_AT])

    def asked(self) -> "QuestionQuerySet":
        """What a page shows of them: all else is most of what a row weighs."""
        return self.select_related(None).select_related("live_revision__reviewer").only(*ASKED)


class Question(Reviewed):
    """A question that readers ask and its answer, shown under the articles that share its tags."""

    slug = AddressField(
        _("address"),
        unique=True,
        max_length=120,
        help_text=_("The last part of its address, made from the question. It does not change later."),
    )
    tags = models.ManyToManyField(
        Tag,
        blank=True,
        related_name="questions",
        help_text=_("It shows under articles that have one of these tags."),
    )
    live_revision = live_revision("articles.QuestionRevision")

    question, answer, html = Shown(), Shown(), Shown()

    objects = QuestionQuerySet.as_manager()

    class Meta(Reviewed.Meta):
        ordering = ["live_revision__question", "pk"]
        constraints = [*Reviewed.Meta.constraints, *in_small_letters()]

    def __str__(self) -> str:
        return str(self.question) or self.slug

    def get_absolute_url(self) -> str:
        return f"{reverse('questions')}#{self.slug}"

    @property
    def page(self) -> int:
        """Of the list for readers, on which it is."""
        return Question.objects.listed().filter(pk__lt=self.pk).count() // PER_PAGE + 1

    @property
    def lasting_url(self) -> str:
        """Holds on whatever page of the list it is. For the first page, which most sites have alone, it is short."""
        return self.get_absolute_url() if self.page == 1 else f"{reverse('questions')}?of={self.slug}#{self.slug}"

    @property
    def answer_html(self) -> SafeString:
        return stored(self.html)


class QuestionRevision(Revision):
    subject = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="revisions")
    question = models.CharField(
        max_length=200, help_text=_("As a reader would ask it. One sentence, with a question mark.")
    )
    question_folded = FoldedField("question", unique=False, db_index=True)
    answer = models.TextField(max_length=2000, help_text=_("A few sentences. Give each number its source, as a link."))
    html = models.TextField()

    class Meta(Revision.Meta):
        constraints = [
            *revision_constraints("subject"),
            models.CheckConstraint(condition=~Q(question="") & ~Q(answer=""), name="question_and_answer_both"),
            can_be_seen("question_folded"),
        ]

    def __str__(self) -> str:
        return self.question
