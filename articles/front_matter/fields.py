"""Reading the keys of one YAML mapping strictly: every problem is reported, and reading goes on."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

import yaml
from django import forms
from django.utils.translation import gettext as _

from articles.front_matter.kinds import Items
from articles.front_matter.nodes import is_nothing, line_of
from articles.front_matter.problems import Report

_MOST_SUGGESTIONS = 20


class Fields:
    """The values of a mapping, as its form cleaned them. `where` names the mapping in messages: "source 2, "."""

    def __init__(self, node: yaml.Node | None, form: type[forms.Form], report: Report, where: str = "") -> None:
        self.report = report
        self.where = where
        self.line = line_of(node) if node else 1
        self.lines: dict[str, int] = {}
        self._nodes: dict[str, yaml.Node] = {}
        self._wrong: set[str] = set()
        self._unread: set[str] = set()  # what is no text, or no list, has no value to look at
        if isinstance(node, yaml.MappingNode):
            self._read(node, tuple(form.base_fields))
        elif node and not is_nothing(node):
            report.add(self.line, _("%(where)sthis has to be lines of “key: value”.") % {"where": where})
            self._unread.update(form.base_fields)
        self._form = form

    def _read(self, node: yaml.MappingNode, known: tuple[str, ...]) -> None:
        unknown: list[tuple[str, int]] = []
        for key_node, value in node.value:
            key, line = key_node.value, line_of(key_node)
            if not isinstance(key, str):
                self.report.add(line, _("%(where)sa key has to be one word.") % {"where": self.where})
            elif key not in known:
                unknown.append((key, line))
            elif key in self.lines:
                self._add(line, key, _("is here twice. The first is on line %d.") % self._shown_line(key))
            else:
                self.lines[key], self._nodes[key] = line, value
        for position, (key, line) in enumerate(unknown):
            near = get_close_matches(key[:40].lower(), known, n=1) if position < _MOST_SUGGESTIONS else []
            hint = _("Did you mean “%s”?") % near[0] if near else ""
            if not near and position == 0:
                hint = _("The keys are: %s.") % ", ".join(known)
            wrong = _("there is no such key.")
            self._add(line, key[:40], f"{wrong} {hint}".rstrip())

    def _shown_line(self, key: str) -> int:
        return self.lines[key] + self.report.offset

    def _add(self, line: int, key: str, message: str) -> None:
        self.report.add(line, f"{self.where}{key}: {message}")

    def problem(self, key: str, message: str) -> None:
        """Report something about a key, at its line, or at the mapping's line when it is not there."""
        self._wrong.add(key)
        self._add(self.lines.get(key, self.line), key, message)

    def is_wrong(self, key: str) -> bool:
        """Whether a problem was reported for the key, so that what follows from it need not be."""
        return key in self._wrong or key in self._unread

    def values(self) -> dict[str, Any]:
        """Every key of the form. What is wrong is reported, and empty here."""
        form = self._form(dict(self._written()))
        for key in self._unread:
            form.fields.pop(key, None)
        form.full_clean()
        for key, errors in form.errors.as_data().items():
            for error in errors:
                self._wrong.add(key)
                line = (error.params or {}).get("line") or self.lines.get(key, self.line)
                self._add(line, key, error.messages[0])
        empty = {key: field.to_python(None) for key, field in self._form.base_fields.items()}
        return {**empty, **form.cleaned_data}

    def _written(self) -> Iterator[tuple[str, Any]]:
        """Texts as they are written, so `2026`, `yes` and `10:30` stay what the editor typed; lists as nodes."""
        for key, node in self._nodes.items():
            if is_nothing(node):
                continue
            if isinstance(self._form.base_fields[key], Items):
                if isinstance(node, yaml.SequenceNode):
                    self.lines.update({f"{key}.{n}": line_of(item) for n, item in enumerate(node.value)})
                    yield key, node.value
                else:
                    self._bad(key, node, _("has to be a list, with one line that starts with “- ” for each item."))
            elif isinstance(node, yaml.ScalarNode):
                yield key, node.value
            else:
                self._bad(key, node, _("has to be text, not a list or more keys."))

    def _bad(self, key: str, node: yaml.Node, message: str) -> None:
        self._unread.add(key)
        self._add(line_of(node), key, message)
