"""Pictures that travel with files: beside an article's file on the way in and on the way out."""

import re
from pathlib import Path
from urllib.parse import unquote

from django.utils.translation import gettext as _

from markup.images import ImageRefused, adopt_image, source_bytes, store_image
from markup.models import Image
from markup.pictures import ADDRESS, at
from markup.rendering import render

FOLDER = "images"
# A Markdown picture whose address is a path: a file beside the text.
_BESIDE = re.compile(r"(!\[[^\]\n]*\]\()(?![a-z]+:|/|#)([^)\s]+)", re.IGNORECASE)
_OWN = re.compile(rf"{re.escape(ADDRESS)}[\w-]+\.(?:jpg|png)")


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
        file = _below(folder, unquote(match[2]))
        if file is None:
            raise BadPicture(line(match), _("There is no picture %(name)s beside this file.") % {"name": match[2]})
        try:
            with file.open("rb") as data:
                return match[1] + store_image(data, uploaded_by=None).picture.src
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
    return _BESIDE.sub(stored, body)


def _below(folder: Path, name: str) -> Path | None:
    """The file of that name, if it lies below the folder once all links are followed."""
    try:
        file = (folder / name).resolve(strict=True)
    except (OSError, ValueError, RuntimeError):  # no such file; no name of a file; links in a circle
        return None
    return file if file.is_relative_to(folder.resolve()) and file.is_file() else None


def take_out(body: str, folder: Path) -> None:
    """Copy the pictures that the text shows into `folder/images`, each as its largest plain file."""
    for used in render(body).images:
        picture = at(used.src)
        if picture and Image.objects.filter(name=picture.name).exists():
            (folder / FOLDER).mkdir(parents=True, exist_ok=True)
            (folder / FOLDER / Path(used.src).name).write_bytes(source_bytes(picture.name))
