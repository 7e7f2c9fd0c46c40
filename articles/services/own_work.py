"""Nobody signs their own work: who wrote or saved since the last review, under whatever name and log-in."""

import unicodedata
from collections.abc import Iterable

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext as _

from articles.models import Joining, Person
from review.refusals import Refused


def refuse_own_work(
    *, reviewer: Person, by: AbstractUser | None, writers: Iterable[Person], savers: Iterable[int | None]
) -> None:
    """`writers` and `savers` are all since the last review: what a colleague adds to somebody's words is built on
    them. `by` is None for a review that happened elsewhere.
    """
    log_ins, people = known_as(reviewer, by)
    written = list(writers)
    if log_ins.intersection(savers) or people.intersection(one.pk for one in written):
        raise Refused("own-work", _("You wrote or changed these words, so another person has to review them."))
    if any(look_alike(reviewer.name, one.name) for one in written):
        sentence = _("The writer and the reviewer have the same name. Readers could not tell them apart.")
        raise Refused("own-work", sentence)


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
