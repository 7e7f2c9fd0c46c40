"""What waits for whom, for the admin's first page."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.contrib.auth.models import AbstractUser
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article, ArticleRevision, Person, Question, Term
from review.waiting import MOST, SOON, Item, Waiting

State = ArticleRevision.State
Revisions = QuerySet[ArticleRevision]


def with_latest(articles: "QuerySet[Article]") -> "QuerySet[Article]":
    """Adds what a list says about the latest revision. Cheap for a page of rows; see `in_state` for finding some."""
    newest = ArticleRevision.objects.filter(article=OuterRef("pk")).order_by("-number")
    fields = ("pk", "title", "state", "writer__name", "publish_on")
    return articles.annotate(
        **{f"latest_{name.replace('__', '_')}": Subquery(newest.values(name)[:1]) for name in fields}
    )


def ready_to_publish() -> Revisions:
    """Reviewed and never shown, unless a newer one is reviewed too."""
    newer = ArticleRevision.objects.filter(
        article=OuterRef("article"), number__gt=OuterRef("number"), state=State.REVIEWED
    )
    unseen = ArticleRevision.objects.filter(state=State.REVIEWED, published_at=None, publish_on=None)
    return unseen.filter(~Exists(newer))


def due_for_review(first: date | None, last: date) -> Revisions:
    """Live revisions whose next review is due in these days, the longest due first."""
    due = ArticleRevision.objects.filter(next_review_due__lte=last)
    if first:
        due = due.filter(next_review_due__gte=first)
    return due.filter(Exists(Article.objects.filter(live_revision=OuterRef("pk")))).order_by("next_review_due")


def waiting_for(user: AbstractUser) -> list[Waiting]:
    """Only lists that this user's role can act on, then the reviews that are due, which concern everybody."""
    return [*_to_review(user), *_to_write(user), *_to_publish(user), *_due(user)]


def hints_for(user: AbstractUser) -> list[str]:
    """What stands in this user's way until somebody puts it right."""
    person = Person.objects.filter(user=user.pk).first()
    signs = user.has_perm("articles.submit_article") or user.has_perm("articles.review_article")
    if person is None and signs and not user.is_superuser:
        sentence = _(
            "Your log-in is not joined to a person in the bylines yet, so you can sign nothing, and what you write "
            "has no name on it. A site manager can join them, under People."
        )
        return [sentence]
    if person and not person.can_review and user.has_perm("articles.review_article") and not user.is_superuser:
        sentence = _(
            "You cannot sign a review yet: readers must be able to check who you are. Ask an editor to add your "
            "credentials, and the page where they can be checked, under People."
        )
        return [sentence]
    return []


def _to_review(user: AbstractUser) -> Iterator[Waiting]:
    if not user.has_perm("articles.review_article"):
        return
    others = _in_state(State.SUBMITTED).exclude(writer__user=user.pk).exclude(saved_by=user.pk)
    yield _revisions(_("For you to review"), _("Nothing waits for your review."), others, "submitted")
    new, again = Q(reviewed_on=None) & ~Q(saved_by=user.pk), Q(next_review_due__lte=timezone.localdate() + SOON)
    unsigned = "?reviewed_on__isempty=1"
    answers = Question.objects.exclude(writer__user=user.pk)
    yield _signed(_("Answers to review"), _("Every answer is reviewed."), answers.filter(new), unsigned)
    due = answers.filter(again).order_by("next_review_due")
    yield _signed(_("Answers to review again"), _("No answer’s review is due soon."), due, "")
    terms = Term.objects.exclude(writer__user=user.pk)
    yield _signed(_("Words of the glossary to review"), _("Every word is reviewed."), terms.filter(new), unsigned)
    due_terms = terms.filter(again).order_by("next_review_due")
    yield _signed(_("Words of the glossary to review again"), _("No word’s review is due soon."), due_terms, "")


def _to_write(user: AbstractUser) -> Iterator[Waiting]:
    if not user.has_perm("articles.change_article"):
        return
    mine = Q(writer__user=user.pk) | Q(saved_by=user.pk)
    back = _in_state(State.SENT_BACK).filter(mine)
    yield _revisions(_("Sent back to you"), _("Nothing was sent back to you."), back, "sent-back")
    drafts = _in_state(State.DRAFT).filter(mine)
    yield _revisions(_("Your drafts"), _("You have no drafts."), drafts, "draft")


def _to_publish(user: AbstractUser) -> Iterator[Waiting]:
    if user.has_perm("articles.edit_article"):
        submitted = _in_state(State.SUBMITTED)
        yield _revisions(_("Handed in"), _("Nothing is handed in."), submitted, "submitted")
    if user.has_perm("articles.publish_article"):
        empty = _("Nothing waits to be published.")
        yield _revisions(_("Reviewed, ready to publish"), empty, ready_to_publish(), "reviewed")
        scheduled = ArticleRevision.objects.filter(publish_on__isnull=False).order_by("publish_on")
        yield _revisions(_("Scheduled"), _("Nothing is scheduled."), scheduled, "scheduled")


def _due(user: AbstractUser) -> Iterator[Waiting]:
    if user.has_perm("articles.view_article"):
        today = timezone.localdate()
        overdue, soon = due_for_review(None, today - timedelta(days=1)), due_for_review(today, today + SOON)
        yield _revisions(_("Review overdue"), _("No review is overdue."), overdue, "overdue")
        yield _revisions(_("Review due within 30 days"), _("No review is due soon."), soon, "soon")


def _in_state(state: str) -> Revisions:
    """Articles whose latest revision is a draft, handed in or sent back: only the latest ever is."""
    return ArticleRevision.objects.filter(state=state).order_by("-saved_at")


def _revisions(heading: str, empty: str, found: Revisions, where: str) -> Waiting:
    rows = found.select_related("writer", "saved_by").defer("body", "html", "headings")[:MOST]
    items = [
        Item(row.title, reverse("admin:articles_article_change", args=[row.article_id]), _detail(row, where))
        for row in rows
    ]
    more = reverse("admin:articles_article_changelist") + f"?where={where}"
    return Waiting(heading, empty, items, found.count(), more)


def _signed(heading: str, empty: str, found: "QuerySet[Question] | QuerySet[Term]", query: str) -> Waiting:
    name = f"admin:articles_{found.model._meta.model_name}"
    items = [
        Item(str(row), reverse(f"{name}_change", args=[row.pk]), _signed_detail(row))
        for row in found.select_related("writer")[:MOST]
    ]
    return Waiting(heading, empty, items, found.count(), reverse(f"{name}_changelist") + query)


def _signed_detail(row: Question | Term) -> str:
    if row.next_review_due:
        return _("review due on %(due)s") % {"due": date_format(row.next_review_due)}
    return row.writer.name if row.writer else _("Nobody named")


_DETAILS = {
    "overdue": gettext_lazy("review was due on %(due)s"),
    "soon": gettext_lazy("review due on %(due)s"),
    "scheduled": gettext_lazy("goes live on %(on)s"),
    "sent-back": gettext_lazy("sent back: %(because)s"),
}
_BY: str | Promise = gettext_lazy("%(who)s, %(saved)s")


def _detail(row: ArticleRevision, where: str) -> str:
    def day(value: date | None) -> str:
        return date_format(value) if value else "—"

    return str(_DETAILS.get(where, _BY)) % {
        "due": day(row.next_review_due),
        "on": day(row.publish_on),
        "because": row.sent_back_because,
        "who": (row.writer and row.writer.name) or row.saved_by or _("Nobody named"),
        "saved": day(timezone.localtime(row.saved_at).date()),
    }
