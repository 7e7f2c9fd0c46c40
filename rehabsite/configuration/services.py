"""The addresses of other programs: database, cache and mail server.

A password may hold any sign. Signs may be percent-encoded, and need not be: what comes before the last @ is the
log-in, and its name ends at the first colon.
"""

import re
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, quote, unquote

from rehabsite.configuration.kinds import Kind
from rehabsite.configuration.wrong import Wrong

ADDRESS = re.compile(
    r"(?P<scheme>[a-z+]+)://"
    r"(?:(?P<user>[^:/]*)(?::(?P<password>.*))?@)?"
    r"(?P<host>\[[0-9a-f:.]+\]|[\w.%-]*)(?::(?P<port>\d{1,5}))?"
    r"(?:/(?P<path>[^?#@]*))?(?:\?(?P<query>[^#@]*))?",
    re.IGNORECASE,
)
DATABASE_HINT = "Write it as postgres://user:password@host:5432/name, or as sqlite:////folder/file."
CACHE_HINT = "Write it as redis://:password@host:6379/0, or rediss: for TLS."
MAIL_HINT = "Write it as smtp+tls://user:password@host:587, or smtp+ssl: for a server that starts with TLS."
BACKENDS = "django.core.mail.backends"


class Parts(NamedTuple):
    scheme: str
    user: str
    password: str
    host: str
    port: str
    path: str
    query: str


def _parts(value: str, hint: str) -> Parts:
    found = ADDRESS.fullmatch(value)
    if not found or int(found["port"] or 1) not in range(1, 65536):
        raise Wrong(hint)
    plain = {name: unquote(text or "") for name, text in found.groupdict().items() if name != "query"}
    if "\0" in "".join(plain.values()):
        raise Wrong(hint)
    plain["host"] = plain["host"].strip("[]")
    return Parts(**plain | {"scheme": plain["scheme"].lower(), "query": found["query"] or ""})


def _database(value: str) -> dict[str, Any]:
    scheme = value.partition(":")[0].lower()
    if scheme == "sqlite":
        path = unquote(value[len("sqlite:///") :])
        if not value.startswith("sqlite:///") or not path or path.endswith("/"):
            raise Wrong(DATABASE_HINT)
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": path}
    if scheme not in ("postgres", "postgresql"):
        raise Wrong("It does not name a database that this site knows. Start it with postgres: or sqlite:.")
    parts = _parts(value, DATABASE_HINT)
    if not parts.path or "/" in parts.path:
        raise Wrong(DATABASE_HINT)
    return {
        "ENGINE": "rehabsite.postgresql",
        "NAME": parts.path,
        "USER": parts.user,
        "PASSWORD": parts.password,
        "HOST": parts.host,
        "PORT": parts.port,
        "OPTIONS": _postgres_options(parts.query),
    }


def _postgres_options(query: str) -> dict[str, str]:
    """What follows the question mark, such as sslmode=verify-full, in the words of PostgreSQL's own library."""
    from psycopg import ProgrammingError, conninfo  # half of its time to import, and not for SQLite

    try:
        options = dict(parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query)))
        conninfo.make_conninfo("", **options)
    except (ValueError, ProgrammingError) as error:
        raise Wrong("PostgreSQL does not know what comes after the question mark.") from error
    return options


def _cache(value: str) -> str:
    parts = _parts(value, CACHE_HINT)
    if parts.scheme not in ("redis", "rediss") or not parts.host or not re.fullmatch(r"\d{0,4}", parts.path):
        raise Wrong(CACHE_HINT)
    login = f"{quote(parts.user, safe='')}:{quote(parts.password, safe='')}@" if parts.user or parts.password else ""
    host = f"[{parts.host}]" if ":" in parts.host else parts.host
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{login}{host}:{parts.port or 6379}/{parts.path or 0}{query}"


def _mail(value: str) -> dict[str, Any]:
    parts = _parts(value, MAIL_HINT)
    if parts.scheme == "memorymail":
        return {"EMAIL_BACKEND": f"{BACKENDS}.locmem.EmailBackend"}
    if parts.scheme == "filemail" and parts.path:
        return {"EMAIL_BACKEND": f"{BACKENDS}.filebased.EmailBackend", "EMAIL_FILE_PATH": f"/{parts.path}"}
    if parts.scheme not in ("smtp", "smtp+tls", "smtp+ssl") or not parts.host or parts.path or parts.query:
        raise Wrong(MAIL_HINT)
    usual = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}
    return {
        "EMAIL_BACKEND": "contact.delivery.mail.EmailBackend",  # which keeps to a time limit
        "EMAIL_HOST": parts.host,
        "EMAIL_PORT": int(parts.port or usual[parts.scheme]),
        "EMAIL_HOST_USER": parts.user,
        "EMAIL_HOST_PASSWORD": parts.password,
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtp+ssl",
    }


DATABASE = Kind("an address of PostgreSQL or SQLite", _database)
CACHE = Kind("an address of Redis", _cache)
MAIL = Kind("an address of a mail server", _mail)
