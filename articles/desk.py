"""What waits for whom, for the admin's first page."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import AbstractUser
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.models import Article, ArticleRevision, Question

SOON = timedelta(days=30)
MOST = 20
State = ArticleRevision.State


@dataclass(frozen=True)
class Waiting:
    heading: str | Promise
    empty: str | Promise
    items: list["Article | Question"]
    count: int


def with_latest(articles: "QuerySet[Article]") -> "QuerySet[Article]":
    """Adds the latest revision's number, title, state and people, in one query."""
    newest = ArticleRevision.objects.filter(article=OuterRef("pk")).order_by("-number")
    fields = ("pk", "title", "state", "saved_at", "writer", "writer__user", "writer__name", "saved_by", "publish_on")
    return articles.annotate(**{f"latest_{name.replace('__', '_')}": Subquery(newest.values(name)[:1]) for name in fields})


def waiting_for(user: AbstractUser) -> list[Waiting]:
    """Only lists that this user's role can act on."""
    articles = with_latest(Article.objects.select_related("live_revision"))
    mine = Q(latest_writer_user=user.pk) | Q(latest_saved_by=user.pk)
    today = timezone.localdate()
    due = articles.filter(live_revision__isnull=False).order_by("live_revision__next_review_due")
    lists = []
    if user.has_perm("articles.review_article"):
        others = articles.filter(latest_state=State.SUBMITTED).exclude(latest_writer_user=user.pk)
        lists.append(_list(_("For you to review"), _("Nothing waits for your review."), others.exclude(latest_saved_by=user.pk)))
        unreviewed = Question.objects.filter(reviewed_on=None)
        lists.append(_list(_("Answers to review"), _("Every answer is reviewed."), unreviewed))
    if user.has_perm("articles.change_article"):
        back = articles.filter(mine, latest_state=State.SENT_BACK)
        lists.append(_list(_("Sent back to you"), _("Nothing was sent back to you."), back))
        drafts = articles.filter(mine, latest_state=State.DRAFT)
        lists.append(_list(_("Your drafts"), _("You have no drafts."), drafts))
    if user.has_perm("articles.edit_article"):
        submitted = articles.filter(latest_state=State.SUBMITTED)
        lists.append(_list(_("Handed in"), _("Nothing is handed in."), submitted))
    if user.has_perm("articles.publish_article"):
        ready = articles.filter(latest_state=State.REVIEWED, latest_publish_on=None)
        ready = ready.filter(Q(live_revision=None, withdrawn_on=None) | ~Q(live_revision=F("latest_pk")))
        lists.append(_list(_("Reviewed, ready to publish"), _("Nothing waits to be published."), ready))
    overdue = due.filter(live_revision__next_review_due__lt=today)
    lists.append(_list(_("Review overdue"), _("No review is overdue."), overdue))
    soon = due.filter(live_revision__next_review_due__range=(today, today + SOON))
    lists.append(_list(_("Review due within 30 days"), _("No review is due soon."), soon))
    return lists


def _list(heading: Promise, empty: Promise, items: "QuerySet[Article] | QuerySet[Question]") -> Waiting:
    return Waiting(heading, empty, list(items[:MOST]), items.count())
