"""Who may take which step, and when: one table, asked by the services and by the admin's buttons."""

from dataclasses import dataclass

from django.contrib.auth.models import AbstractUser
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.models import ArticleRevision
from review.refusals import Refused

State = ArticleRevision.State


@dataclass(frozen=True)
class Step:
    """A step on a revision: any one of the permissions is enough, and the state must be one of `states`."""

    label: str | Promise
    permissions: tuple[str, ...]
    states: frozenset[str]
    explained: str | Promise


STEPS = {
    "submit": Step(
        _("Hand in for review"),
        ("articles.submit_article",),
        frozenset({State.DRAFT, State.SENT_BACK}),
        _("The writer says: this is ready to be checked."),
    ),
    "send_back": Step(
        _("Send back"),
        ("articles.edit_article", "articles.review_article"),
        frozenset({State.SUBMITTED, State.REVIEWED}),
        _("An editor or a reviewer says what has to change."),
    ),
    "sign_edited": Step(
        _("Sign as edited"),
        ("articles.edit_article",),
        frozenset({State.SUBMITTED, State.REVIEWED}),
        _("An editor stands for the language, the sources and the structure."),
    ),
    "review": Step(
        _("Sign as medically reviewed"),
        ("articles.review_article",),
        frozenset({State.SUBMITTED}),
        _("A reviewer with checkable credentials, who did not write it, stands for the medicine."),
    ),
    "publish": Step(
        _("Publish"),
        ("articles.publish_article",),
        frozenset({State.REVIEWED}),
        _("The reviewed words become the page. An older reviewed version can be published again in the same way."),
    ),
    "schedule": Step(
        _("Schedule"),
        ("articles.publish_article",),
        frozenset({State.REVIEWED}),
        _("The reviewed words become the page on a date."),
    ),
}


def allowed(step: str, revision: ArticleRevision, by: AbstractUser) -> bool:
    """Whether to offer the step. The step itself asks again, and asks more."""
    rule = STEPS[step]
    if step in ("publish", "schedule") and revision.is_live:
        return False
    return revision.state in rule.states and any(by.has_perm(name) for name in rule.permissions)


def require(step: str, revision: ArticleRevision, by: AbstractUser) -> None:
    rule = STEPS[step]
    if not any(by.has_perm(name) for name in rule.permissions):
        raise Refused("not-your-role", _("Your role does not include this step. Ask a site manager."))
    if revision.state not in rule.states:
        raise Refused(
            "wrong-state",
            _("This revision is “%(state)s”, so it cannot take this step. Reload the page to see where it stands.")
            % {"state": revision.get_state_display()},
        )
