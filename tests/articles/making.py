"""Small content for tests, made through the same services that editors use."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone

from articles.models import Article, ArticleRevision, Question, Tag, Term
from articles.services.saving import Placement, add_row, create_article
from articles.words import SourceWords, Words
from rehabsite.models import User
from rehabsite.staff.roles import ROLES
from review.kinds import kind_of
from review.models import Person
from review.services.publishing import publish, record_review
from review.services.revising import save

REVIEWED_ON = date(2026, 3, 1)


def make_user(username: str, *roles: str) -> User:
    """A writer, unless roles are given; "no one" has none."""
    user = User.objects.create_user(username, is_staff=True)
    groups = [ROLES[role].group for role in roles or ("writer",) if role != "nobody"]
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def make_person(slug: str, **fields: Any) -> Person:
    return Person.objects.create(slug=slug, **{"name": slug.replace("-", " ").title(), **fields})


def make_reviewer(slug: str = "rita-reviewer", **fields: Any) -> Person:
    checkable = {"credentials": "MD", "credentials_url": "https://example.org/board/1"}
    return make_person(slug, **{**checkable, **fields})


def make_tag(name: str) -> Tag:
    return Tag.objects.get_or_create(name=name, defaults={"slug": name.lower().replace(" ", "-")})[0]


def make_article(
    slug: str = "naloxone", *, by: User | None = None, tags: tuple[str, ...] = (), **words: Any
) -> Article:
    """A draft. `words` are those of `Words`."""
    given = {"title": slug.replace("-", " ").title(), "body": f"Text about {slug}.", "summary": "In short.", **words}
    place = Placement(slug=slug, tags=frozenset(map(make_tag, tags)))
    return create_article(words=Words(**given), place=place, by=by)


def make_live(slug: str = "naloxone", *, on: date = REVIEWED_ON, due: date | None = None, **words: Any) -> Article:
    """A live article, reviewed and published on that day."""
    article = make_article(slug, **words)
    sign_and_show(article.revisions.get(), on=on, due=due)
    article.refresh_from_db()
    return article


def rita() -> Person:
    return Person.objects.filter(slug="rita-reviewer").first() or make_reviewer()


def sign_and_show(revision: Any, *, on: date = REVIEWED_ON, due: date | None = None) -> None:
    """Reviewed by Rita and live, as a file would bring it."""
    record_review(revision=revision, reviewer=rita(), on=on, due=due)
    publish(revision=revision, by=None, on=on)


def make_question(
    text: str,
    *,
    tags: tuple[str, ...] = (),
    reviewed: bool = True,
    answer: str = "",
    writer: Person | None = None,
    by: User | None = None,
) -> Question:
    words = {"question": text, "answer": answer or f"On {text}", "writer": writer}
    slug = text.lower().rstrip("?").replace(" ", "-")
    question: Question = add_row(model=Question, slug=slug, words=words, by=by)
    question.tags.set(map(make_tag, tags))
    if reviewed:
        sign_and_show(question.latest)
    return Question.objects.get(pk=question.pk)


def make_term(term: str = "naloxone", *, reviewed: bool = True, by: User | None = None, **fields: Any) -> Term:
    words = {
        "term": term,
        "also_called": "",
        "meaning": f"What {term} is.",
        "source_title": "Naloxone DrugFacts",
        "source_url": "https://nida.nih.gov/publications/drugfacts/naloxone",
        "source_checked_on": None,
        "writer": None,
        **fields,
    }
    slug = words.pop("slug", term.lower().replace(" ", "-"))
    made: Term = add_row(model=Term, slug=slug, words=words, by=by)
    if reviewed:
        sign_and_show(made.latest)
    return Term.objects.get(pk=made.pk)


def change(row: Any, **words: Any) -> Any:
    """Save other words of anything that is reviewed, on top of what its form would begin with. Besides: `by`, `note`,
    `small`.
    """
    by, note, small = words.pop("by", None), words.pop("note", ""), words.pop("small", False)
    kind = kind_of(row)
    row = type(row).objects.get(pk=row.pk)
    before = kind.words_of(row.opened)
    after = {**before, **words} if isinstance(before, dict) else replace(before, **words)
    return save(subject=row, words=after, base=row.edits, by=by, note=note, small=small)


def in_the_morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9)))


def latest(article: Article) -> ArticleRevision:
    revision: ArticleRevision | None = article.latest
    assert revision is not None
    return revision


SOURCE = SourceWords("Information about naloxone", "FDA", 2024, "https://www.fda.gov/naloxone", date(2026, 2, 1))
