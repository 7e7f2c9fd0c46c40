"""What the words of a phase or a program are: fields, their normal form, what is missing. Plain: knows no rows."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from markup.characters import one_line, tidy

# Text of several lines; the rest are single lines.
LONG = frozenset({"body", "for_whom", "family", "description"})
PHASE_FIELDS = ("also_called", "summary", "body")
MEASURES = ("in_care_30_days", "in_care_6_months", "in_care_1_year", "quality_of_life")
PROGRAM_FIELDS = ("summary", "for_whom", "family", *MEASURES, "return_to_use_plan")
PART_FIELDS = ("description", "not_part_because")

Words = dict[str, Any]


def normal(field: str, text: object) -> str:
    """Line ends and outer spaces differ between browsers and files; that is no change of the words."""
    words = str(text or "")
    return tidy(words).strip() if field in LONG else one_line(words)


def phase_words(given: Mapping[str, Any]) -> Words:
    return {name: normal(name, given.get(name)) for name in PHASE_FIELDS}


def program_words(given: Mapping[str, Any], slugs: Iterable[str]) -> Words:
    """All fields, and for each phase by its slug both of its fields, in the phases' order."""
    words: Words = {name: normal(name, given.get(name)) for name in PROGRAM_FIELDS}
    parts: Mapping[str, Mapping[str, Any]] = given.get("phases") or {}
    words["phases"] = {
        slug: {name: normal(name, parts.get(slug, {}).get(name)) for name in PART_FIELDS} for slug in slugs
    }
    return words


def missing(words: Words) -> list[str]:
    """Slugs of the phases that a program neither describes nor gives a reason for."""
    return [slug for slug, part in words["phases"].items() if not any(part.values())]


def doubled(words: Words) -> list[str]:
    """Slugs of the phases that a program describes and also says are not part of it."""
    return [slug for slug, part in words["phases"].items() if all(part.values())]


def as_text(words: Words, labels: Mapping[str, object]) -> str:
    """All of it as lines, for a person who compares two versions. `labels` names fields and phases, in order."""
    return "\n".join(_lines(words, labels))


def _lines(words: Words, labels: Mapping[str, object]) -> Iterator[str]:
    parts = words.get("phases", {})
    for name, label in labels.items():
        if name in words:
            yield from (f"{label}:", words[name] or "—", "")
        elif name in parts:
            part = parts[name]
            reason = part["not_part_because"]
            yield from (f"{label}:", part["description"] or (f"✕ {reason}" if reason else "—"), "")
