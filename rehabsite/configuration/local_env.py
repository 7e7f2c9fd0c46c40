"""`local.env`: lines of NAME=value. Nothing of it goes into the environment of other programs."""

import re
from collections.abc import Collection, Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from rehabsite.configuration.wrong import Wrong

LINE = re.compile(r"(?:export\s+)?(?P<name>[^=]*?)\s*=\s*(?P<value>.*)")
# What looks otherwise may be a secret that stands alone in its line, and is not repeated.
NAME = re.compile(r"[A-Z][A-Z0-9_]{0,39}")


class Local(NamedTuple):
    values: dict[str, str]
    problems: list[str]


def read(file: Path, names: Collection[str], outside_alone: Collection[str] = ()) -> Local:
    """A file that is not there holds nothing. Raises Wrong if it cannot be read. No sentence holds a value, since it
    may be a secret."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return Local({}, [])
    except UnicodeDecodeError as error:
        before = error.object[: error.start].count(b"\n")
        return Local({}, [f"{file}, line {before + 1}: This is not UTF-8. Save the file as UTF-8."])
    except OSError as error:
        why = f"{file} cannot be read ({error.strerror}). Make the user that runs the site its owner."
        raise Wrong(why) from error
    local, lines = Local({}, []), dict[str, int]()
    for number, line in enumerate(map(str.strip, re.split(r"\r\n|\r|\n", text)), start=1):
        if not line or line.startswith("#"):
            continue
        for sentence in _take(line, number, local.values, lines, names, outside_alone):
            local.problems.append(f"{file}, line {number}: {sentence}")
    return local


def _take(
    line: str,
    number: int,
    values: dict[str, str],
    lines: dict[str, int],
    names: Collection[str],
    outside_alone: Collection[str],
) -> Iterable[str]:
    """The sentences that say what is wrong with the line; if nothing is, it is in `values`."""
    found = LINE.fullmatch(line)
    if not found or not NAME.fullmatch(found["name"]):
        yield "This is not NAME=value. Names are in capital letters; a comment starts with #."
        return
    name, value = found["name"], _without_quotes(found["value"])
    if name.removesuffix("_FILE") in outside_alone:
        yield f"{name} is read only from the environment."
    elif name not in names:
        near = get_close_matches(name, names, 1)
        yield f"{name} is not a setting. " + (f"Did you mean {near[0]}?" if near else "Remove the line.")
    elif name in lines:
        yield f"{name} is set in line {lines[name]} already. Remove one of the two."
    elif value is None:
        yield f"{name} starts with a quotation mark, but does not end with one. Quotation marks are not needed."
    else:
        values[name], lines[name] = value, number


def _without_quotes(value: str) -> str | None:
    """None if the quotes are no pair. A quote that the value does not begin with is a part of it."""
    if value[:1] not in ("'", '"'):
        return value
    inner = value[1:-1]
    return inner if len(value) > 1 and value[-1] == value[0] and value[0] not in inner else None
