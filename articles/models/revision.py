from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.person import Person
from markup.rendering import MAX_LENGTH, Heading, stored


class ArticleRevision(models.Model):
    """One saved state of an article's words. The words never change afterwards; saving again makes a new row."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Waiting for review")
        SENT_BACK = "sent-back", _("Sent back")
        REVIEWED = "reviewed", _("Reviewed")
        REPLACED = "replaced", _("Replaced by a newer one")

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)

    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=300, blank=True)
    body = models.TextField(_("text"), max_length=MAX_LENGTH)
    html = models.TextField()
    headings = models.JSONField(default=list)
    links = models.JSONField(default=list)  # every address that the text links to, once
    words = models.PositiveIntegerField()
    reading_minutes = models.PositiveSmallIntegerField()
    grade = models.FloatField(_("reading grade"), null=True)

    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField(default=timezone.now)
    change_note = models.CharField(max_length=200, blank=True)

    writer = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    editor = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    edited_on = models.DateField(null=True)
    reviewer = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_on = models.DateField(null=True)
    next_review_due = models.DateField(null=True)
    sent_back_because = models.TextField(blank=True)
    publish_on = models.DateField(_("goes live on"), null=True)
    scheduled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)  # when readers could first read it, also if that was elsewhere
    card = models.CharField(max_length=32, blank=True, editable=False)  # the name of the picture drawn for it

    class Meta:
        ordering = ["-number"]
        # For the lists of what waits: they look for a few rows among all that was ever saved.
        indexes = [
            models.Index(fields=["state", "published_at"], name="revision_state"),
            models.Index(fields=["next_review_due"], name="revision_review_due"),
            models.Index(fields=["publish_on"], condition=Q(publish_on__isnull=False), name="revision_scheduled"),
            models.Index(fields=["card"], name="revision_card"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="revision_number_once_an_article"),
            models.CheckConstraint(
                condition=Q(reviewer__isnull=True) | Q(writer__isnull=True) | ~Q(reviewer=F("writer")),
                name="reviewer_is_not_the_writer",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | Q(saved_by__isnull=True) | ~Q(reviewed_by=F("saved_by")),
                name="nobody_reviews_what_they_saved",
            ),
            models.CheckConstraint(
                condition=~Q(state="reviewed") | (Q(reviewer__isnull=False) & Q(reviewed_on__isnull=False)),
                name="reviewed_says_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=Q(publish_on__isnull=True) | Q(state="reviewed"), name="only_reviewed_is_scheduled"
            ),
            models.CheckConstraint(
                condition=Q(card="") | Q(published_at__isnull=False), name="only_what_was_published_has_a_card"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"

    def get_absolute_url(self) -> str:
        return reverse("article", args=[self.article.slug])

    @property
    def text(self) -> SafeString:
        return stored(self.html)

    @property
    def contents(self) -> list[Heading]:
        return [Heading(**heading) for heading in self.headings]

    @property
    def is_live(self) -> bool:
        return self.article.live_revision_id == self.pk

    @property
    def byline(self) -> list[tuple[str, Person]]:
        """The three roles that are signed, in order, each with its person."""
        roles = (
            (_("Written by"), self.writer),
            (_("Edited by"), self.editor),
            (_("Medically reviewed by"), self.reviewer),
        )
        return [(str(role), person) for role, person in roles if person]


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
