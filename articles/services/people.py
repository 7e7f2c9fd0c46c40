"""People: whom files name, and whose log-in signs as whom."""

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from articles.models import Joining, Person, Question, Tag
from articles.services.own_work import look_alike
from markup.names import fold
from review.refusals import Refused


@transaction.atomic
def save_person(*, person: Person) -> None:
    """Save a person, and keep which log-in was ever joined to them: who was joined to both is one human."""
    before = Person.objects.filter(pk=person.pk).first()
    if not before or before.name != person.name:
        refuse_look_alike(person)
    person.save()
    for one in (before, person):
        if one and one.user_id is not None:
            Joining.objects.get_or_create(person=person, user_id=one.user_id)


def refuse_look_alike(person: Person) -> None:
    for name in Person.objects.exclude(pk=person.pk).values_list("name", flat=True):
        if look_alike(name, person.name):
            sentence = _("“%(name)s” is here already, and readers could not tell the two apart. Add a middle initial.")
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


def free_slug(model: type[Person] | type[Tag] | type[Question], text: str, length: int) -> str:
    stem = slugify(text)[: length - 4].strip("-") or "x"
    taken = set(model._default_manager.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for n in range(1, len(taken) + 2) if (slug := stem if n == 1 else f"{stem}-{n}") not in taken)
