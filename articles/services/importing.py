"""Articles from Markdown files with front matter: how a site moves here, and how the demo content is loaded.

Each file is one transaction: it stands whole or not at all. Importing the same file twice changes nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from articles.errors import Refused
from articles.front_matter import Document, FrontMatterErrors, Problem, parse_bytes, parse_people_bytes
from articles.models import Article, ArticleRevision, Person, Question, Tag
from articles.services.pictures import BadPicture, bring_in
from articles.services.publishing import publish, record_review, schedule
from articles.services.questions import record_question_review, save_question
from articles.services.revising import SourceWords, Words, words_of
from articles.services.saving import Place, create_article, place_of, save_article
from programs.models import City, Phase
from search.services import public_changed

PEOPLE = "people.yaml"
_Reader = Callable[[Path], str]


@dataclass(frozen=True)
class Result:
    """What became of one file: "new", "changed", "same" or "failed"; if failed, why, by line."""

    path: Path
    outcome: str
    problems: tuple[Problem, ...] = ()


class _Wrong(Exception):
    """A value that the file's own check could not know to be wrong."""

    def __init__(self, document: Document, key: str, sentence: str) -> None:
        super().__init__(sentence)
        self.problem = Problem(document.lines.get(key, 1), sentence)


def import_paths(paths: Sequence[Path]) -> Iterator[Result]:
    """Folders and files, in order. A folder's `people.yaml` is read before its articles."""
    for path in paths:
        folder = path if path.is_dir() else path.parent
        if (folder / PEOPLE).is_file():
            yield _import(folder / PEOPLE, _people)
        files = sorted(path.glob("*.md")) if path.is_dir() else [path]
        if not files:
            yield Result(path, "failed", (Problem(1, _("There are no .md files in this folder.")),))
        for file in files:
            yield _import(file, _article)


def _import(path: Path, reader: _Reader) -> Result:
    try:
        with transaction.atomic():
            return Result(path, reader(path))
    except FrontMatterErrors as errors:
        return Result(path, "failed", tuple(errors.problems))
    except _Wrong as wrong:
        return Result(path, "failed", (wrong.problem,))
    except BadPicture as bad:
        return Result(path, "failed", (Problem(bad.line, str(bad)),))
    except (Refused, OSError) as error:
        return Result(path, "failed", (Problem(1, str(error)),))
    except IntegrityError as error:
        return Result(path, "failed", (Problem(1, _("The database refused it: %(why)s") % {"why": error}),))


def _people(path: Path) -> str:
    outcomes = set()
    for entry in parse_people_bytes(path.read_bytes()):
        fields = {name: value for name, value in vars(entry).items() if name not in ("slug", "line")}
        person = Person.objects.filter(slug=entry.slug).first()
        if person is None:
            Person.objects.create(slug=entry.slug, **fields)
            outcomes.add("new")
        elif any(getattr(person, name) != value for name, value in fields.items()):
            Person.objects.filter(pk=person.pk).update(**fields)
            public_changed()
            outcomes.add("changed")
    return "changed" if "changed" in outcomes else "new" if outcomes else "same"


def _article(path: Path) -> str:
    document = parse_bytes(path.read_bytes())
    slug = document.slug or slugify(path.stem)
    words = _words(document, path.parent)
    tags = [_tag(name) for name in document.tags]
    questions = _questions(document, tags, words.writer)
    place = Place(slug, frozenset(tags), frozenset(_phases(document)), _city(document), tuple(questions))
    article = Article.objects.filter(slug=slug).first()
    outcome = "same"
    if article is None:
        article, outcome = create_article(words=words, place=place, by=None, note=_("Imported")), "new"
    elif not _says(article, words, place, reviewed=bool(document.reviewer)):
        article = save_article(
            article=article, words=words, place=place, base=article.edits, by=None, note=_("Imported")
        )
        outcome = "changed"
    if document.reviewer and _sign_and_publish(article, document, words):
        outcome = "changed" if outcome == "same" else outcome
    return outcome


def _says(article: Article, words: Words, place: Place, *, reviewed: bool) -> bool:
    """Whether the article already says this: its latest revision, or the live one when the file was reviewed."""
    versions = [article.latest, article.live_revision if reviewed else None]
    return place_of(article) == place and any(version and words_of(version) == words for version in versions)


def _words(document: Document, folder: Path) -> Words:
    return Words(
        title=document.title,
        body=bring_in(document.body, folder, first_line=document.lines.get("body", 1)),
        summary=document.summary,
        writer=_person(document.writer),
        sources=tuple(SourceWords(**vars(source)) for source in document.sources),
    )


def _sign_and_publish(article: Article, document: Document, words: Words) -> bool:
    """A reviewer and a date make it live, or scheduled when its date lies ahead. Tells whether anything changed."""
    article.refresh_from_db()
    revision = next(r for r in (article.live_revision, *article.revisions.all()) if r and words_of(r) == words)
    reviewer, today = _person(document.reviewer), timezone.localdate()
    if reviewer is None or document.reviewed_on is None:
        return False
    if reviewer == revision.writer:
        raise _Wrong(document, "reviewer", _("Nobody reviews what they wrote. Name another reviewer."))
    changed = _sign(revision, document, reviewer)
    if document.published_on and document.published_on > today:
        if revision.publish_on != document.published_on and not revision.is_live:
            schedule(revision=revision, by=None, on=document.published_on)
            changed = True
    elif not revision.is_live and not article.withdrawn_on:
        publish(revision=revision, by=None, on=document.published_on)
        changed = True
    return changed


def _sign(revision: ArticleRevision, document: Document, reviewer: Person) -> bool:
    editor = _person(document.editor)
    signed = (revision.editor, revision.reviewer, revision.reviewed_on, revision.state)
    wanted = (editor, reviewer, document.reviewed_on, ArticleRevision.State.REVIEWED)
    due = document.next_review_due
    if signed == wanted and due in (None, revision.next_review_due) or document.reviewed_on is None:
        return False
    if editor:
        revision.editor, revision.edited_on = editor, document.reviewed_on
        revision.save(update_fields=["editor", "edited_on"])
    record_review(revision=revision, reviewer=reviewer, by=None, on=document.reviewed_on, due=due)
    public_changed()
    return True


def _person(name: str) -> Person | None:
    if not name:
        return None
    person = Person.objects.filter(name=name).first()
    return person or Person.objects.create(name=name, slug=_free_slug(Person, name, 80))


def _tag(name: str) -> Tag:
    tag = Tag.objects.filter(name__iexact=name).first()
    return tag or Tag.objects.create(name=name, slug=_free_slug(Tag, name, 50))


def _free_slug(model: type[Person] | type[Tag] | type[Question], text: str, length: int) -> str:
    stem = slugify(text)[: length - 4].strip("-") or "x"
    taken = set(model._default_manager.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for n in range(1, len(taken) + 2) if (slug := stem if n == 1 else f"{stem}-{n}") not in taken)


def _phases(document: Document) -> Iterator[Phase]:
    known = {phase.slug: phase for phase in Phase.objects.all()}
    for slug in document.phases:
        if slug not in known:
            sentence = _("There is no phase “%(slug)s”. The five are: %(known)s.")
            raise _Wrong(document, "phases", sentence % {"slug": slug, "known": ", ".join(known)})
        yield known[slug]


def _city(document: Document) -> City | None:
    city = City.objects.filter(slug=document.city).first() if document.city else None
    if document.city and city is None:
        known = ", ".join(City.objects.values_list("slug", flat=True))
        sentence = _("There is no city “%(slug)s”. Known: %(known)s. A site manager can add one in the admin.")
        raise _Wrong(document, "city", sentence % {"slug": document.city, "known": known})
    return city


def _questions(document: Document, tags: Sequence[Tag], writer: Person | None) -> Iterator[Question]:
    """Questions with their answers. New ones get the article's tags; reviewed with it, unless their own writer did."""
    reviewer = _person(document.reviewer)
    for entry in document.questions:
        question = Question.objects.filter(question=entry.question).first()
        if question is None:
            question = Question(question=entry.question, slug=_free_slug(Question, entry.question, 110), writer=writer)
        if question.answer != entry.answer:
            question.answer = entry.answer
            new = question.pk is None
            save_question(question=question, by=None)
            if new:
                question.tags.set(tags)
        if reviewer and document.reviewed_on and not question.reviewed_on and reviewer != question.writer:
            due = document.next_review_due
            record_question_review(question=question, reviewer=reviewer, by=None, on=document.reviewed_on, due=due)
        yield question
