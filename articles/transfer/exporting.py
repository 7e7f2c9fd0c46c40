"""Articles to Markdown files with front matter. Importing them where they came from changes nothing."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.utils.timezone import localtime

from articles.front_matter import Document, PersonEntry, QuestionEntry, SourceEntry, dump, dump_people, dump_terms
from articles.models import Article, ArticleRevision, Term
from articles.services.pictures import take_out
from articles.transfer.glossary_file import FILE as GLOSSARY
from articles.transfer.glossary_file import term_entry
from articles.words import several_lines, words_of
from review.models import Person

PEOPLE = "people.yaml"


def export_all(folder: Path) -> Iterator[Path]:
    """Write every article, the people and the glossary into `folder`, and answer each file as it is written.

    A live article is written as readers see it. A scheduled one bears its day. Everything else is written as a
    draft, without its reviewer, so that importing a file never publishes what no one decided to publish.
    """
    folder.mkdir(parents=True, exist_ok=True)
    people = folder / PEOPLE
    people.write_text(dump_people(map(person_entry, Person.objects.all())), encoding="utf-8")
    yield people
    if terms := list(map(term_entry, Term.objects.select_related("live_revision__writer", "live_revision__reviewer"))):
        glossary = folder / GLOSSARY
        glossary.write_text(dump_terms(terms), encoding="utf-8")
        yield glossary
    for article in Article.objects.select_related("live_revision", "city").order_by("slug"):
        scheduled = article.revisions.filter(publish_at__isnull=False).first()
        revision = article.live_revision or scheduled or article.latest
        if revision:
            file, written = folder / f"{article.slug}.md", document(article, revision)
            file.write_text(dump(written), encoding="utf-8")
            for text in (written.body, *(question.answer for question in written.questions)):
                take_out(text, folder)
            yield file


def document(article: Article, revision: ArticleRevision) -> Document:
    decided = revision.is_live or revision.publish_at is not None
    words = words_of(revision)
    return Document(
        title=words.title,
        slug=article.slug,
        summary=words.summary,
        city=article.city.slug if article.city else "",
        next_step=article.next_step,
        phases=tuple(phase.slug for phase in article.phases.all()),
        tags=tuple(tag.name for tag in article.tags.all()),
        writer=_name(words.writer),
        editor=_name(revision.editor) if decided else "",
        reviewer=_name(revision.reviewer) if decided else "",
        reviewed_on=revision.reviewed_on if decided else None,
        next_review_due=revision.next_review_due if decided else None,
        published_on=(_day(revision) or article.published_on) if decided else None,
        sources=tuple(SourceEntry(**vars(source)) for source in words.sources),
        questions=tuple(
            QuestionEntry(chosen.question.question, chosen.question.answer)
            for chosen in article.chosen_questions.select_related("question")
        ),
        body=words.body,
    )


def _day(revision: ArticleRevision) -> date | None:
    """On which it goes live, where the site is."""
    return localtime(revision.publish_at).date() if revision.publish_at else None


def _name(person: Person | None) -> str:
    return person.name if person else ""


def person_entry(person: Person) -> PersonEntry:
    return PersonEntry(
        slug=person.slug,
        name=person.name,
        credentials=person.credentials,
        credentials_url=person.credentials_url,
        bio=several_lines(person.bio),
        conflicts=several_lines(person.conflicts),
        invented=person.invented,
    )
