"""Nobody signs their own work: who wrote or saved since the last review, under whatever name and log-in."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext as _

from review.models import Joining, Person
from review.refusals import Refused
from review.states import State


def signer(by: AbstractUser) -> Person | None:
    """Whom a log-in signs as. Asked of the database, since the log-in may have been joined to another since."""
    return Person.objects.filter(user_id=by.pk).first()


def refuse_own_work(revision: Any, reviewer: Person, by: AbstractUser | None) -> None:
    if is_own_work(revision, reviewer, by):
        raise Refused("own-work", _("No one reviews what they wrote or changed. Name another reviewer."))


def is_own_work(revision: Any, reviewer: Person, by: AbstractUser | None) -> bool:
    """All who saved and all who are named as writers since the last review count: what a colleague adds is built on
    theirs. `by` is None for a review that happened elsewhere.
    """
    since = since_review(revision)
    writers: list[Person] = [one.writer for one in since if one.writer]
    log_ins, people = known_as(reviewer, by)
    if log_ins & {one.saved_by_id for one in since}:
        return True
    names = {other.name for other in Person.objects.filter(pk__in=people)}
    return any(look_alike(name, one.name) for name in names for one in writers)


def since_review(revision: Any) -> Iterable[Any]:
    """This revision, and earlier ones whose words nobody has reviewed since. A small correction is no review."""
    earlier = revision.subject.revisions.filter(number__lte=revision.number)
    reviewed = earlier.filter(state__in=(State.REVIEWED, State.ORIGINAL), corrects=None).exclude(pk=revision.pk)
    last = reviewed.order_by("-number").values_list("number", flat=True).first() or 0
    return earlier.filter(number__gt=last).select_related("writer").only("saved_by", "writer", revision.OWNER)  # type: ignore[no-any-return]


def known_as(person: Person, by: AbstractUser | None) -> tuple[set[int], set[int]]:
    """Every log-in and every person ever joined to these, and to those, and so on."""
    people, log_ins = {person.pk}, {by.pk} if by else set()
    while True:
        pairs = [
            *Joining.objects.filter(person__in=people).values_list("person", "user"),
            *Joining.objects.filter(user__in=log_ins).values_list("person", "user"),
            *Person.objects.filter(pk__in=people, user__isnull=False).values_list("pk", "user"),
            *Person.objects.filter(user__in=log_ins).values_list("pk", "user"),
        ]
        more_people, more_log_ins = {one for one, _user in pairs}, {user for _one, user in pairs if user}
        if more_people <= people and more_log_ins <= log_ins:
            return log_ins, people
        people, log_ins = people | more_people, log_ins | more_log_ins


def look_alike(one: str, other: str) -> bool:
    """Whether readers would take two names for one. Initials tell people apart where both have some."""
    (words, initials), (others, their_initials) = _parts(one), _parts(other)
    return words == others and (initials == their_initials or not initials or not their_initials)


def _parts(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.split(",")[0]) if not unicodedata.combining(c))
    words = "".join(c if c.isalpha() or c in "'’-" else " " for c in plain.casefold()).split()
    long = tuple(sorted("".join(c for c in word if c.isalpha()) for word in words if len(word) > 1))
    return long, tuple(sorted(word for word in words if len(word) == 1))
