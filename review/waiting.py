"""What is waiting for each person among reviewed things, for the admin's first page and its lists."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import product
from typing import Any, NamedTuple

from django.contrib.auth.models import AbstractUser
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from review.kinds import Kind, kinds
from review.models import Person
from review.rights import EDIT, PUBLISH, REVIEW, WRITE
from review.states import SHOWABLE, State
from search.prepared import Prepared

MOST, MOST_IN_LIST = 10, 200
COUNTED = 1_000  # of a kind and a list: no count goes further
SOON = timedelta(days=30)
Text = str | Promise


class Whose(NamedTuple):
    """All that a list asks of a user."""

    pk: int


@dataclass(frozen=True)
class Item:
    title: str
    address: str
    detail: str


@dataclass(frozen=True)
class Waiting:
    """A list on the first page. `items` are its first few, `count` is all of them, `more` leads to the rest. There may
    be more of them than were counted.
    """

    heading: str
    empty: str
    items: list[Item]
    count: int
    more: str
    is_cut: bool = False


@dataclass(frozen=True)
class List:
    """One of the lists: which revisions of a kind are on it for this user, and who sees it at all."""

    heading: Text
    empty: Text
    right: str
    found: Callable[[Kind, Whose], "QuerySet[Any]"]
    detail: Callable[[Any], str]


def in_state(kind: Kind, *states: str) -> "QuerySet[Any]":
    """Of what is under way: only the newest revision ever is."""
    kept = {f"{kind.revision.OWNER}__archived_on": None}
    return kind.revision._default_manager.filter(**kept, state__in=states).order_by("-saved_at")


def never_shown(kind: Kind) -> "QuerySet[Any]":
    """Reviewed, never published and not scheduled. A newer one may be reviewed too."""
    return kind.revision._default_manager.filter(state=State.REVIEWED, published_at=None, publish_at=None)


def ready_to_publish(kind: Kind) -> "QuerySet[Any]":
    """Reviewed and never shown, unless a newer one is reviewed too. Each of the few is asked for its newest: asked by
    `Exists`, PostgreSQL reads everything that was ever reviewed.
    """
    owner = kind.revision.OWNER
    reviewed = kind.revision._default_manager.filter(**{owner: OuterRef(owner)}, state=State.REVIEWED)
    newest = Subquery(reviewed.order_by("-number").values("number")[:1])
    return never_shown(kind).filter(number=newest).order_by("-saved_at")


def live(kind: Kind) -> "QuerySet[Any]":
    return _live(kind).filter(state__in=SHOWABLE)


def _live(kind: Kind) -> "QuerySet[Any]":
    """The same, for who finds them by something other than their state. Most of what was ever reviewed has passed."""
    is_live = Exists(kind.rows().filter(live_revision=OuterRef("pk")))
    return kind.revision._default_manager.filter(is_live, passed_at=None)


def _overdue(kind: Kind) -> "QuerySet[Any]":
    """Never reviewed, or too long ago. Each is found by the index on its own: asked by one OR, SQLite reads all live
    rows.
    """
    never = live(kind).filter(next_review_due=None)
    late = _live(kind).filter(next_review_due__lt=timezone.localdate()).order_by("next_review_due")
    either = Q(pk__in=never.values("pk")[:COUNTED]) | Q(pk__in=late.values("pk")[:COUNTED])
    return kind.revision._default_manager.filter(either).order_by(F("next_review_due").asc(nulls_first=True))


def _due_soon(kind: Kind) -> "QuerySet[Any]":
    today = timezone.localdate()
    return _live(kind).filter(next_review_due__range=(today, today + SOON)).order_by("next_review_due")


def _mine(user: Whose) -> Q:
    return Q(writer__user=user.pk) | Q(saved_by=user.pk)


def _who(revision: Any) -> str:
    who = (revision.writer and revision.writer.name) or revision.saved_by or _("No one named")
    return _("%(who)s, %(saved)s") % {"who": who, "saved": date_format(timezone.localtime(revision.saved_at))}


def _day(revision: Any) -> str:
    due = revision.next_review_due
    return _("review due on %(due)s") % {"due": date_format(due)} if due else _("never reviewed")


def _when(revision: Any) -> str:
    at = date_format(timezone.localtime(revision.publish_at), "DATETIME_FORMAT")
    return _("goes live on %(at)s") % {"at": at}


def _because(revision: Any) -> str:
    return _("sent back: %(because)s") % {"because": revision.sent_back_because}


LISTS = {
    "review": List(
        gettext_lazy("For you to review"),
        gettext_lazy("Nothing is waiting for your review."),
        REVIEW,
        lambda kind, user: in_state(kind, State.SUBMITTED).exclude(writer__user=user.pk).exclude(saved_by=user.pk),
        _who,
    ),
    "correction": List(
        gettext_lazy("Small corrections to sign"),
        gettext_lazy("No small correction is waiting for a second editor."),
        EDIT,
        lambda kind, user: in_state(kind, State.CORRECTION).exclude(saved_by=user.pk),
        _who,
    ),
    "sent-back": List(
        gettext_lazy("Sent back to you"),
        gettext_lazy("Nothing was sent back to you."),
        WRITE,
        lambda kind, user: in_state(kind, State.SENT_BACK).filter(_mine(user)),
        _because,
    ),
    "draft": List(
        gettext_lazy("Your drafts"),
        gettext_lazy("You have no drafts."),
        WRITE,
        lambda kind, user: in_state(kind, State.DRAFT).filter(_mine(user)),
        _who,
    ),
    "submitted": List(
        gettext_lazy("Handed in"),
        gettext_lazy("Nothing is handed in."),
        EDIT,
        lambda kind, user: in_state(kind, State.SUBMITTED),
        _who,
    ),
    "reviewed": List(
        gettext_lazy("Reviewed, ready to publish"),
        gettext_lazy("Nothing is waiting to be published."),
        PUBLISH,
        lambda kind, user: ready_to_publish(kind),
        _who,
    ),
    "scheduled": List(
        gettext_lazy("Scheduled"),
        gettext_lazy("Nothing is scheduled."),
        PUBLISH,
        lambda kind, user: kind.revision._default_manager.filter(publish_at__isnull=False).order_by("publish_at"),
        _when,
    ),
    "overdue": List(
        gettext_lazy("Review overdue"),
        gettext_lazy("No review is overdue."),
        "",
        lambda kind, user: _overdue(kind),
        _day,
    ),
    "soon": List(
        gettext_lazy("Review due within 30 days"),
        gettext_lazy("No review is due soon."),
        "",
        lambda kind, user: _due_soon(kind),
        _day,
    ),
}


def waiting_for(user: AbstractUser) -> list[Waiting]:
    """Only lists that this user's role can act on, then the reviews that are due, which concern everyone."""
    seen = {name: one for name, one in LISTS.items() if may_see(one, user)}
    counts = _counts(seen, user)
    return [_waiting(name, one, user, counts[name]) for name, one in seen.items()]


def _counts(seen: Mapping[str, List], user: AbstractUser) -> dict[str, dict[Kind, int]]:
    """How many of each kind are on each list, up to COUNTED, asked in one query."""
    asked = [(name, kind) for name in seen for kind in kinds()]
    found: dict[str, dict[Kind, int]] = {name: {} for name in seen}
    rows = _counting(tuple(seen), timezone.localdate(), COUNTED).rows(user.pk) if seen else ()
    for nth, _whose, count in rows:
        name, kind = asked[nth]
        found[name][kind] = count
    return found


@lru_cache(16)
def _counting(names: tuple[str, ...], _today: date, most: int) -> Prepared:
    """What these lists are counted by on one day. Django writes this query longer than a database answers it."""

    def made(key: int) -> "QuerySet[Any, Any]":
        user = Whose(key)
        parts = [
            kind.revision._default_manager.filter(pk__in=LISTS[name].found(kind, user).order_by().values("pk")[:most])
            .order_by()
            .values_list(Value(nth), Value(key))  # also where no list asks for the user
            .annotate(count=Count("pk"))
            for nth, (name, kind) in enumerate(product(names, kinds()))
        ]
        return parts[0].union(*parts[1:], all=True)

    return Prepared(made)


def may_see(one: List, user: AbstractUser) -> bool:
    return user.has_perm(one.right) if one.right else any(map(user.has_perm, (WRITE, EDIT, REVIEW, PUBLISH)))


def items(one: List, user: AbstractUser, most: int, among: Iterable[Kind] = ()) -> Iterator[Item]:
    """Kind by kind: its articles first, then its answers, and so on. `among` are the kinds that have some."""
    left = most
    for kind in among or kinds():
        if left <= 0:
            return
        found, revisions = one.found(kind, Whose(user.pk)), kind.revision._default_manager
        # Their keys first: whole texts are long to sort.
        rows = revisions.filter(pk__in=found.values("pk")[:left]).order_by(*found.query.order_by)
        for row in rows.select_related("writer", "saved_by", kind.revision.OWNER):
            address = reverse(f"{kind.admin}_change", args=[row.subject.pk])
            yield Item(kind.title(row), address, f"{kind.name.capitalize()}: {one.detail(row)}")
            left -= 1


def _waiting(name: str, one: List, user: AbstractUser, counts: Mapping[Kind, int]) -> Waiting:
    some = [kind for kind, count in counts.items() if count]
    found = list(items(one, user, MOST, some)) if some else []
    more = reverse("admin:review_waiting", args=[name])
    count, is_cut = sum(counts.values()), max(counts.values(), default=0) >= COUNTED
    return Waiting(str(one.heading), str(one.empty), found, count, more, is_cut)


def hints_for(user: AbstractUser) -> list[str]:
    """What is in this user's way until someone puts it right."""
    person = Person.objects.filter(user=user.pk).first()
    if person is None and (user.has_perm(WRITE) or user.has_perm(REVIEW)):
        if user.has_perm("rehabsite.change_user"):
            return (
                []
                if user.is_superuser
                else [
                    _(
                        "Your log-in is not linked to a person in the bylines yet, so you cannot sign anything. "
                        "Under People, open or add yourself, and choose your log-in there."
                    )
                ]
            )
        return [
            _(
                "Your log-in is not linked to a person in the bylines yet, so you cannot sign anything, and what "
                "you write has no name on it. A site manager can link them, under People."
            )
        ]
    if person and not person.can_review and user.has_perm(REVIEW) and not user.is_superuser:
        return [
            _(
                "You cannot sign a review yet: readers must be able to check who you are. Ask an editor to add your "
                "credentials, and the page where they can be checked, under People."
            )
        ]
    return []
