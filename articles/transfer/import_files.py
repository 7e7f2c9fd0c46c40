"""Which files of a folder are read by an import, in which order, and which are not though they look like texts."""

from collections.abc import Iterable
from pathlib import Path

from articles.transfer.exporting import PEOPLE
from articles.transfer.glossary_file import FILE as GLOSSARY
from articles.transfer.questions_file import FILE as ANSWERS

ENDINGS = (".md", ".markdown")
_OTHERS = (".mdx", ".mdown", ".mkd", ".mdwn", ".txt", ".text", ".rst", ".html", ".htm", ".docx", ".odt", ".rtf")


def to_read(paths: Iterable[Path]) -> list[Path]:
    """Folders and files, in order, each once. A folder without a text stands for itself."""
    return list(dict.fromkeys(file for path in paths for file in _of(path)))


def passed_over(paths: Iterable[Path]) -> list[Path]:
    """What looks like a text in these folders, and is not read."""
    given = list(paths)
    there = {file for path in given if path.is_dir() for file in path.iterdir() if file.is_file()}
    looks_like_text = {file for file in there if file.suffix.lower() in (*ENDINGS, *_OTHERS)}
    return sorted(looks_like_text - {*to_read(given)})


def _of(path: Path) -> list[Path]:
    """People come first, then the glossary, then the articles."""
    folder = path if path.is_dir() else path.parent
    people = [folder / PEOPLE] if (folder / PEOPLE).is_file() else []
    if not path.is_dir():
        return [*people, path]
    glossary = [path / GLOSSARY] if (path / GLOSSARY).is_file() else []
    answers = [path / ANSWERS] if (path / ANSWERS).is_file() else []
    return [*people, *glossary, *answers, *_texts(path)] or [path]


def _texts(folder: Path) -> list[Path]:
    """What a system hides, such as the `._name.md` that macOS leaves on other disks, is no article."""
    seen = sorted(file for file in folder.iterdir() if not file.name.startswith("."))
    return [file for file in seen if file.suffix.lower() in ENDINGS]
