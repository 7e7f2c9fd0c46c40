"""Pictures that travel with files: beside an article's file on the way in and on the way out."""

import re
from html import unescape
from pathlib import Path, PurePosixPath
from unicodedata import normalize
from urllib.parse import unquote

from django.utils.translation import gettext as _

from markup.images import ImageRefused, adopt_image, source_bytes, store_image
from markup.models import Image
from markup.pictures import ADDRESS, at
from markup.rendering import render

FOLDER = "images"
_OWN = re.compile(rf"{re.escape(ADDRESS)}[\w-]+\.(?:jpg|png)")
# What begins like this leads elsewhere: a scheme, a path from the site's root, a part of this page.
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|/|#", re.IGNORECASE)
_ALT = r"!\[(?:\\.|[^\[\]\n\\]|\[[^\[\]\n]*\])*\]"
# An address as Markdown has it, in <> or without blanks; and, as people write it, a file's name with blanks.
_ADDRESS = (
    r"(?:<(?P<framed>[^<>\n]*)>"
    r"|(?P<plain>(?:\\.|[^\s()<\\]|\((?:\\.|[^\s()\\])*\))+)(?=\s*\)|\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\))\s*\))"
    r"|(?P<blanks>[^\n<>\"]*?\.(?:jpe?g|png|webp|gif|heic|svg|tiff?|bmp))(?=\s*\)|\s+\"[^\"]*\"\s*\)))"
)
_BESIDE = re.compile(rf"(?P<before>{_ALT}\(\s*){_ADDRESS}", re.IGNORECASE)
_DEFINED = re.compile(
    r"^(?P<before> {0,3}\[(?P<label>[^\[\]\n]+)\]:[ \t]*)(?:<(?P<framed>[^<>\n]*)>|(?P<plain>\S+))", re.MULTILINE
)
_BY_LABEL = re.compile(r"!\[((?:\\.|[^\[\]\n\\]|\[[^\[\]\n]*\])*)\](?:\[([^\[\]\n]*)\])?(?!\()")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


class BadPicture(ValueError):
    """A picture that a file names and that cannot be taken in. `line` counts over the whole file."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line = line


def bring_in(body: str, folder: Path, *, first_line: int) -> str:
    """The text with its pictures stored here and under our own addresses. Raises BadPicture.

    Pictures are files below `folder`; one that was ours when the text was exported keeps its name.
    """

    def line(match: re.Match[str]) -> int:
        return first_line + body.count("\n", 0, match.start())

    def stored(match: re.Match[str]) -> str:
        address = next(filter(None, map(match.groupdict().get, ("framed", "plain", "blanks"))), "")
        if not address or _ELSEWHERE.match(address):
            return match[0]
        file = _below(folder, address)
        if file is None:
            raise BadPicture(line(match), _("There is no picture %(name)s next to this file.") % {"name": address})
        try:
            with file.open("rb") as data:
                return match["before"] + store_image(data, by=None).picture.src
        except ImageRefused as refused:
            raise BadPicture(line(match), str(refused)) from refused

    for match in _OWN.finditer(body):
        file, picture = folder / FOLDER / Path(match[0]).name, at(match[0])
        if picture and file.is_file():
            try:
                with file.open("rb") as data:
                    adopt_image(data, name=picture.name)
            except ImageRefused as refused:
                raise BadPicture(line(match), str(refused)) from refused
    labels = {_label(second or first) for first, second in _BY_LABEL.findall(body)}
    body = _DEFINED.sub(lambda match: stored(match) if _label(match["label"]) in labels else match[0], body)
    return _BESIDE.sub(stored, body)


def _label(text: str) -> str:
    return " ".join(text.casefold().split())


def _below(folder: Path, address: str) -> Path | None:
    """The file that an address means, if it lies below the folder once all links are followed."""
    name = unescape(_ESCAPED.sub(r"\1", address)).strip()
    for spelled in dict.fromkeys((unquote(name), name, unquote(name).replace("\\", "/"))):
        try:
            file = (_as_written(folder, spelled) or folder / spelled).resolve(strict=True)
        except (OSError, ValueError, RuntimeError):  # no such file; no name of a file; links in a circle
            continue
        if file.is_relative_to(folder.resolve()) and file.is_file():
            return file
    return None


def _as_written(folder: Path, name: str) -> Path | None:
    """The path as this disk spells it: another system may have taken accents apart, or not minded case."""
    for part in PurePosixPath(name).parts:
        if part in (".", "..") or not folder.is_dir():
            return None
        there = {entry.name: entry for entry in folder.iterdir()}
        alike = [there[part]] if part in there else [e for e in there.values() if _spelled(e.name) == _spelled(part)]
        if len(alike) != 1:
            return None
        folder = alike[0]
    return folder


def _spelled(name: str) -> str:
    return normalize("NFC", name).casefold()


def take_out(body: str, folder: Path) -> None:
    """Copy the pictures that the text shows into `folder/images`, each as its largest plain file."""
    for used in render(body).images:
        picture = at(used.src)
        if picture and Image.objects.filter(name=picture.name).exists():
            (folder / FOLDER).mkdir(parents=True, exist_ok=True)
            (folder / FOLDER / Path(used.src).name).write_bytes(source_bytes(picture.name))
