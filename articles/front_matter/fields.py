"""Reading the keys of one YAML mapping strictly: every problem is reported, and reading goes on."""

import re
from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from urllib.parse import urlsplit

import yaml
from django.utils.translation import gettext as _

from articles.front_matter.nodes import is_nothing, line_of
from articles.front_matter.problems import Report
from articles.front_matter.text import normal_text
from markup.characters import bare, folded, one_line, tidy

EARLIEST_YEAR, LATEST_YEAR = 1800, 2100
_MOST_SUGGESTIONS = 20
_SLUG = re.compile(r"[-a-zA-Z0-9_]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR = re.compile(r"[0-9]{4}")
_NO_ADDRESS = re.compile(r"[\s\\<>\"]")
_BOOLEANS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


class Fields:
    """The values of a mapping. `where` names the mapping in messages, as in "source 2, "."""

    def __init__(self, node: yaml.Node | None, known: Sequence[str], report: Report, where: str = "") -> None:
        self.report = report
        self.where = where
        self.line = line_of(node) if node else 1
        self.lines: dict[str, int] = {}
        self._nodes: dict[str, yaml.Node] = {}
        self._wrong: set[str] = set()
        if isinstance(node, yaml.MappingNode):
            self._read(node, known)
        elif node and not is_nothing(node):
            report.add(self.line, _("%(where)sthis has to be lines of “key: value”.") % {"where": where})
            self._wrong.update(known)

    def _read(self, node: yaml.MappingNode, known: Sequence[str]) -> None:
        unknown: list[tuple[str, int]] = []
        for key_node, value in node.value:
            key, line = key_node.value, line_of(key_node)
            if not isinstance(key, str):
                self.report.add(line, _("%(where)sa key has to be one word.") % {"where": self.where})
            elif key not in known:
                unknown.append((key, line))
            elif key in self.lines:
                self._add(line, key, _("is here a second time. The first is on line %d.") % self._shown_line(key))
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
        return key in self._wrong

    def text(self, key: str, limit: int, *, several_lines: bool = False) -> str:
        """The value as it is written, so `2026`, `yes` and `10:30` stay what the editor typed; "" for nothing."""
        node = self._nodes.get(key)
        if node is None or is_nothing(node):
            return ""
        return self._text(key, node, limit, several_lines=several_lines)

    def required(self, key: str, limit: int, *, several_lines: bool = False) -> str:
        value = self.text(key, limit, several_lines=several_lines)
        if not value and key not in self._wrong:
            self.problem(key, _("is missing."))
        return value

    def _text(self, key: str, node: yaml.Node, limit: int, *, several_lines: bool = False) -> str:
        if not isinstance(node, yaml.ScalarNode):
            self._bad(key, node, _("has to be text, not a list or further keys."))
            return ""
        value = normal_text(node.value) if several_lines else one_line(node.value)
        if not several_lines and "\n" in tidy(node.value).strip():
            self._bad(key, node, _("has to be on one line."))
        elif len(value) > limit:
            sizes = {"length": len(value), "limit": limit}
            self._bad(key, node, _("is %(length)d characters long; %(limit)d fit.") % sizes)
        return value

    def _bad(self, key: str, node: yaml.Node, message: str) -> None:
        self._wrong.add(key)
        self._add(line_of(node), key, message)

    def slug(self, key: str, limit: int) -> str:
        value = bare(self.text(key, limit)).lower()
        if value and not _SLUG.fullmatch(value) and key not in self._wrong:
            self.problem(key, _("may have only the letters a to z, digits, hyphens and underscores."))
        return value

    def date(self, key: str) -> date | None:
        value = self.text(key, 300)
        if not value or key in self._wrong:
            return None
        try:
            day = date.fromisoformat(value) if _DATE.fullmatch(value) else None
        except ValueError:
            day = None
        if day is None:
            self.problem(key, _("“%s” is not a date such as 2026-10-01.") % value[:40])
        elif not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
            self.problem(key, _("the year has to be between %d and %d.") % (EARLIEST_YEAR, LATEST_YEAR))
        return day

    def year(self, key: str) -> int | None:
        value = self.text(key, 300)
        if not value or key in self._wrong:
            return None
        if not _YEAR.fullmatch(value) or not EARLIEST_YEAR <= int(value) <= LATEST_YEAR:
            self.problem(key, _("has to be a year between %d and %d.") % (EARLIEST_YEAR, LATEST_YEAR))
            return None
        return int(value)

    def url(self, key: str, limit: int) -> str:
        value = bare(self.text(key, limit))
        if value and key not in self._wrong and not _is_address(value):
            self.problem(key, _("has to be a whole address that starts with https:// or http://."))
        return value

    def flag(self, key: str) -> bool:
        value = self.text(key, 300).lower()
        if value and value not in _BOOLEANS and key not in self._wrong:
            self.problem(key, _("has to be yes or no."))
        return _BOOLEANS.get(value, False)

    def items(self, key: str) -> list[yaml.Node]:
        node = self._nodes.get(key)
        if node is None or is_nothing(node):
            return []
        if not isinstance(node, yaml.SequenceNode):
            self._bad(key, node, _("has to be a list, with one line that starts with “- ” for each item."))
            return []
        for position, item in enumerate(node.value):
            self.lines[f"{key}.{position}"] = line_of(item)
        return list(node.value)

    def texts(self, key: str, limit: int, *, slugs: bool = False) -> tuple[str, ...]:
        """A list of short texts, each once, whatever its case."""
        values: list[str] = []
        seen: set[str] = set()
        for node in self.items(key):
            value = "" if is_nothing(node) else self._text(key, node, limit)
            if not value and isinstance(node, yaml.ScalarNode):
                self._bad(key, node, _("one of the list is empty."))
            elif value and folded(value) in seen:
                self._bad(key, node, _("“%s” is here twice.") % value[:60])
            elif slugs and value and not _SLUG.fullmatch(value):
                self._bad(key, node, _("“%s” may have only letters, digits and hyphens.") % value[:60])
            seen.add(folded(value))
            values.append(value)
        return tuple(values)


def _is_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        host = parts.hostname
        parts.port  # noqa: B018 - reading it raises ValueError for a port that is no number
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(host) and not _NO_ADDRESS.search(value)
