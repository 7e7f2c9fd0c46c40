"""Whether every message of the interface is found by an extraction: `python -m tests.messages`, a part of `make lint`.

Babel extracts from Python and, over Django's templatize, from templates. What Python calls that Babel does not find is
told by file and line: an alias that it does not know, an f-string around a call, a message put together at run time.
A plain `gettext` call while a module is imported is told too: it would be in the language of the import.
"""

import ast
import re
import sys
from collections.abc import Iterator
from io import BytesIO

from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.utils.translation.template import templatize

from tests.rooms import MODULES, ROOT

PLAIN = frozenset({"gettext", "ngettext", "pgettext", "npgettext"})
CALLS = PLAIN | {f"{name}_lazy" for name in PLAIN}
KEYWORDS = {**DEFAULT_KEYWORDS, **{f"{name}_lazy": DEFAULT_KEYWORDS[name] for name in PLAIN}, "gettext_noop": None}
Found = tuple[int, str]
_MESSAGE = re.compile(r"{%\s*(?:translate|trans)\s+[\"']|{%\s*(?:blocktranslate|blocktrans)\b")


def problems() -> Iterator[str]:
    for path in MODULES:
        for line, sentence in in_python(path.read_text(encoding="utf-8")):
            yield f"{path.relative_to(ROOT)}:{line}: {sentence}"
    for path in sorted({*(ROOT / "templates").rglob("*.*"), *ROOT.glob("[a-z]*/templates/**/*.*")}):
        if path.suffix in {".html", ".txt", ".svg"}:
            for line, sentence in in_template(path.read_text(encoding="utf-8")):
                yield f"{path.relative_to(ROOT)}:{line}: {sentence}"


def in_python(source: str) -> Iterator[Found]:
    """Line and sentence of each call whose message an extraction misses, or translates too early."""
    tree = ast.parse(source)
    names = {alias.asname or alias.name: alias.name for alias in _imports(tree) if alias.name in CALLS}
    for name, real in names.items():
        if name not in {"_", real}:
            yield 1, f"{real} is imported as {name}, which no extraction knows. Call it {real}, or _."
    found = extracted(source)
    inside = {id(call) for part in ast.walk(tree) if isinstance(part, ast.JoinedStr) for call in ast.walk(part)}
    early = {id(call) for call in _while_importing(tree)}
    for call in ast.walk(tree):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in names):
            continue
        first = call.args[0] if call.args else None
        if id(call) in inside:
            yield call.lineno, "A message inside an f-string is not found. Name it first."
        elif not (isinstance(first, ast.Constant) and isinstance(first.value, str)):
            yield call.lineno, "A message is one plain text, so that translators see all of it."
        elif first.value not in found:
            yield call.lineno, f"This message is not found by an extraction: {first.value[:60]!r}"
        elif id(call) in early and names[call.func.id] in PLAIN:
            yield call.lineno, "This is translated once, when the module is imported. Use the lazy form."


def in_template(source: str) -> Iterator[Found]:
    """A template of which an extraction finds fewer messages than it has."""
    # Templatize keeps the template's own indentation, which says nothing to Python.
    lines = "\n".join(line.strip() for line in templatize(source).splitlines())
    there = len(_MESSAGE.findall(source))
    found = sum(1 for _each in extract("python", BytesIO(lines.encode()), KEYWORDS))
    if found < there:
        yield 1, f"An extraction finds {found} of the {there} messages here."


def extracted(source: str) -> set[str]:
    found: set[str] = set()
    for _line, message, _comments, _context in extract("python", BytesIO(source.encode()), KEYWORDS):
        found.update((message,) if isinstance(message, str) else (part for part in message if part))
    return found


def _imports(tree: ast.Module) -> Iterator[ast.alias]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            yield from node.names


def _while_importing(tree: ast.Module) -> Iterator[ast.AST]:
    """Everything outside functions and lambdas."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        lazy = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
        waiting += [child for child in ast.iter_child_nodes(node) if not isinstance(child, lazy)]


if __name__ == "__main__":
    told = list(problems())
    print("\n".join(told) or "Every message is found.")
    sys.exit(bool(told))
