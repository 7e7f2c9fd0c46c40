"""Words of the phases and of programs, as `review` knows them."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from markup.rendering import MAX_LENGTH, render
from programs.kinds import PHASES, PROGRAMS
from programs.models import Phase, PhaseRevision, Program, ProgramPart, ProgramRevision
from programs.words import PART_FIELDS, PHASE_FIELDS, PROGRAM_FIELDS, Words, as_text, doubled, missing, normal
from programs.words import program_words as normal_program_words
from review.kinds import Kind, declare
from review.refusals import Refused
from search.services import refresh, stands_elsewhere


class PhaseKind(Kind):
    model, revision = Phase, PhaseRevision
    fields = PHASE_FIELDS
    spelled = PHASE_FIELDS
    has_writer = False
    always_public = True
    title_path = "subject__name"

    def normal(self, name: str, value: Any) -> Any:
        return normal(name, value)

    def derived(self, words: Words) -> Mapping[str, Any]:
        return {"html": render(words["body"]).html}

    def faults(self, words: Words, subject: Phase) -> Iterator[Refused]:
        yield from too_long(PhaseRevision, words)
        if not (words["summary"] and words["body"]):
            yield Refused("no-words", _("A phase needs a summary and a text."))

    def stands_elsewhere(self, word: str, subject: Any) -> bool:
        return stands_elsewhere(word, kind="phase", key=str(subject.pk))

    def public_changed(self, subject: Any) -> None:
        refresh(PHASES, subject.pk)


class ProgramKind(Kind):
    """Its words are flat fields and, under `phases`, two more for each phase by its slug."""

    model, revision = Program, ProgramRevision
    fields = PROGRAM_FIELDS
    spelled = PROGRAM_FIELDS
    has_writer = False
    live_when_reviewed = False
    title_path = "subject__name"

    def words_of(self, revision: Any) -> Words:
        said = {part.phase.slug: part for part in revision.parts.select_related("phase")}
        parts = {slug: {name: getattr(said.get(slug), name, "") for name in PART_FIELDS} for slug in slugs()}
        return {**{name: getattr(revision, name) for name in PROGRAM_FIELDS}, "phases": parts}

    def clean(self, words: Any) -> Words:
        return program_words(words)

    def columns(self, words: Words) -> Mapping[str, Any]:
        return {name: words[name] for name in PROGRAM_FIELDS}

    def derived(self, words: Words) -> Mapping[str, Any]:
        parts = words["phases"].items()
        return {"rendered": {slug: render(part["description"]).html for slug, part in parts if part["description"]}}

    def add_parts(self, revision: Any, words: Words) -> None:
        rows = {phase.slug: phase for phase in Phase.objects.all()}
        ProgramPart.objects.bulk_create(
            ProgramPart(revision=revision, phase=rows[slug], **part)
            for slug, part in words["phases"].items()
            if any(part.values())
        )

    def faults(self, words: Words, subject: Program) -> Iterator[Refused]:
        flat = {name: words[name] for name in PROGRAM_FIELDS}
        yield from too_long(ProgramRevision, flat)
        for part in words["phases"].values():
            yield from too_long(ProgramPart, part)
        if both := doubled(words):
            sentence = _("%(phases)s: either describe it, or say why it is not part of the program. Not both.")
            yield Refused("phase-doubled", sentence % {"phases": _names(both)})

    def lacks(self, words: Words) -> Iterator[Refused]:
        if slugs_missing := missing(words):
            sentence = _("%(phases)s: say what the program does there, or why it is not part of the program.")
            yield Refused("phase-missing", sentence % {"phases": _names(slugs_missing)})

    def lines(self, words: Words) -> str:
        return as_text(words, labels())

    def stands_elsewhere(self, word: str, subject: Any) -> bool:
        return stands_elsewhere(word, kind="program", key=str(subject.pk))

    def public_changed(self, subject: Any) -> None:
        refresh(PROGRAMS, subject.pk)


def slugs() -> list[str]:
    return list(Phase.objects.order_by("position").values_list("slug", flat=True))


def program_words(given: Mapping[str, Any]) -> Words:
    return normal_program_words(given, slugs())


def labels() -> dict[str, str]:
    """Names of fields and phases, in order, for a comparison."""
    named = {name: label(ProgramRevision, name) for name in PROGRAM_FIELDS}
    return {**named, **{phase.slug: phase.name for phase in Phase.objects.all()}}


def too_long(model: type[Model], fields: Mapping[str, str]) -> Iterator[Refused]:
    for name, value in fields.items():
        if len(value) > longest(model, name):
            sentence = _("“%(field)s” has %(length)d characters; the most is %(most)d.")
            facts = {"field": label(model, name), "length": len(value), "most": longest(model, name)}
            yield Refused("too-long", sentence % facts)


def longest(model: type[Model], name: str) -> int:
    return getattr(model._meta.get_field(name), "max_length", None) or MAX_LENGTH


def label(model: type[Model], name: str) -> str:
    """A field's name for people, such as "In care after 30 days"."""
    words = str(getattr(model._meta.get_field(name), "verbose_name", name))
    return words[:1].upper() + words[1:]


def _names(some: list[str]) -> str:
    names = Phase.objects.filter(slug__in=some).values_list("name", flat=True)
    return ", ".join(f"“{name}”" for name in names)


def declare_all() -> None:
    for kind in (PhaseKind(), ProgramKind()):
        declare(kind)
