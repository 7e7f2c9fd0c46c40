"""FindTreatment.gov's JSON, version 2: names of services instead of codes, and coordinates and web sites."""

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from facilities.directory.errors import BadFile, Problems
from facilities.directory.names import code_of, known_codes
from facilities.directory.rows import NOTHING, Code, Row, Rows, make_row, text_of
from markup.characters import bare

_SCHEMES = re.compile(r"^(?:https?\s*[:;]?\s*/+\s*|https?:)+", re.IGNORECASE)
_HOST = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{1,62}\.?")
MOST_BYTES: Final = 100_000_000  # a page of 2,000 rows is about 10 MB


def read_findtreatment_json(paths: Sequence[Path] | Path) -> tuple[list[Code], Rows]:
    """One file or several pages. Facilities for mental health only are passed over; one on two pages counts once."""
    files = [paths] if isinstance(paths, Path) else list(paths)
    return list(known_codes()), Rows(lambda problems: _rows(files, problems))


def _rows(paths: Sequence[Path], problems: Problems) -> Iterator[Row]:
    seen: set[str] = set()
    for path in paths:
        for number, values in enumerate(_page(path), start=1):
            where = f"{number} of {path.name}" if len(paths) > 1 else number
            if not isinstance(values, dict):
                problems.add(where, "it is not a facility.")
                problems.identify(where, {})
                continue
            frid = text_of(values.get("frid")) or ""
            if frid in seen or values.get("typeFacility") == "MH":
                continue
            seen |= {frid} - {""}
            row = _row(values, where, problems)
            if row:
                yield row
    problems.settle()


def _page(path: Path) -> list[Any]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadFile(
                "too-big", f"{path.name} is larger than {MOST_BYTES // 1_000_000} MB. Ask for smaller pages."
            )
        page = json.loads(path.read_bytes())
    except OSError as error:
        raise BadFile("unreadable", f"{path.name} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise BadFile("not-json", f"{path.name} is not JSON, or is cut short. Download it again.") from error
    rows = page.get("rows") if isinstance(page, dict) else None
    if not isinstance(rows, list):
        raise BadFile("wrong-form", f"{path.name} has no list of rows. Is it from FindTreatment.gov, version 2?")
    return rows


def _row(values: Mapping[str, object], where: int | str, problems: Problems) -> Row | None:
    codes, unknown = _codes(values.get("services"))
    for name in unknown:
        problems.add(where, f"the service “{name[:80]}” is not known.")
    place = place_of(values, where, problems)
    site = {"website": website_of(values.get("website"), where, problems)}
    # Without its codes it would be called a facility without services, which it is not.
    return make_row({**values, **site}, codes or frozenset(unknown), where, problems, place=place)


def _codes(services: object) -> tuple[frozenset[str], list[str]]:
    codes, unknown = set(), []
    for service in services if isinstance(services, list) else []:
        if not isinstance(service, dict):
            continue
        category = text_of(service.get("f2")) or ""
        for name in (text_of(service.get("f3")) or "").split("; "):
            name = name.strip(" ;")
            code = code_of(name, category)
            if code:
                codes.add(code)
            elif name:
                unknown.append(name)
    return frozenset(codes), unknown


def website_of(value: object, where: int | str, problems: Problems) -> str:
    """An empty one is written "http://". Nothing but the web's two schemes may become a link, and what is no address
    is left out: the place is there all the same.
    """
    text = (text_of(bare(value)) if isinstance(value, str) else text_of(value)) or ""
    # "http://https://…", "https:/…", "http//…"
    address = _SCHEMES.sub("", text).strip(" ,;")
    if not address or address.casefold() in NOTHING:
        return ""
    secure = "https" if text.lower().startswith(("https", "http://https")) else "http"
    try:
        parts = urlsplit(f"{secure}://{address}")
        parts.port  # noqa: B018 - reading it raises ValueError for a port that is no number
        honest = bool(_HOST.fullmatch(parts.hostname or "")) and not re.search(r"[\s@\\<>\"]", parts.geturl())
    except ValueError:
        honest = False
    if honest:
        return parts.geturl()
    problems.note(where, f"“{text[:80]}” is not the address of a website, so it was left out.")
    return ""


def place_of(values: Mapping[str, object], where: int | str, problems: Problems) -> tuple[float | None, float | None]:
    """Latitude and longitude, which stand as text. Zero and zero is a place in the sea, and means unknown."""
    given = [text_of(values.get(name)) for name in ("latitude", "longitude")]
    if not all(given):
        return None, None
    try:
        latitude, longitude = (float(text or "") for text in given)
    except ValueError:
        latitude = math.inf
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        problems.note(where, "its coordinates are not degrees, so they were left out.")
        return None, None
    return (latitude, longitude) if latitude or longitude else (None, None)
