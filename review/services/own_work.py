"""No one signs their own work: who wrote or saved since the last review, under whatever name and log-in."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from markup.characters import folded
from review.models import Joining, Person
from review.refusals import Refused
from review.states import State
from search.prepared import Prepared


def signer(by: AbstractUser) -> Person | None:
    """Whom a log-in signs as. Asked of the database, since the log-in may have been joined to another since."""
    return Person.objects.filter(user_id=by.pk).first()


def refuse_own_work(revision: Any, reviewer: Person, by: AbstractUser | None) -> None:
    if is_own_work(revision, reviewer, by):
        raise Refused("own-work", _("No one may review what they wrote or changed. Name another reviewer."))


def is_own_work(revision: Any, reviewer: Person, by: AbstractUser | None) -> bool:
    """All who saved and all who are named as writers since the last review count: what a colleague adds is built on
    theirs. `by` is None for a review that happened elsewhere.
    """
    since = since_review(revision)
    writers: list[Person] = [one.writer for one in since if one.writer]
    savers = {one.saved_by_id for one in since if one.saved_by_id}
    if not writers and not savers:
        return False
    log_ins, people = known_as(reviewer, by)
    if log_ins & savers:
        return True
    names = {other.name for other in Person.objects.filter(pk__in=people)} if writers else set()
    return any(look_alike(name, one.name) for name in names for one in writers)


def since_review(revision: Any) -> Iterable[Any]:
    """This revision, and earlier ones whose words no one has reviewed since. A small correction is no review."""
    earlier = revision.subject.revisions.filter(number__lte=revision.number)
    reviewed = earlier.filter(state__in=(State.REVIEWED, State.ORIGINAL), corrects=None).exclude(pk=revision.pk)
    last = reviewed.order_by("-number").values_list("number", flat=True).first() or 0
    return earlier.filter(number__gt=last).select_related("writer").only("saved_by", "writer", revision.OWNER)  # type: ignore[no-any-return]


def known_as(person: Person, by: AbstractUser | None) -> tuple[set[int], set[int]]:
    """Every log-in and every person ever joined to these, and to those, and so on."""
    people, log_ins = {person.pk}, {by.pk} if by else set()
    while True:
        pairs = _JOINED.rows(sorted(people), sorted(log_ins))
        more_people, more_log_ins = {one for one, _user in pairs}, {user for _one, user in pairs if user}
        if more_people <= people and more_log_ins <= log_ins:
            return log_ins, people
        people, log_ins = people | more_people, log_ins | more_log_ins


def _joined(people: list[int], log_ins: list[int]) -> "QuerySet[Any, Any]":
    """Who was ever joined to one of these, and who is now: by person and log-in."""
    joined = Joining.objects.filter(Q(person__in=people) | Q(user__in=log_ins)).order_by()
    now = Person.objects.filter(Q(pk__in=people) | Q(user__in=log_ins), user__isnull=False).order_by()
    return joined.values_list("person", "user").union(now.values_list("pk", "user"), all=True)


_JOINED = Prepared(_joined)


def look_alike(one: str, other: str) -> bool:
    """Whether readers would take two names for one. Middle names tell people apart where both have some, and their
    initials do. Titles, degrees, and letters of other alphabets that look like ours tell no one apart.
    """
    words, others = _parts(one), _parts(other)
    if words and (sorted(words) == sorted(others) or "".join(words) == "".join(others)):
        return True
    if min(len(words), len(others)) < 2 or words[-1] != others[-1] or not _may_be_one(words[0], others[0]):
        return False
    middle, their_middle = words[1:-1], others[1:-1]
    if not middle or not their_middle:
        return True
    return len(middle) == len(their_middle) and all(map(_may_be_one, middle, their_middle))


def _may_be_one(one: str, other: str) -> bool:
    """The same name, or one of the two is its initial."""
    return one == other or (1 in (len(one), len(other)) and one[:1] == other[:1])


_TITLES = frozenset(
    "dr doctor prof professor mr mrs ms mx md do dds dmd mph phd pharmd psyd rn np pa pac lcsw lpc faap fasam facp "
    "frcp dnp aprn bsn msn msw mba".split()
)
# Of the Cyrillic and the Greek alphabet, and what no normal form makes plain.
_OURS = str.maketrans(
    "\u0430\u0432\u0435\u043a\u043c\u043d\u043e\u0440\u0441\u0442\u0443\u0445\u0455\u0456\u0458\u04bb\u0501\u051b\u051d\u0261\u0433"
    "\u03b1\u03b2\u03b5\u03b7\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7\u0131\u00f8\u0142\u0111",
    "abekmhopctyxsijhdqwgrabenikvoptuxiold",
)


def _parts(name: str) -> list[str]:
    """The words of a name, in order, without what tells no one apart. What follows a comma is a degree, except where
    the family name comes first."""
    first, _comma, rest = folded(name).partition(",")
    plain = unicodedata.normalize("NFKD", first if len(first.split()) > 1 else f"{rest} {first}")
    plain = "".join(c for c in plain if not unicodedata.combining(c)).translate(_OURS)
    words = "".join(c if c.isalpha() or c in " -" else "" for c in plain).replace("-", " ").split()
    return [word for word in words if word not in _TITLES] or words
