"""Only `outbound` makes requests to addresses from outside, and it needs nothing but Python.

import-linter sees packages, and `http` or `urllib` have much in them that sends nothing. So imports are read here.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rehabsite.settings import BASE_DIR
from tests.rooms import MODULES

SENDING = frozenset(
    {
        *("socket", "ssl", "http.client", "urllib.request", "ftplib", "smtplib", "imaplib", "poplib", "telnetlib"),
        *("xmlrpc.client", "asyncio", "selectors", "socketserver", "http.server"),
        *("requests", "httpx", "urllib3", "aiohttp", "httplib2", "pycurl", "websockets", "anyio"),
    }
)
BY_CALL = ("import_module", "__import__")
# Each with its reason. None of them sends anything to an address that came from outside.
ALLOWED = {
    "contact/delivery/mail.py": {"smtplib", "socket"},  # talks to the operator's mail server
    "contact/worker.py": {"socket"},  # asks for this machine's own name
    "contact/tombstones.py": {"socket"},  # asks for this machine's own name
    "rehabsite/fronts.py": {"http.client"},  # tells the operator's own proxies what was withdrawn
    "rehabsite/management/commands/serve.py": {"socket"},  # tries whether its own port is free
}


def imports(source: str) -> Iterator[str]:
    """Whole names, at any depth: `from http import client` is `http.client`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield str(node.module)
            yield from (f"{node.module}.{one.name}" for one in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in (
            "import_module",
            "__import__",
        ):
            yield from (one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str))


def sending(source: str) -> set[str]:
    return {one for name in imports(source) for one in SENDING if name == one or name.startswith(f"{one}.")}


@pytest.mark.parametrize(
    "source",
    [
        "import socket",
        "import http.client as web",
        "from http import client",
        "from urllib.request import urlopen",
        "def later():\n    from urllib import request",
        "import importlib\nimportlib.import_module('requests')",
        "__import__('httpx')",
    ],
)
def test_the_reader_of_imports_finds_them(source: str) -> None:
    assert sending(source)


def test_it_takes_nothing_else_for_one() -> None:
    assert not sending(
        "import http\nfrom http import HTTPStatus\nfrom urllib.parse import quote\nfrom . import socket"
    )


def test_nobody_but_outbound_opens_connections() -> None:
    found = {str(path.relative_to(BASE_DIR)): sending(path.read_text("utf-8")) for path in MODULES}
    others = {name: kinds for name, kinds in found.items() if kinds and not name.startswith("outbound/")}
    assert others == ALLOWED, "what is not allowed, or is allowed and not needed anymore"


@pytest.mark.parametrize("path", sorted((BASE_DIR / "outbound").rglob("*.py")), ids=lambda path: path.name)
def test_outbound_needs_nothing_but_python(path: Path) -> None:
    needed = {name.partition(".")[0] for name in imports(path.read_text("utf-8"))}
    assert needed <= {*sys.stdlib_module_names, "outbound"}
