"""People as files name them."""

from django.utils.text import slugify

from articles.models import Person, Question, Tag


def named(name: str) -> Person | None:
    """The person of that name, made if there is none yet; None for no name."""
    if not name:
        return None
    person = Person.objects.filter(name=name).first()
    return person or Person.objects.create(name=name, slug=free_slug(Person, name, 80))


def free_slug(model: type[Person] | type[Tag] | type[Question], text: str, length: int) -> str:
    stem = slugify(text)[: length - 4].strip("-") or "x"
    taken = set(model._default_manager.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for n in range(1, len(taken) + 2) if (slug := stem if n == 1 else f"{stem}-{n}") not in taken)
