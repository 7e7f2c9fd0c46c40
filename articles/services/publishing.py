"""From draft to live and back: hand in, send back, sign, publish, schedule, withdraw."""

from datetime import date, datetime, time, timedelta

from django.contrib.auth.models import AbstractUser
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, ArticleRevision, Person
from articles.services.cards import put_card
from articles.services.history import record
from articles.services.listing import bring_in_step
from articles.services.own_work import refuse_own_work
from articles.services.workflow import require
from review.refusals import Refused

State = ArticleRevision.State
REVIEW_HOLDS = timedelta(days=365)
NOON = time(12)  # the day stays the same day if the site's time zone is changed


def _locked(revision: ArticleRevision) -> ArticleRevision:
    """The revision as it stands now, with its article locked until the transaction ends."""
    Article.objects.select_for_update().get(pk=revision.article_id)
    return ArticleRevision.objects.select_related("article", "writer").get(pk=revision.pk)


def person_of(user: AbstractUser) -> Person:
    person = Person.objects.filter(user_id=user.pk).first()
    if person is None:
        raise Refused(
            "no-person",
            _("Your log-in belongs to no person in the bylines. A site manager can join them under People."),
        )
    return person


@transaction.atomic
def submit(*, revision: ArticleRevision, by: AbstractUser) -> None:
    revision = _locked(revision)
    require("submit", revision, by)
    if revision.writer is None:
        raise Refused("no-writer", _("Say who wrote it before you hand it in: readers see the name."))
    revision.state, revision.submitted_at = State.SUBMITTED, timezone.now()
    revision.sent_back_because = ""
    revision.save(update_fields=["state", "submitted_at", "sent_back_because"])


@transaction.atomic
def send_back(*, revision: ArticleRevision, by: AbstractUser, because: str) -> None:
    """Back to the writer with a note. Sign-offs go: what comes back is signed anew."""
    revision = _locked(revision)
    require("send_back", revision, by)
    if revision.published_at:
        sentence = _("Readers have seen this revision. Save a new one instead, or withdraw the article.")
        raise Refused("was-live", sentence)
    if not because.strip():
        raise Refused("no-reason", _("Write a note for the writer: what should change?"))
    # Only the newest is ever under way: below a newer draft, an older one is not taken up again.
    newer = revision.article.revisions.filter(number__gt=revision.number).exists()
    revision.state, revision.sent_back_because = State.REPLACED if newer else State.SENT_BACK, because.strip()
    revision.editor = revision.reviewer = revision.reviewed_by = None
    revision.edited_on = revision.reviewed_on = revision.next_review_due = revision.publish_on = None
    revision.save(
        update_fields=[
            *("state", "sent_back_because", "editor", "edited_on", "reviewer", "reviewed_by", "reviewed_on"),
            *("next_review_due", "publish_on"),
        ]
    )


@transaction.atomic
def sign_edited(*, revision: ArticleRevision, by: AbstractUser) -> None:
    revision = _locked(revision)
    require("sign_edited", revision, by)
    revision.editor, revision.edited_on = person_of(by), timezone.localdate()
    revision.save(update_fields=["editor", "edited_on"])
    if revision.is_live:
        bring_in_step(revision.article_id)


@transaction.atomic
def review(*, revision: ArticleRevision, by: AbstractUser, next_review_due: date | None = None) -> None:
    """Sign as medically reviewed, today. Nobody reviews words that they wrote or saved since the last review."""
    revision = _locked(revision)
    require("review", revision, by)
    reviewer = person_of(by)
    if not reviewer.can_review:
        raise Refused(
            "no-credentials",
            _("Readers must be able to check a reviewer. Add your credentials and where to check them, under People."),
        )
    refuse_past(next_review_due)
    record_review(revision=revision, reviewer=reviewer, by=by, on=timezone.localdate(), due=next_review_due)


def refuse_past(next_review_due: date | None) -> None:
    if next_review_due and next_review_due <= timezone.localdate():
        raise Refused("due-in-the-past", _("The next review has to be due after today."))


def record_review(
    *, revision: ArticleRevision, reviewer: Person, by: AbstractUser | None, on: date, due: date | None
) -> None:
    """Write a review down. `by` is None for one that happened elsewhere and was imported."""
    since = _since_review(revision)
    refuse_own_work(
        reviewer=reviewer,
        by=by,
        writers=[one.writer for one in since if one.writer],
        savers=[one.saved_by_id for one in since],
    )
    revision.state = State.REVIEWED
    revision.reviewer, revision.reviewed_on = reviewer, on
    revision.reviewed_by_id = by.pk if by else None
    revision.next_review_due = due or on + REVIEW_HOLDS
    revision.save(update_fields=["state", "reviewer", "reviewed_by", "reviewed_on", "next_review_due"])


def _since_review(revision: ArticleRevision) -> list[ArticleRevision]:
    """This revision, and earlier ones whose words nobody has reviewed since."""
    earlier = revision.article.revisions.filter(number__lte=revision.number)
    last = earlier.filter(state=State.REVIEWED).exclude(pk=revision.pk).order_by("-number").first()
    since = earlier.filter(number__gt=last.number if last else 0)
    return list(since.select_related("writer").only("saved_by", "writer", "article"))


@transaction.atomic
def publish(*, revision: ArticleRevision, by: AbstractUser | None, on: date | None = None) -> None:
    """Make a reviewed revision the page, at once. An older reviewed one is a roll-back; a withdrawn article returns.

    `by` is None when the clock or an import publishes what a person had decided. `on` is the first publication's
    date when it lies in the past; today otherwise. The calendar shows it on that day.
    """
    revision = _locked(revision)
    if by is not None:
        require("publish", revision, by)
    elif revision.state != State.REVIEWED:
        raise Refused("not-reviewed", _("Only a reviewed revision can be published."))
    _refuse_unchecked(revision)
    article = revision.article
    revision.published_at, revision.publish_on = timezone.now(), None
    if on and article.published_on is None:
        revision.published_at = min(revision.published_at, timezone.make_aware(datetime.combine(on, NOON)))
    revision.save(update_fields=["published_at", "publish_on"])
    article.revisions.filter(number__lt=revision.number).update(publish_on=None)
    article.live_revision = revision
    article.published_on = article.published_on or on or timezone.localdate()
    article.withdrawn_on, article.withdrawn_because = None, ""
    article.save(update_fields=["live_revision", "published_on", "withdrawn_on", "withdrawn_because"])
    bring_in_step(article.pk)
    put_card(revision)


@transaction.atomic
def schedule(*, revision: ArticleRevision, by: AbstractUser | None, on: date | None) -> None:
    """Let `publish_due` publish it on that date (the site's time zone)."""
    revision = _locked(revision)
    if by is not None:
        require("schedule", revision, by)
    if on is None or on <= timezone.localdate():
        raise Refused("date-in-the-past", _("Choose a date after today, or publish now."))
    revision.article.revisions.filter(publish_on__isnull=False).update(publish_on=None)
    revision.publish_on, revision.scheduled_by_id = on, by.pk if by else None
    revision.save(update_fields=["publish_on", "scheduled_by"])


def publish_due() -> list[ArticleRevision]:
    """Publish what is scheduled for today or earlier, each in a transaction of its own. Safe to run twice at once.

    The history names who scheduled it. What a file had scheduled has no line there: nobody here decided it.
    One that fails holds up no other; it stays scheduled, and is raised when the rest is done.
    """
    published: list[ArticleRevision] = []
    failed: list[Exception] = []
    today = timezone.localdate()
    for revision in ArticleRevision.objects.filter(publish_on__lte=today).order_by("publish_on", "number"):
        try:
            with transaction.atomic():
                now = _locked(revision)
                # Somebody may have published it, or put it off, since it was found.
                if now.publish_on and now.publish_on <= today and _stands(now):
                    publish(revision=now, by=None)
                    _tell(now, _("Publish: revision %(number)d. Its day had come."))
                    published.append(now)
        except (Refused, DatabaseError) as error:
            failed.append(error)
    if failed:
        raise ExceptionGroup(f"{len(failed)} of the scheduled articles could not be published", failed)
    return published


def _stands(revision: ArticleRevision) -> bool:
    """Asked again when it goes live: may who decided it still decide, and can readers still check who reviewed it?

    If not, its date is dropped, and it waits for an editor among what is ready to be published.
    """
    try:
        if revision.scheduled_by:
            _refuse_switched_off(revision.scheduled_by, revision)
        _refuse_unchecked(revision)
    except Refused as refused:
        ArticleRevision.objects.filter(pk=revision.pk).update(publish_on=None)
        _tell(revision, _("Not published: revision %(number)d.") + f" {refused}")
        return False
    return True


def _refuse_switched_off(user: AbstractUser, revision: ArticleRevision) -> None:
    if not user.is_active:
        raise Refused(
            "switched-off", _("Whoever scheduled it may not log in any more. Publish it, or schedule it anew.")
        )
    require("publish", revision, user)


def _refuse_unchecked(revision: ArticleRevision) -> None:
    # What a file says was reviewed elsewhere names somebody who may have no page here.
    if revision.reviewed_by_id and revision.reviewer and not revision.reviewer.can_review:
        sentence = _(
            "Readers can no longer check who reviewed it. Add the credentials under People, or review it anew."
        )
        raise Refused("no-credentials", sentence)


def _tell(revision: ArticleRevision, sentence: str) -> None:
    if revision.scheduled_by is not None:
        words = sentence % {"number": revision.number}
        record(article=revision.article, by=revision.scheduled_by, sentence=words)


@transaction.atomic
def withdraw(*, article: Article, by: AbstractUser | None, because: str) -> None:
    """Take the article from readers at once. Its address answers 410 with the reason, in public."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    if by is not None and not by.has_perm("articles.publish_article"):
        raise Refused("not-your-role", _("Your role does not include this step. Ask a site manager."))
    if article.live_revision_id is None:
        raise Refused("not-live", _("This article is not live, so there is nothing to withdraw."))
    if not because.strip():
        raise Refused("no-reason", _("Say why it is withdrawn. Readers who come to the page will see it."))
    article.live_revision = None
    article.withdrawn_on, article.withdrawn_because = timezone.localdate(), because.strip()
    article.save(update_fields=["live_revision", "withdrawn_on", "withdrawn_because"])
    article.revisions.filter(publish_on__isnull=False).update(publish_on=None)
    bring_in_step(article.pk)
