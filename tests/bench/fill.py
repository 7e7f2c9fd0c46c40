"""Fills a throw-away site: `python -m tests.bench.fill ARTICLES QUESTIONS FACILITIES`, with VAR_DIR of the place.

Rows are written at once, as the services would leave them, since services take hours for 100,000 articles.
"""

import os
import random
import sys
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import count, islice
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rehabsite.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 (Django first)
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from articles.models import Article, ArticleRevision, Question, QuestionRevision, Source, Tag, Term, TermRevision  # noqa: E402
from articles.services.listing import prepare, relist  # noqa: E402
from facilities.models import City, Facility, ZipCode  # noqa: E402
from facilities.services.rankings import make_ranking, publish_ranking  # noqa: E402
from programs.models import Phase  # noqa: E402
from review.models import Person  # noqa: E402
from search.links import note  # noqa: E402
from search.models import LinkUse  # noqa: E402

AT_ONCE = 2000
TAGS, PEOPLE, WORDS = 50, 20, 100
MEASURED = 1000  # articles for which what is next to them is found: those that are asked for
chance = random.Random(18)


def fill(articles: int, questions: int, facilities: int) -> None:
    call_command("seed", verbosity=0)
    live = Article.objects.published()
    add(
        articles=articles - live.count(),
        questions=questions - Question.objects.published().count(),
        facilities=facilities - Facility.objects.count(),
    )
    _words(WORDS)
    if Facility.objects.filter(slug__startswith="facility-").exists():
        for city in City.objects.order_by("pk"):
            publish_ranking(ranking=make_ranking(city=city, by=None), by=None)
    call_command("rebuild_search", verbosity=0)  # takes up to a hundredth of a second for each article
    keys = list(live.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        _more_links(keys[start : start + AT_ONCE])
    prepare(keys[:: max(1, len(keys) // MEASURED)])


def add(*, articles: int, questions: int, facilities: int) -> None:
    """To what is there. Nothing is found for what will be next to these articles, and no ranking has these places."""
    tags = [Tag.objects.get_or_create(slug=f"topic-{n}", defaults={"name": f"Topic {n}"})[0] for n in range(TAGS)]
    people = [_person(number) for number in range(PEOPLE)]
    models = list(Article.objects.published().exclude(slug__startswith="article-"))
    _facilities(Facility.objects.count(), facilities)
    _questions(Question.objects.count(), questions, tags, people)
    first = Article.objects.count()
    for done in range(0, articles, AT_ONCE):
        with transaction.atomic():
            relist(_articles(first + done, min(AT_ONCE, articles - done), models, tags, people))


def _person(number: int) -> Person:
    checkable = {"credentials": "MD", "credentials_url": "https://example.org/board/1"}
    facts = {"name": f"Person {_word(number)}", "invented": True, **checkable}
    return Person.objects.get_or_create(slug=f"person-{number}", defaults=facts)[0]


def _word(number: int) -> str:
    """No two alike, nor like another's."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return "".join(letters[number // 26**place % 26] * 2 for place in range(4)).title()


def _articles(first: int, many: int, models: list[Article], tags: list[Tag], people: list[Person]) -> list[int]:
    rows = Article.objects.bulk_create(Article(slug=f"article-{first + n}") for n in range(many))
    revisions = ArticleRevision.objects.bulk_create(
        _revision(row, chance.choice(models), people, number) for number, row in zip(count(first), rows, strict=False)
    )
    sources = list(Source.objects.filter(revision=models[0].live_revision_id))
    Source.objects.bulk_create(
        Source(revision=revision, position=one.position, title=one.title, publisher=one.publisher, url=one.url)
        for revision in revisions
        for one in sources
    )
    ArticleRevision.objects.filter(pk__in=[one.pk for one in revisions]).update(state="reviewed")
    for row, revision in zip(rows, revisions, strict=True):
        assert revision.published_at
        row.live_revision, row.published_on = revision, timezone.localdate(revision.published_at)
    Article.objects.bulk_update(rows, ["live_revision", "published_on"], batch_size=200)
    _join(Article.tags.through, "tag_id", rows, [tag.pk for tag in tags], 3)
    _join(Article.phases.through, "phase_id", rows, list(Phase.objects.values_list("pk", flat=True)), 2)
    return [row.pk for row in rows]


def _more_links(keys: Sequence[int]) -> None:
    """To those in each article's text: an address that no other page has, and a page of ours, every third time one
    that is not there."""
    links = {str(key): [f"https://example.org/{key}", f"/articles/article-{key * 3}/"] for key in keys}
    for key, href in LinkUse.objects.filter(kind="article", key__in=links).values_list("key", "link__href"):
        links[key].append(href)
    note("article", links)


def _revision(row: Article, model: Article, people: list[Person], number: int) -> ArticleRevision:
    like = model.live_revision
    assert like is not None
    writer, editor, reviewer = chance.sample(people, 3)
    kept = ("summary", "body", "html", "headings", "links", "words", "reading_minutes", "grade")
    return ArticleRevision(
        article=row,
        number=1,
        title=f"{like.title[:90]} {number}",
        writer=writer,
        editor=editor,
        reviewer=reviewer,
        reviewed_on=date(2026, 6, 1),
        next_review_due=date(2099, 1, 1),
        published_at=timezone.now() - timedelta(days=chance.randrange(4000)),
        **{name: getattr(like, name) for name in kept},
    )


def _words(many: int) -> None:
    """Of the glossary, like one of the demo's."""
    like = TermRevision.objects.filter(state="reviewed").order_by("pk").first()
    assert like is not None
    for number in range(many):
        word = Term.objects.create(slug=f"word-{number}", published_on=date(2026, 6, 1))
        kept = ("meaning", "source_title", "source_url", "writer", "reviewer", "reviewed_on", "next_review_due")
        facts = {name: getattr(like, name) for name in kept}
        said = TermRevision.objects.create(subject=word, number=1, term=_word(number).lower(), **facts)
        TermRevision.objects.filter(pk=said.pk).update(state="reviewed")
        Term.objects.filter(pk=word.pk).update(live_revision=said)


def _facilities(first: int, many: int) -> None:
    """Like the demo's, all over the country; one of 20 in a city that has a page."""
    models = list(Facility.objects.listed().exclude(slug__startswith="facility-"))
    zips = list(ZipCode.objects.filter(town__isnull=False, latitude__isnull=False).order_by("pk"))
    cities = [
        (city, [code for code in zips if code.code.startswith(city.zip_prefixes[:3])]) for city in City.objects.all()
    ]
    new = (_facility(number, chance.choice(models), zips, cities) for number in range(first, first + many))
    while some := list(islice(new, AT_ONCE)):
        Facility.objects.bulk_create(some)


def _facility(number: int, like: Facility, zips: list[ZipCode], cities: list[tuple[City, list[ZipCode]]]) -> Facility:
    city, codes = chance.choice(cities) if number % 20 == 0 else (None, zips)
    place: Any = chance.choice(codes)
    new = Facility(**{field.attname: getattr(like, field.attname) for field in Facility._meta.concrete_fields})
    new.pk, new.key, new.slug, new.city = None, f"filled-{number}", f"facility-{number}", city
    new.name1, new.street1 = f"{_word(number)} {like.name1}"[:200], f"{number} Bench Street"
    new.postal_city, new.state, new.zip, new.town = place.town.name, place.state, place.code, place.town
    new.latitude, new.longitude = place.latitude + chance.uniform(-0.03, 0.03), place.longitude
    new.point, new.relationship = Facility.PointFrom.REPORTED, Facility.Relationship.NONE
    return new


def _join(through: Any, column: str, rows: list[Article], keys: list[int], most: int) -> None:
    pairs: Iterator[Any] = (
        through(article_id=row.pk, **{column: key}) for row in rows for key in chance.sample(keys, most)
    )
    through.objects.bulk_create(pairs, batch_size=AT_ONCE)


def _questions(first: int, many: int, tags: list[Tag], people: list[Person]) -> None:
    answer = "Ask the place that you call. It can tell you what it costs, and who pays. " * 4
    rows = Question.objects.bulk_create(
        (Question(slug=f"question-{first + n}", published_on=date(2026, 6, 1)) for n in range(many)),
        batch_size=AT_ONCE,
    )
    revisions = QuestionRevision.objects.bulk_create(
        (
            QuestionRevision(
                subject=row,
                number=1,
                question=f"What should I know about topic number {first + n}?",
                answer=answer,
                html=f"<p>{answer}</p>",
                writer=people[0],
                reviewer=people[1],
                reviewed_on=date(2026, 6, 1),
                next_review_due=date(2099, 1, 1),
            )
            for n, row in enumerate(rows)
        ),
        batch_size=AT_ONCE,
    )
    QuestionRevision.objects.filter(subject__slug__startswith="question-", state="draft").update(state="reviewed")
    for row, revision in zip(rows, revisions, strict=True):
        row.live_revision = revision
    Question.objects.bulk_update(rows, ["live_revision"], batch_size=200)
    through = Question.tags.through
    through.objects.bulk_create(
        (through(question_id=row.pk, tag_id=tag.pk) for row in rows for tag in chance.sample(tags, 2)),
        batch_size=AT_ONCE,
    )


if __name__ == "__main__":
    fill(*map(int, sys.argv[1:4]))
