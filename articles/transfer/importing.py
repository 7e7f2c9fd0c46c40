"""Articles from Markdown files with front matter: how a site moves here, and how the demo content is loaded.

Each file is one transaction: it stands whole or not at all. Importing the same file twice changes nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from articles.front_matter import (
    FrontMatterErrors,
    Problem,
    parse_bytes,
    parse_people_bytes,
    parse_terms_bytes,
)
from articles.services.listing import marking_only, prepare_marked
from articles.services.pictures import BadPicture
from articles.transfer import glossary_file, questions_file
from articles.transfer.article_file import Wrong, draw_its_card, import_article, notes_on, slug_of
from articles.transfer.exporting import PEOPLE, person_entry
from articles.transfer.import_files import to_read
from markup.rendering import TextTooLong
from review.models import Person
from review.refusals import Refused
from review.services.people import save_person

_Reader = Callable[[Path], str]


@dataclass(frozen=True)
class Result:
    """What happened to one file: "new", "changed", "same" or "failed"; if failed, why, by line. `notes` are what was
    taken in and still wants a look.
    """

    path: Path
    outcome: str
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()


def import_paths(paths: Sequence[Path]) -> Iterator[Result]:
    """Folders and files, in order. A folder's people come first, then the glossary, then its articles."""
    addresses: dict[tuple[Path, str], Path] = {}
    for path in to_read(paths):
        first = addresses.setdefault((path.parent, _address(path)), path)
        if path.is_dir():
            yield Result(path, "failed", (Problem(1, _("There are no .md files in this folder.")),))
        elif first != path:
            sentence = _("%(first)s has the same address. Give one of them a different slug.") % {"first": first.name}
            yield Result(path, "failed", (Problem(1, sentence),))
        else:
            yield _import(path, _READERS.get(path.name, import_article))
    prepare_marked()


def _address(path: Path) -> str:
    """The article's slug; the file's name where there is none to be read."""
    try:
        return slug_of(parse_bytes(path.read_bytes()), path)
    except (FrontMatterErrors, Wrong, OSError):
        return path.name


def _import(path: Path, reader: _Reader) -> Result:
    try:
        if reader is import_article:
            draw_its_card(path)
        with transaction.atomic(), marking_only():
            outcome = reader(path)
            return Result(
                path, outcome, notes=notes_on(path) if outcome != "same" and reader is import_article else ()
            )
    except FrontMatterErrors as errors:
        return Result(path, "failed", tuple(errors.problems))
    except Wrong as wrong:
        return Result(path, "failed", (wrong.problem,))
    except BadPicture as bad:
        return Result(path, "failed", (Problem(bad.line, str(bad)),))
    except (Refused, TextTooLong, OSError) as error:
        return Result(path, "failed", (Problem(1, str(error)),))
    except DatabaseError as error:
        return Result(path, "failed", (Problem(1, _("The database refused it: %(why)s") % {"why": error}),))


def _people(path: Path) -> str:
    outcomes = set()
    for entry in parse_people_bytes(path.read_bytes()):
        fields = {name: value for name, value in vars(entry).items() if name not in ("slug", "line")}
        person = Person.objects.filter(slug=entry.slug).first()
        if person is None:
            save_person(person=Person(slug=entry.slug, **fields))
            outcomes.add("new")
        elif person_entry(person) != entry:
            for name, value in fields.items():
                setattr(person, name, value)
            save_person(person=person)
            outcomes.add("changed")
    return _all_in_all(outcomes)


def _terms(path: Path) -> str:
    return _all_in_all(glossary_file.import_terms(parse_terms_bytes(path.read_bytes())))


def _all_in_all(outcomes: set[str]) -> str:
    return "changed" if "changed" in outcomes else "new" if outcomes else "same"


def _answers(path: Path) -> str:
    return _all_in_all(questions_file.import_questions(path.read_bytes()))


_READERS: dict[str, _Reader] = {
    PEOPLE: _people,
    glossary_file.FILE: _terms,
    questions_file.FILE: _answers,
}
