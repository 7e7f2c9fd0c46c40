"""The file of people: a YAML list, one entry for each person."""

import yaml
from django import forms
from django.utils.translation import gettext as _

from articles.front_matter.entries import PersonEntry
from articles.front_matter.fields import Fields
from articles.front_matter.kinds import Address, Flag, Slug, Text
from articles.front_matter.nodes import compose, is_nothing, line_of
from articles.front_matter.problems import Report
from articles.front_matter.text import checked, decoded
from markup.characters import folded


class PersonForm(forms.Form):
    slug = Slug(80, required=True)
    name = Text(120, required=True)
    credentials = Text(120)
    credentials_url = Address(200)
    bio = Text(2000, lines=True)
    conflicts = Text(2000, lines=True)
    invented = Flag()


def parse_people_bytes(data: bytes) -> list[PersonEntry]:
    """The people that a file holds, or FrontMatterErrors."""
    return parse_people(decoded(data))


def parse_people(text: str) -> list[PersonEntry]:
    """The people that a file's text holds, or FrontMatterErrors. A slug or a name that is there twice is an error."""
    report = Report()
    root = compose(checked(text), report)
    if isinstance(root, yaml.SequenceNode):
        people = [_person(node, report, number) for number, node in enumerate(root.value, 1)]
        _check_once(people, report)
    else:
        people = []
        if root and not is_nothing(root):
            report.add(line_of(root), _("The file has to be a list, with “- ” before each person."))
    report.raise_if_any()
    return people


def _person(node: yaml.Node, report: Report, number: int) -> PersonEntry:
    return PersonEntry(**Fields(node, PersonForm, report, _("person %d, ") % number).values(), line=line_of(node))


def _check_once(people: list[PersonEntry], report: Report) -> None:
    seen: dict[tuple[str, str], int] = {}
    for person in people:
        for key, value in (("slug", person.slug), ("name", folded(person.name))):
            if value and (key, value) in seen:
                said = {"line": seen[key, value], "key": key}
                report.add(person.line, _("The person on line %(line)d already has this %(key)s.") % said)
            seen.setdefault((key, value), person.line)
