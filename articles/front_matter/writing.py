"""Writing the file form: the same keys in the same order every time, so that two exports can be compared."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

import yaml

from articles.front_matter.entries import Document, PersonEntry, TermEntry
from markup.characters import tidy

_ON_ONE_LINE = 10**9
_NOT_WRITTEN = {"body", "lines", "line", "old", "notes"}


class _Dumper(yaml.SafeDumper):
    """Lists are indented below their key, nothing is an alias, and text of several lines stays readable."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _written_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    block = "\n" in text and not text.startswith(" ")
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if block else None)


_Dumper.add_representer(str, _written_text)


def dump(document: Document) -> str:
    """The file of an article. What is empty is left out."""
    return f"---\n{as_yaml(_filled(document))}---\n\n{document.body}\n"


def dump_people(people: Iterable[PersonEntry]) -> str:
    """The file of people, in the order given."""
    return as_yaml([_filled(person) for person in people])


def dump_terms(terms: Iterable[TermEntry]) -> str:
    """The glossary's file, in the order given."""
    return as_yaml([_filled(entry) for entry in terms])


def as_yaml(data: Any) -> str:
    """Lines that YAML writes as one may together look like letters that were read wrongly, which whoever reads the
    file would put right: then each letter is written by its number."""
    written = _dumped(data, allow_unicode=True)
    return written if tidy(written) == written else _dumped(data, allow_unicode=False)


def _dumped(data: Any, *, allow_unicode: bool) -> str:
    written: str = yaml.dump(data, Dumper=_Dumper, allow_unicode=allow_unicode, sort_keys=False, width=_ON_ONE_LINE)
    return written


def _filled(entry: Any) -> dict[str, Any]:
    values = {field.name: getattr(entry, field.name) for field in fields(entry) if field.name not in _NOT_WRITTEN}
    return {key: _plain(value) for key, value in values.items() if value not in ("", None, (), False)}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [item if isinstance(item, str) else _filled(item) for item in value]
    return value
