"""The buttons under an article: which are offered to whom, and what pressing one does."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import AbstractUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.forms import StepForm
from articles.models import Article, ArticleRevision
from articles.services import publishing
from articles.services.history import record
from articles.services.revising import start_review_again
from articles.services.workflow import STEPS, allowed
from review.refusals import Refused


@dataclass(frozen=True)
class Offer:
    """A button. `asks` is "", "because" or "date", with the words for the field."""

    step: str
    label: str | Promise
    asks: str
    question: str | Promise
    revision: ArticleRevision | None = None


_ASKS: dict[str, tuple[str, str | Promise]] = {
    "send_back": ("because", _("What should change? The writer reads this.")),
    "review": ("date", _("Next review due (empty: in a year)")),
    "schedule": ("date", _("Goes live on")),
    "withdraw": ("because", _("Why? Readers who come to the page will see this.")),
}
_NAMES: dict[str, str | Promise] = {
    **{step: rule.label for step, rule in STEPS.items()},
    "withdraw": _("Withdraw the article"),
    "review_again": _("Review again without changes"),
}
_Action = Callable[[ArticleRevision, AbstractUser, str, date | None], object]
_ACTIONS: dict[str, _Action] = {
    "submit": lambda revision, by, because, on: publishing.submit(revision=revision, by=by),
    "send_back": lambda revision, by, because, on: publishing.send_back(revision=revision, by=by, because=because),
    "sign_edited": lambda revision, by, because, on: publishing.sign_edited(revision=revision, by=by),
    "review": lambda revision, by, because, on: publishing.review(revision=revision, by=by, next_review_due=on),
    "publish": lambda revision, by, because, on: publishing.publish(revision=revision, by=by),
    "schedule": lambda revision, by, because, on: publishing.schedule(revision=revision, by=by, on=on),
    "withdraw": lambda revision, by, because, on: publishing.withdraw(
        article=revision.article, by=by, because=because
    ),
    "review_again": lambda revision, by, because, on: start_review_again(article=revision.article, by=by),
}
_DONE = {
    "submit": _("Handed in. The reviewers see it on their first page."),
    "send_back": _("Sent back with your note."),
    "sign_edited": _("Signed as edited."),
    "review": _("Signed as medically reviewed. It can be published now."),
    "publish": _("Published. Readers see it now."),
    "schedule": _("Scheduled. It goes live on that day."),
    "withdraw": _("Withdrawn. Readers see the reason in its place."),
    "review_again": _("A copy is ready to be handed in for review."),
}


def offers(article: Article, by: AbstractUser) -> list[Offer]:
    """What this user may do next, for the latest revision and for a reviewed one that it is built on."""
    found = []
    for revision in _within_reach(article):
        for step, rule in STEPS.items():
            # What readers have seen is not sent back: a newer revision puts it right.
            if allowed(step, revision, by) and not _idle(step, revision):
                found.append(Offer(step, rule.label, *_ASKS.get(step, ("", "")), revision))
    live = article.live_revision
    if live and by.has_perm("articles.submit_article") and article.latest == live:
        found.append(Offer("review_again", _NAMES["review_again"], "", "", live))
    if live and by.has_perm("articles.publish_article"):
        found.append(Offer("withdraw", _NAMES["withdraw"], *_ASKS["withdraw"], live))
    return found


def _idle(step: str, revision: ArticleRevision) -> bool:
    """What would be refused, or change nothing but a date."""
    return bool(revision.published_at if step == "send_back" else step == "sign_edited" and revision.editor_id)


def _within_reach(article: Article) -> list[ArticleRevision]:
    latest = article.latest
    if latest is None:
        return []
    reviewed = article.revisions.filter(
        state=ArticleRevision.State.REVIEWED, published_at=None, number__lt=latest.number
    ).first()
    return [latest, *([reviewed] if reviewed else [])]


def take(request: HttpRequest, article: Article, revision_id: int, step: str) -> HttpResponse:
    revision = get_object_or_404(article.revisions, pk=revision_id)
    if step not in _ACTIONS:
        raise Http404(_("There is no such step."))
    form, by = StepForm(request.POST), cast(AbstractUser, request.user)
    back = redirect("admin:articles_article_change", article.pk)
    if not form.is_valid():
        messages.error(request, _("Nothing was done. Give a date such as 2027-01-31, and at most 2,000 characters."))
        return back
    try:
        _ACTIONS[step](revision, by, form.cleaned_data["because"], form.cleaned_data["date"])
    except Refused as refused:
        messages.error(request, str(refused))
        if form.cleaned_data["because"]:
            messages.info(request, _("You had written: %(words)s") % {"words": form.cleaned_data["because"]})
        return back
    record(article=article, by=by, sentence=_line(revision, step, form.cleaned_data))
    messages.success(request, str(_DONE[step]))
    return back


def _line(revision: ArticleRevision, step: str, given: dict[str, Any]) -> str:
    """What the history says: the step, the revision, and the reason or date that was given."""
    more = given["because"].strip() or given["date"]
    step_of_revision = _("%(step)s: revision %(number)d") % {"step": _NAMES[step], "number": revision.number}
    return f"{step_of_revision}. {more}" if more else f"{step_of_revision}."
