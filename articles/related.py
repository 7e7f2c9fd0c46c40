"""What belongs beside an article, found again. Each look is at the newest of a few lists, never at all there is."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any, Final, NamedTuple

from django.db.models import Count, QuerySet, Value
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.listing import List, heads, keys
from articles.models import Article, ArticleRevision, Beside, Door, Question, Tag, Term
from articles.words import term_keys
from search.prepared import Prepared

CARE: Final = "care"
STEPS: Final[dict[str, str | Promise]] = {
    CARE: _("Find care near you"),
    **{slot.value: slot.label for slot in Door.Slot},
}
# The first that an article has decides. All others lead to care.
BY_TAG: Final = (("overdose", "overdose"), ("families", "loved"), ("return-to-use", "again"))
BY_PHASE: Final = (("detoxification", CARE), ("medication", CARE), ("therapy", CARE), ("relapse-prevention", "again"))
MOST_QUESTIONS = 6
MOST_ARTICLES = 4
SPARE = 3  # times as many are found as are shown: some may be withdrawn before they are found again
NEWEST = 60  # of each tag and phase
_TAG = 3  # so much more than a phase does a tag say of what a text is about
SOURCE = ("position", "title", "publisher", "year", "url", "checked_on")
Places = Iterable[tuple[List, int]]
Topics = dict[List, dict[int, str]]  # keys and addresses, of an article's tags and of its phases


class Link(NamedTuple):
    """What a list of links shows of a row. Rows themselves take longer to make than to find."""

    url: str
    name: str


class Cited(NamedTuple):
    """What is shown of a source."""

    position: str
    title: str
    publisher: str = ""
    year: int | None = None
    url: str = ""
    checked_on: date | None = None


def beside(article: Article, revision: ArticleRevision) -> Beside:
    """What was found for this very revision when it went live; for another, such as a draft, it is found now."""
    ready: Beside | None = getattr(article, "beside", None)
    return ready if ready and ready.revision == revision.pk else find_beside(article, revision)


def find_beside(article: Article, revision: ArticleRevision) -> Beside:
    chosen, topics = chosen_keys(article), _topics(article)
    return Beside(
        article=article,
        revision=revision.pk,
        articles=article_keys(article, topics),
        chosen=len(chosen),
        questions=question_keys(article, chosen),
        step=step_of(article, topics),
        terms=term_keys(revision.html),
        sources=[
            {name: value.isoformat() if isinstance(value, date) else value for name, value in source.items() if value}
            for source in revision.sources.values(*SOURCE)
        ],
    )


def sources(found: Beside) -> list[Cited]:
    """In their order."""
    return [Cited(**{**said, **_as_shown(said)}) for said in found.sources]


def _as_shown(source: dict[str, Any]) -> dict[str, Any]:
    """A number is a word here: to write it in the reader's language takes long, and it is in an address too."""
    checked = source.get("checked_on")
    return {"position": str(source["position"]), "checked_on": date.fromisoformat(checked) if checked else None}


def tags_and_terms(article: Article, found: Beside) -> tuple[list[Link], list[Link]]:
    """The article's tags by name, and the reviewed ones of the terms that its text uses, in the text's order."""
    rows = _tags_and_terms.rows(article.pk, found.terms)
    tags = [Link(reverse("tag", args=[slug]), name) for kind, _pk, slug, name in rows if kind == "tag"]
    glossary = reverse("glossary")
    used = {pk: Link(f"{glossary}#{slug}", name) for kind, pk, slug, name in rows if kind == "term"}
    return sorted(tags, key=lambda tag: tag.name), [used[pk] for pk in found.terms if pk in used]


def related_questions(article: Article) -> list[Question]:
    """Those an editor chose, in the editor's order, then those that share the article's tags, most shared first."""
    chosen = chosen_keys(article)
    return questions(question_keys(article, chosen), len(chosen))


def related_articles(article: Article) -> list[Article]:
    """Live articles that share most tags and phases with this one."""
    return heads(article_keys(article, _topics(article)))[:MOST_ARTICLES]


def questions(found: list[int], chosen: int) -> list[Question]:
    """All that an editor chose are shown; the cap is for those found by tags."""
    first = max(chosen, MOST_QUESTIONS)
    rows = {row.pk: row for row in _asked.rows(found[:first])}
    if len(rows) < min(first, len(found)):  # some were withdrawn since
        rows |= {row.pk: row for row in _asked.rows(found[first:])}
    shown = [key for key in found[:chosen] if key in rows]
    more = [key for key in found[chosen:] if key in rows]
    return [rows[key] for key in (*shown, *more[: max(MOST_QUESTIONS - len(shown), 0)])]


def _tags_and_terms_of(article: int, terms: list[int]) -> "QuerySet[Tag, Any]":
    tags = Tag.objects.filter(articles=article).order_by().values_list(Value("tag"), "pk", "slug", "name")
    used = Term.objects.published().filter(pk__in=terms).order_by()
    return tags.union(used.values_list(Value("term"), "pk", "slug", "live_revision__term"), all=True)


def links(found: list[int]) -> list[Link]:
    """To those of these articles that are public, in this order, as many as are shown."""
    rows = {pk: (slug, title) for pk, slug, title in _titles.rows(found)}
    shown = [rows[key] for key in found if key in rows][:MOST_ARTICLES]
    return [Link(reverse("article", args=[slug]), title) for slug, title in shown]


def _titles_of(found: list[int]) -> "QuerySet[Article, Any]":
    return (
        Article.objects.published().filter(pk__in=found).order_by().values_list("pk", "slug", "live_revision__title")
    )


_titles = Prepared(_titles_of)
_asked = Prepared(lambda found: Question.objects.published().asked().filter(pk__in=found))
_tags_and_terms = Prepared(_tags_and_terms_of)


def chosen_keys(article: Article) -> list[int]:
    """In the editor's order."""
    return _chosen.rows(article.pk)


def question_keys(article: Article, chosen: list[int]) -> list[int]:
    return [*chosen, *_sharing.rows(article.pk, chosen)]


def _sharing_tags(article: int, chosen: list[int]) -> "QuerySet[Question, Any]":
    return (
        Question.objects.published()
        .filter(tags__in=Article(pk=article).tags.all())
        .exclude(pk__in=chosen)
        .annotate(shared=Count("tags"))
        .order_by("-shared", "live_revision__question")
        .values_list("pk", flat=True)[: MOST_QUESTIONS * SPARE]
    )


def _chosen_of(article: int) -> "QuerySet[Any, Any]":
    published = Question.objects.published().order_by()
    return Article(pk=article).chosen_questions.filter(question__in=published).values_list("question", flat=True)


_chosen, _sharing = Prepared(_chosen_of), Prepared(_sharing_tags)
_tags = Prepared(lambda article: Article(pk=article).tags.order_by().values_list("pk", "slug"))
_phases = Prepared(lambda article: Article(pk=article).phases.order_by().values_list("pk", "slug"))


def article_keys(article: Article, topics: Topics) -> list[int]:
    best = related_keys(((kind, pk) for kind, rows in topics.items() for pk in rows), but=article.pk)
    if not best:
        return []
    elsewhere = Article.objects.filter(pk__in=best, city__isnull=False).exclude(city=article.city_id)
    far = set(elsewhere.values_list("pk", flat=True))
    return sorted(best, key=lambda key: key in far)  # what holds for another city comes last, otherwise as it was


def related_keys(places: Places, *, but: int) -> list[int]:
    """Of the newest articles of these lists, the closest: a tag says more than a phase, and a list with few articles
    more than one with many. Of equals the newest, and of one day always the same one, also after a move."""
    shared: Counter[int] = Counter()
    equals: dict[int, tuple[object, str]] = {}
    for kind, of in places:
        rows = list(keys(kind, of).values_list("article_id", "published_on", "article__slug")[:NEWEST])
        for key, day, slug in rows:
            shared[key] += (_TAG if kind == List.TAG else 1) * NEWEST // len(rows)
            equals[key] = day, slug
    shared.pop(but, None)
    best = sorted(shared, key=lambda key: (shared[key], equals[key]), reverse=True)
    return best[: MOST_ARTICLES * SPARE]


def _topics(article: Article) -> Topics:
    return {List.TAG: dict(_tags.rows(article.pk)), List.PHASE: dict(_phases.rows(article.pk))}


def step_of(article: Article, topics: Topics | None = None) -> str:
    """What a reader is led to at an article's end: what an editor chose, or what its tags and phases suggest."""
    if article.next_step in STEPS:
        return article.next_step
    tags, phases = (set(rows.values()) for rows in (topics or _topics(article)).values())
    found = (step for known, slugs in ((BY_TAG, tags), (BY_PHASE, phases)) for slug, step in known if slug in slugs)
    return next(found, CARE)
