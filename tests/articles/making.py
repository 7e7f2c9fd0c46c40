"""Small content for tests, made through the same services that editors use."""

from datetime import date
from typing import Any

from articles.services.questions import record_question_review, save_question
from articles.services.terms import record_term_review, save_term
from django.contrib.auth.models import Group

from articles.models import Article, ArticleRevision, Question, Tag, Term
from articles.services.saving import Place, create_article
from articles.words import SourceWords, Words
from rehabsite.models import User
from rehabsite.roles import ROLES
from review.models import Person
from review.services.publishing import publish, record_review

REVIEWED_ON = date(2026, 3, 1)


def make_user(username: str, *roles: str) -> User:
    user = User.objects.create_user(username, is_staff=True)
    user.groups.set(Group.objects.filter(name__in=[ROLES[role].group for role in roles]))
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
    place = Place(slug=slug, tags=frozenset(map(make_tag, tags)))
    return create_article(words=Words(**given), place=place, by=by)


def make_live(slug: str = "naloxone", *, on: date = REVIEWED_ON, due: date | None = None, **words: Any) -> Article:
    """A live article, reviewed and published on that day."""
    article = make_article(slug, **words)
    reviewer = Person.objects.filter(slug="rita-reviewer").first() or make_reviewer()
    revision = article.revisions.get()
    record_review(revision=revision, reviewer=reviewer, by=None, on=on, due=due)
    publish(revision=revision, by=None, on=on)
    article.refresh_from_db()
    return article


def make_question(text: str, *, tags: tuple[str, ...] = (), reviewed: bool = True, answer: str = "") -> Question:
    question = Question(question=text, slug=text.lower().rstrip("?").replace(" ", "-"), answer=answer or f"On {text}")
    save_question(question=question, by=None)
    question.tags.set(map(make_tag, tags))
    if reviewed:
        reviewer = Person.objects.filter(slug="rita-reviewer").first() or make_reviewer()
        record_question_review(question=question, reviewer=reviewer, by=None, on=REVIEWED_ON, due=None)
    return question


def make_term(term: str = "naloxone", *, reviewed: bool = True, **fields: Any) -> Term:
    source = {
        "source_title": "Naloxone DrugFacts",
        "source_url": "https://nida.nih.gov/publications/drugfacts/naloxone",
    }
    slug = term.lower().replace(" ", "-")
    made = Term(term=term, slug=slug, **{"meaning": f"What {term} is.", **source, **fields})
    save_term(term=made, by=None)
    if reviewed:
        reviewer = Person.objects.filter(slug="rita-reviewer").first() or make_reviewer()
        record_term_review(term=made, reviewer=reviewer, by=None, on=REVIEWED_ON, due=None)
    return made


def latest(article: Article) -> ArticleRevision:
    revision = article.latest
    assert revision is not None
    return revision


SOURCE = SourceWords("Information about naloxone", "FDA", 2024, "https://www.fda.gov/naloxone", date(2026, 2, 1))
