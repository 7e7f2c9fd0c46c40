"""The file that holds the glossary's terms."""

import yaml
from django import forms
from django.utils.translation import gettext as _

from articles.front_matter.entries import TermEntry
from articles.front_matter.fields import Fields
from articles.front_matter.kinds import Address, Day, Slug, Text
from articles.front_matter.nodes import compose, is_nothing, line_of
from articles.front_matter.problems import Report
from articles.front_matter.text import checked, decoded
from markup.characters import folded


class TermForm(forms.Form):
    term = Text(80, required=True)
    slug = Slug(80, required=True)
    also_called = Text(300)
    meaning = Text(600, required=True, lines=True)
    source_title = Text(300, required=True)
    source_url = Address(500, required=True)
    source_checked_on = Day()
    writer = Text(120)
    reviewer = Text(120)
    reviewed_on = Day()
    next_review_due = Day()

    def clean_meaning(self) -> str:
        return " ".join(self.cleaned_data["meaning"].split())


def parse_terms_bytes(data: bytes) -> list[TermEntry]:
    """The terms that a file holds, or FrontMatterErrors. A slug or a term that is there twice is an error."""
    report = Report()
    root = compose(checked(decoded(data)), report)
    terms: list[TermEntry] = []
    if isinstance(root, yaml.SequenceNode):
        terms = [_term(node, report, number) for number, node in enumerate(root.value, 1)]
        _check_once(terms, report)
    elif root and not is_nothing(root):
        report.add(line_of(root), _("The file has to be a list, with “- ” before each term."))
    report.raise_if_any()
    return terms


def _term(node: yaml.Node, report: Report, number: int) -> TermEntry:
    fields = Fields(node, TermForm, report, _("term %d, ") % number)
    entry = TermEntry(**fields.values(), line=line_of(node))
    if entry.reviewer and folded(entry.reviewer) == folded(entry.writer):
        fields.problem("reviewer", _("No one may review what they wrote. Name another reviewer."))
    if bool(entry.reviewer) != bool(entry.reviewed_on) and not fields.is_wrong("reviewed_on"):
        fields.problem("reviewer", _("reviewer and reviewed_on go together: give both or neither."))
    return entry


def _check_once(terms: list[TermEntry], report: Report) -> None:
    seen: dict[tuple[str, str], int] = {}
    for entry in terms:
        for key, value in (("slug", entry.slug), ("term", folded(entry.term))):
            if value and (key, value) in seen:
                said = {"line": seen[key, value], "key": key}
                report.add(entry.line, _("The term on line %(line)d already has this %(key)s.") % said)
            seen.setdefault((key, value), entry.line)
