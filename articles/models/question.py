from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.models.person import Person
from articles.models.tag import Tag
from markup.rendering import stored


class QuestionQuerySet(models.QuerySet["Question"]):
    def published(self) -> "QuestionQuerySet":
        """Those whose present words were reviewed. Changing the words takes the review away."""
        return self.filter(reviewed_on__isnull=False)


class Question(models.Model):
    """A question that readers ask and its answer, shown under the articles that share its tags."""

    slug = models.SlugField(unique=True, max_length=120)
    question = models.CharField(max_length=200, unique=True)
    answer = models.TextField(max_length=2000, help_text=_("Markdown, a few sentences. Each number needs its source."))
    html = models.TextField(editable=False)
    tags = models.ManyToManyField(Tag, blank=True, related_name="questions")
    writer = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    reviewer = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    reviewed_on = models.DateField(null=True, blank=True, editable=False)
    next_review_due = models.DateField(null=True, blank=True, editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["question"]
        constraints = [
            models.CheckConstraint(condition=~Q(question="") & ~Q(answer=""), name="question_and_answer_both"),
            models.CheckConstraint(
                condition=Q(reviewed_on__isnull=True) | Q(reviewer__isnull=False), name="question_review_has_reviewer"
            ),
            models.CheckConstraint(
                condition=Q(reviewer__isnull=True) | Q(writer__isnull=True) | ~Q(reviewer=F("writer")),
                name="question_reviewer_is_not_writer",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | Q(saved_by__isnull=True) | ~Q(reviewed_by=F("saved_by")),
                name="nobody_reviews_a_question_they_saved",
            ),
        ]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        return f"{reverse('questions')}#{self.slug}"

    @property
    def answer_html(self) -> SafeString:
        return stored(self.html)
