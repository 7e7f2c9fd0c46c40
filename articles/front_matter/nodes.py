"""YAML as nodes that know their lines. Nothing is turned into Python objects here."""

import re
from typing import Any

import yaml
from django.utils.translation import gettext as _
from yaml.events import AliasEvent

from articles.front_matter.problems import Report
from articles.front_matter.text import tidy_lines

_DEEPEST = 6
NULL_TAG = "tag:yaml.org,2002:null"
TEXT_TAG = "tag:yaml.org,2002:str"
_COMMENT = re.compile(r"\s*#")
# A line with something before its comment.
_CUT = re.compile(r"\s*[^\s#].*\s#")


class _TooDeep(yaml.YAMLError):
    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line


class _Loader(yaml.SafeLoader):
    """Refuses what these files never need: aliases and anchors (which can blow up), explicit types, deep nesting."""

    def __init__(self, text: str, report: Report) -> None:
        super().__init__(text)
        self.report = report
        self.depth = 0
        self.lines = text.split("\n")

    def compose_node(self, parent: Any, index: Any) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        line = event.start_mark.line + 1
        if isinstance(event, AliasEvent):
            self.get_event()  # type: ignore[no-untyped-call]
            mark = yaml.Mark("", 0, line - 1, 0, "", 0)
            self.report.add(line, _("Text that starts with * has to be in quotation marks."))
            return yaml.ScalarNode(TEXT_TAG, f"*{event.anchor}", mark, mark)
        if event.anchor:
            self.report.add(line, _("Text that starts with & has to be in quotation marks."))
        if event.tag:
            self.report.add(line, _("Text that starts with ! has to be in quotation marks."))
        event.anchor = event.tag = None
        if self.depth >= _DEEPEST:
            raise _TooDeep(line)
        self.depth += 1
        node: yaml.Node | None = super().compose_node(parent, index)
        self.depth -= 1
        if node and self._is_cut(node):
            self.report.add(line_of(node), _cut())
        return node

    def _is_cut(self, node: yaml.Node) -> bool:
        """Whether YAML left out the rest of a value's line. `Myth #3` would be "Myth"."""
        if not isinstance(node, yaml.ScalarNode) or node.style is not None:
            return False
        end = node.end_mark
        return bool(_COMMENT.match(self.lines[end.line], end.column)) if end.line < len(self.lines) else False


def compose(text: str, report: Report) -> yaml.Node | None:
    """The root node, or None when there is nothing or nothing readable; the report says what is wrong."""
    text = tidy_lines(text)
    try:
        return _Loader(text, report).get_single_node()
    except _TooDeep as error:
        report.add(error.line, _("There are too many lists inside lists here."))
        return None
    except yaml.YAMLError as error:
        _report_syntax(text, error, report)
        return None


def _report_syntax(text: str, error: yaml.YAMLError, report: Report) -> None:
    lines = text.split("\n")
    tabs = [number for number, line in enumerate(lines, 1) if "\t" in line[: len(line) - len(line.lstrip())]]
    for number in tabs:
        report.add(number, _("The line starts with a tab. Indent with spaces."))
    if tabs:
        return
    # In a list between brackets the comment takes the closing bracket along.
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    said = getattr(error, "problem", None) or _("it cannot be read")
    line = min(mark.line + 1, len(lines)) if mark else 1
    cut = [number for number, written in enumerate(lines[:line], 1) if _CUT.match(written)]
    if cut:
        report.add(cut[-1], _cut())
        return
    report.add(
        line,
        _("This is not valid YAML: %(said)s. Text with a colon or quotation marks in it has to be in quotation marks.")
        % {"said": said},
    )


def _cut() -> str:
    return _(
        "YAML treats anything after a space and a # as a comment, and leaves it out. Put the whole value in "
        "quotation marks, or put the comment on its own line."
    )


def line_of(node: yaml.Node) -> int:
    line: int = node.start_mark.line
    return line + 1


def is_nothing(node: yaml.Node) -> bool:
    """Whether a value was left empty (`city:`, `~` or `null` without quotation marks)."""
    return isinstance(node, yaml.ScalarNode) and node.style is None and node.tag == NULL_TAG
