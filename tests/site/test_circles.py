"""No file of ours needs itself, by whatever way around: each can be read after those that it is on."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.rooms import MODULES, ROOT


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def needs(source: str, ours: set[str]) -> Iterator[str]:
    """Also what is imported inside of functions: a circle that is hidden there is still one."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names if one.name in ours)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for one in node.names:
                whole = f"{node.module}.{one.name}"
                if found := whole if whole in ours else node.module if node.module in ours else None:
                    yield found


def in_order(sources: dict[str, str]) -> list[str]:
    return list(
        TopologicalSorter({name: set(needs(text, set(sources))) for name, text in sources.items()}).static_order()
    )


def test_no_files_stand_on_each_other() -> None:
    files = {name_of(path): path.read_text(encoding="utf-8") for path in MODULES}
    assert len(in_order(files)) == len(files) > 400


def test_a_circle_is_found_where_it_hides() -> None:
    with pytest.raises(CycleError):
        in_order({"a": "import b", "b": "from c import x", "c": "def f():\n    from a import y"})
