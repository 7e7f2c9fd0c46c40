"""People: those that files name, and whose log-in signs under which name."""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from markup.names import fold
from review.kinds import kinds
from review.models import Joining, Person, RosterChange
from review.refusals import Refused
from review.rights import may
from review.services.own_work import look_alike
from review.services.roster import tell

What = RosterChange.What
LOG_INS = "rehabsite.change_user"  # who may say which log-in signs under which name


@transaction.atomic
def save_person(*, person: Person, by: AbstractUser | None = None) -> None:
    """Save a person, and keep which log-in was ever joined to them: who was joined to both is one human."""
    before = Person.objects.filter(pk=person.pk).first()
    may("review.change_person" if before else "review.add_person", by)
    if (before.user_id if before else None) != person.user_id:
        may(LOG_INS, by)
    if not before or before.name != person.name:
        refuse_look_alike(person)
    person.save()
    old, new = before.user if before else None, person.user
    for user in filter(None, (old, new)):
        Joining.objects.get_or_create(person=person, user=user)
    for kind in kinds() if before else ():
        kind.person_changed(person)
    if new and before and old == new and before.name != person.name:
        tell(what=What.JOINED, user=new, person=person, by=by)
    if old != new:
        if old:
            tell(what=What.LEFT, user=old, person=person, by=by)
        if new:
            tell(what=What.JOINED, user=new, person=person, by=by)


@transaction.atomic
def remove_person(*, person: Person, by: AbstractUser | None) -> None:
    """Whom no page names and no log-in was ever joined to. The database refuses the others."""
    may("review.delete_person", by)
    person.delete()


def refuse_look_alike(person: Person) -> None:
    for name in Person.objects.exclude(pk=person.pk).values_list("name", flat=True):
        if look_alike(name, person.name):
            sentence = _("“%(name)s” is already here, and readers could not tell the two apart. Add a middle initial.")
            raise Refused("look-alike", sentence % {"name": name})


def named(name: str) -> Person | None:
    """The person of that name, made if there is none yet; None for no name."""
    if not name:
        return None
    person = Person.objects.filter(name_folded=fold(name)).first()
    if person is None:
        person = Person(name=name, slug=free_slug(Person, name, 80))
        save_person(person=person)
    return person


def free_slug(model: Any, text: str, length: int) -> str:
    stem = slugify(text)[: length - 4].strip("-") or "x"
    taken = set(model._default_manager.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for n in range(1, len(taken) + 2) if (slug := stem if n == 1 else f"{stem}-{n}") not in taken)
