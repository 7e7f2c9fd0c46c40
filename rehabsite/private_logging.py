"""What the site writes down when something fails: what kind of thing and where, and never a word that anyone sent.

A log line or an exception's sentence of someone else's package may quote a path, a header, an address or a form's
field. So of theirs is written only what is in the code itself, with numbers filled in. What cannot be told
apart is left out. With DEBUG on, which only works on the developer's own machine, nothing of this holds.
"""

import ast
import json
import logging
import re
import sys
import threading
import traceback
import warnings
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

from django.conf import settings
from django.core.exceptions import BadRequest, ImproperlyConfigured, SuspiciousOperation
from django.core.management.base import CommandError
from django.http import UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.template import TemplateDoesNotExist, TemplateSyntaxError

from contact.delivery import error_mails
from rehabsite import request_id

OURS = {"rehabsite", "contact", "articles", "programs", "search", "markup", "guards"}
# Their sentences come from code, settings and templates alone.
TOLD = (ImportError, ImproperlyConfigured, TemplateDoesNotExist, TemplateSyntaxError, CommandError)
# What a client got wrong: a host that is not ours, too many fields, a body that breaks off.
CLIENTS = (SuspiciousOperation, BadRequest, UnreadablePostError, MultiPartParserError)
CODES = ("sqlstate", "sqlite_errorname", "smtp_code", "errno", "code")
CODE = re.compile(r"[\w-]{1,40}", re.ASCII)
# A link under one of these is its own key: whoever reads it could use it.
KEYED = re.compile(r"/(preview|inquiry|forwarded)/.+", re.DOTALL | re.IGNORECASE)
# So is what looks like one, such as a link with a letter missing: no address of this site has capital letters in so
# long a word.
LIKE_A_KEY = re.compile(r"/(?=[\w-]*[A-Z])[\w:-]{16,}", re.ASCII)
PATH = re.compile(r"/[^\s\"'<>]*")
PRIVATE_ROOM = str(Path(__file__).resolve().parent.parent / "contact")
LEFT_OUT = "..."


def public_part(path: str) -> str:
    """A path, cut before the part that opens something. It is decoded: "/%69nquiry/" means an inquiry, too."""
    return LIKE_A_KEY.sub(f"/{LEFT_OUT}", KEYED.sub(r"/\1/", path))


class Line(logging.Formatter):
    """A line for each record, and for an exception its kinds and places below."""

    def format(self, record: logging.LogRecord) -> str:
        words = (self.formatTime(record), record.levelname, record.name, said(record))
        line = " ".join(word for word in words if word)
        error = record.exc_info[1] if record.exc_info else None
        return f"{line}\n{story(error)}" if error else line


class JsonLine(logging.Formatter):
    """The same as an object in one line, with the id of the request."""

    def format(self, record: logging.LogRecord) -> str:
        error = record.exc_info[1] if record.exc_info else None
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "name": record.name,
            "message": said(record),
            "request_id": request_id.current.get(),
            "error": story(error) if error else "",
        }
        return json.dumps({name: value for name, value in told.items() if value}, ensure_ascii=False)


def formatter() -> logging.Formatter:
    return JsonLine() if settings.LOG_FORMAT == "json" else Line()


def said(record: logging.LogRecord) -> str:
    """Its sentence and its view; if neither may be told, the place in the code."""
    told = [word for word in (_sentence(record), _request(record)) if word]
    return " ".join(told) or f"{Path(record.pathname).name}:{record.lineno}"


class ErrorMail(logging.Handler):
    """To ADMINS, by the worker: the same, without the request that failed, its form, its cookies, its address or its
    visitor's. What a client got wrong is in the log alone: otherwise anyone could have us send mail without end."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if not settings.ADMINS or isinstance(error, CLIENTS) or 400 <= getattr(record, "status_code", 500) < 500:
            return
        kind = f"{record.name} {record.pathname} {record.lineno} {story(error) if error else record.msg}"
        error_mails.note(kind, self.format(record))


def story(error: BaseException) -> str:
    """An exception without its words: what was raised from what, each with its places, the first one first."""
    told: list[str] = []
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        told.append("\n".join((*_places(one), _kind(one))))
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return "\n… and from it:\n".join(reversed(told))


def install() -> None:
    """For what no log sees: what ends a command or a thread, and Python's own warnings."""
    if settings.DEBUG:
        return
    logging.raiseExceptions = False  # it prints a broken line's arguments
    sys.excepthook = _ended
    sys.unraisablehook = lambda lost: _ended(lost.exc_type, lost.exc_value, lost.exc_traceback)
    threading.excepthook = lambda end: _ended(end.exc_type, end.exc_value, end.exc_traceback)
    warnings.showwarning = _warned


def _sentence(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] in OURS:
        try:
            return _one_line(PATH.sub(lambda path: public_part(path[0]), record.getMessage()))
        except (TypeError, ValueError):
            return _one_line(str(record.msg))
    template = record.msg if isinstance(record.msg, str) and record.msg in _constants(record.pathname) else ""
    told = _one_line(_with_numbers(template, record.args))
    return told if any(map(str.isalpha, told)) else ""


def _with_numbers(template: str, args: Any) -> str:
    if not args:
        return template
    try:
        if isinstance(args, Mapping):
            return template % {key: _number_or_not(value) for key, value in args.items()}
        return template % tuple(map(_number_or_not, args))
    except (TypeError, ValueError):
        return template


def _number_or_not(value: object) -> object:
    return value if isinstance(value, int | float) else LEFT_OUT


def _request(record: logging.LogRecord) -> str:
    """Which view, by its name in the code, and what it answered."""
    request = getattr(record, "request", None)
    match = getattr(request, "resolver_match", None)
    status = getattr(record, "status_code", "")
    return f"({match.view_name if match else 'no view'} {status})" if request or status else ""


def _places(error: BaseException) -> Iterator[str]:
    for frame, line in traceback.walk_tb(error.__traceback__):
        yield f"  {frame.f_code.co_filename}:{line} {frame.f_code.co_name}"


def _kind(error: BaseException) -> str:
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    codes = [value for name in CODES if (value := str(getattr(error, name, None) or "")) and CODE.fullmatch(value)]
    return (f"{kind} ({', '.join(codes)})" if codes else kind) + _own_words(error)


def _own_words(error: BaseException) -> str:
    """Its sentence, if it stands as it is in the file that raised it, and so was put together from nothing."""
    words = str(error)
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    if isinstance(error, TOLD) or (" " in words and frames and words in _constants(frames[-1].f_code.co_filename)):
        return f": {_one_line(words)}"
    return ""


@lru_cache(maxsize=100)
def _constants(file: str) -> frozenset[str]:
    """Every text that a Python file holds."""
    try:
        tree = ast.parse(Path(file).read_bytes())
    except (OSError, SyntaxError, ValueError):
        return frozenset()
    nodes = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return frozenset(value for value in nodes if isinstance(value, str))


def _one_line(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _ended(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    """Discreet about what went through `contact`. Of all else, whoever runs a command wants to read everything."""
    if error and PRIVATE_ROOM in (told := story(error)):
        _say(told)
    elif error:
        sys.__excepthook__(kind, error, trace)


def _warned(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """Its sentence may quote a value."""
    _say(f"{filename}:{lineno} {category.__name__}")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
