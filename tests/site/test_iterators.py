"""Who reads rows one after the other while the database is still answering."""

import ast
from collections.abc import Iterator

from tests.rooms import MODULES, ROOT

READS_ALONE = "it writes nothing, or only after the last row"
# As long as a question is being answered, SQLite throws away nothing of what is written meanwhile, by anyone. So
# whoever writes in between goes by `search.batches`.
ALLOWED = {
    "articles/transfer/packing.py:_redirects": READS_ALONE,
    "articles/transfer/questions_file.py:dumped": READS_ALONE,
    "contact/services/records.py:_follow": READS_ALONE,
    "contact/services/records.py:_unrecorded": READS_ALONE,
    "contact/services/replaying.py:catch_up": "what it writes are lines in files",
    "facilities/services/importing.py:__init__": READS_ALONE,
    "facilities/services/locating.py:assign_cities": READS_ALONE,
    "facilities/services/locating.py:locate_facilities": READS_ALONE,
    "rehabsite/management/commands/restore.py:look_at_keys": READS_ALONE,
    "rehabsite/sitemap.py:_rows": READS_ALONE,
    "review/services/rerendering.py:differing": "`rerender` is one transaction, as a whole or not at all",
}


def test_nobody_writes_while_reading_row_by_row() -> None:
    assert set(places()) == set(ALLOWED)


def places() -> Iterator[str]:
    for file in MODULES:
        for function in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef) and _reads_row_by_row(function):
                yield f"{file.relative_to(ROOT)}:{function.name}"


def _reads_row_by_row(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "iterator"
        for node in ast.walk(function)
    )
