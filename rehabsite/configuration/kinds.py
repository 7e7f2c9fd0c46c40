"""What a setting may be. A kind is its words, as the reference says them, and a function from text to value."""

import re
from collections.abc import Callable
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError

from markup.mail_addresses import validate_mail_address
from rehabsite.configuration.wrong import Wrong

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
SWITCH = {"true": True, "on": True, "yes": True, "1": True, "false": False, "off": False, "no": False, "0": False}
# What ends with a number is meant as an address, and has to be one.
HOST = re.compile(
    r"(?=.{1,253}$)(?!(.*\.)?[0-9]+$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*", re.IGNORECASE
)
WITH_NAME = re.compile(r"[^<>@,;:\"\r\n]+ <(?P<address>[^<>\s]+)>")


class Kind(NamedTuple):
    """`read` raises Wrong. It is never given an empty text: that means the default."""

    words: str
    read: Callable[[str], Any]


def _switch(value: str) -> bool:
    if (switch := SWITCH.get(value.lower())) is None:
        raise Wrong("Give on or off.")
    return switch


def _address(value: str) -> str:
    try:
        validate_mail_address(value)
    except ValidationError as error:
        raise Wrong("Give only one e-mail address, such as editors@example.org.") from error
    return value


def _sender(value: str) -> str:
    named = WITH_NAME.fullmatch(value)
    _address(named["address"] if named else value)
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        raise Wrong("Give the name of a time zone, such as America/Chicago.") from error
    return value


def _bind(value: str) -> str:
    if _is_ip(value) or HOST.fullmatch(value):
        return value
    raise Wrong("Give an address of this machine, such as 127.0.0.1, 0.0.0.0 or ::1, without a port.")


def _allowed_host(value: str) -> str:
    if value == "*" or HOST.fullmatch(value.removeprefix(".")) or _is_ip(value.strip("[]")):
        return value
    raise Wrong("Give only host names, such as www.example.org.")


def _network(value: str) -> str:
    try:
        network = ip_network(value)
    except ValueError as error:
        raise Wrong("Give addresses or networks, such as 10.0.0.0/24.") from error
    if network.prefixlen == 0:
        raise Wrong("It trusts every address, so anyone could forge theirs. Name your proxies.")
    return value


def _site_url(value: str) -> str:
    try:
        site = urlsplit(value)
        has_port = site.port is not None
    except ValueError as error:
        raise Wrong("Give only scheme and host, such as https://www.example.org.") from error
    named = site.hostname and (HOST.fullmatch(site.hostname) or _is_ip(site.hostname))
    port = f":{site.port}" if has_port else ""
    alone = site.netloc.lower().removesuffix(port).strip("[]") == site.hostname
    if site.scheme not in ("http", "https") or not named or not alone or site.path or "?" in value or "#" in value:
        raise Wrong("Give only scheme and host, such as https://www.example.org.")
    if site.scheme == "http" and site.hostname not in LOOPBACK:
        raise Wrong("Readers need https: for any host other than this machine.")
    return value


def _front(value: str) -> str:
    try:
        front = urlsplit(value)
        named = HOST.fullmatch(front.hostname or "") or _is_ip(front.hostname or "")
        good = named and (front.port or 1) and front.scheme in ("http", "https")
    except ValueError:
        good = False
    if not good or front.path or front.query or front.fragment or "@" in front.netloc:
        raise Wrong("Give only scheme, host and port, such as http://127.0.0.1:8081.")
    return value


def _secret_key(value: str) -> str:
    if len(value) < 50 or len(set(value)) < 5 or value.startswith("django-insecure"):
        raise Wrong("It is too easy to guess. Set at least 50 random characters.")
    return value


def _token(value: str) -> str:
    if len(value) < 20 or len(set(value)) < 5 or not value.isascii() or " " in value:
        raise Wrong("Set at least 20 random letters and digits.")
    return value


def folder(value: str) -> Path:
    """It may not be there yet."""
    try:
        path = Path(value).expanduser().resolve()
        is_other = path.exists() and not path.is_dir()
    except (OSError, RuntimeError, ValueError) as error:  # no such home, a name that is too long
        raise Wrong("A folder cannot have this name.") from error
    if is_other:
        raise Wrong("This is a file, not a folder.")
    return path


def _folder(value: str) -> Path:
    if not value.startswith(("/", "~")):
        raise Wrong("Give its full path, which starts with a slash.")
    return folder(value)


def _bucket(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", value):
        raise Wrong("Give only the name of a bucket: small letters, digits, dots and hyphens.")
    return value


def _is_ip(value: str) -> bool:
    try:
        ip_address(value)
    except ValueError:
        return False
    return True


def several(one: Kind, words: str) -> Kind:
    """Separated by commas. A comma at the end, or a blank, is no part."""

    def read(value: str) -> list[Any]:
        found = []
        for part in filter(None, map(str.strip, value.split(","))):
            try:
                found.append(one.read(part))
            except Wrong as wrong:
                raise Wrong(wrong.sentence, part=part) from wrong
        return found

    return Kind(words, read)


def whole(least: int, most: int) -> Kind:
    words = f"a whole number from {least:,} to {most:,}"
    return Kind(words, lambda value: int(_number(int, value, least, most, words)))


def number(least: float, most: float) -> Kind:
    words = f"a number from {least:,} to {most:,}"
    return Kind(words, lambda value: _number(float, value, least, most, words))


def _number(kind: type[int] | type[float], value: str, least: float, most: float, words: str) -> float:
    try:
        found = kind(value) if re.fullmatch(r"[+-]?[0-9.]{1,15}", value) else None
    except ValueError:
        found = None
    if found is None or not least <= found <= most:
        raise Wrong(f"Give {words}.")
    return found


def choice(*names: str) -> Kind:
    words = f"{', '.join(names[:-1])} or {names[-1]}"

    def read(value: str) -> str:
        if value not in names:
            raise Wrong(f"Give {words}.")
        return value

    return Kind(words, read)


TEXT = Kind("text", str)
TEXTS = several(TEXT, "a list")
SWITCHED = Kind("on or off", _switch)
ADDRESS = Kind("an e-mail address", _address)
ADDRESSES = several(ADDRESS, "e-mail addresses")
SENDER = Kind("an e-mail address, or a name and then the address in `<` and `>`", _sender)
ZONE = Kind("a time zone's name", _zone)
BIND = Kind("an address of this machine", _bind)
HOSTS = several(Kind("", _allowed_host), "host names")
NETWORKS = several(Kind("", _network), "addresses or networks")
SITE_URL = Kind("scheme and host", _site_url)
FRONTS = several(Kind("", _front), "a list of scheme, host and port")
ENDPOINT = Kind("scheme, host and port", _front)
TOKEN = Kind("at least 20 random characters", _token)
SECRET_KEY = Kind("at least 50 random characters", _secret_key)
SECRET_KEYS = several(SECRET_KEY, "a list of such keys")
BUCKET = Kind("a bucket's name", _bucket)
FOLDER = Kind("a folder", _folder)
