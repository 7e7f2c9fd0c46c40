"""The kinds of page that articles, answers, words, tags and people are.

Services that change what readers see call `refresh` with these.
"""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article, ArticleRevision, FormerSlug, Question, Tag, Term
from markup.addresses import hrefs
from markup.rendering import absolute, render
from review.models import Person
from search.entries import Entry
from search.kinds import Kind, register
from search.models import Trouble
from search.services import refresh


def _article(article: Article) -> Entry:
    revision = article.live_revision or ArticleRevision()
    return Entry(
        kind="article",
        key=str(article.pk),
        url=article.get_absolute_url(),
        title=revision.title,
        text=f"{revision.summary}\n{render(revision.body).text}",
        keywords=_names(article, article.city.name if article.city else ""),
        weight=3,
        links=[*revision.links, *(source.url for source in revision.sources.all())] if revision.pk else [],
    )


def _question(question: Question) -> Entry:
    return Entry(
        kind="question",
        key=str(question.pk),
        url=question.lasting_url,
        title=question.question,
        text=render(question.answer).text,
        keywords=_names(question),
        weight=2,
        links=hrefs(question.live_revision.html) if question.live_revision else [],
    )


def _term(term: Term) -> Entry:
    return Entry(
        kind="term",
        key=str(term.pk),
        url=term.get_absolute_url(),
        title=term.term,
        text=term.meaning,
        keywords=term.also_called,
        weight=2,
        links=[term.source_url],
    )


def _names(row: Article | Question, *more: str) -> str:
    return " ".join([*(tag.name for tag in row.tags.all()), *more])


def _former(slugs: Sequence[str]) -> dict[str, tuple[Trouble, str]]:
    found = dict.fromkeys(
        Article.objects.withdrawn().order_by().filter(slug__in=slugs).values_list("slug", flat=True),
        (Trouble.WITHDRAWN, ""),
    )
    former = FormerSlug.objects.filter(slug__in=slugs, article__live_revision__isnull=False)
    for old, new in former.annotate(new=F("article__slug")).values_list("slug", "new"):
        found[old] = (Trouble.RENAMED, reverse("article", args=[new]))
    return found


def _articles() -> QuerySet[Any]:
    return Article.objects.published().prefetch_related("tags", "live_revision__sources")


def _feed_item(article: Article) -> dict[str, Any]:
    """What the feed says of an article."""
    revision, link = article.live_revision, settings.SITE_URL + article.get_absolute_url()
    if revision is None or article.published_on is None:
        raise ValueError("only a published article has an entry")
    writer = revision.writer
    return {
        "title": revision.title,
        "link": link,
        "unique_id": article.key.urn,
        "description": revision.summary,
        "content": absolute(revision.html, site=settings.SITE_URL, page=link),
        "pubdate": datetime.combine(article.published_on, time(), timezone.get_default_timezone()),
        "updateddate": revision.published_at,
        "author_name": settings.SITE_NAME if writer is None or writer.invented else str(writer),
        "categories": [tag.name for tag in article.tags.all()],
    }


ARTICLES = Kind(
    name="article",
    one=_("Article"),
    many=_("Articles"),
    public=_articles,
    order=20,
    title="live_revision__title",
    page="article",
    entry=_article,
    desk="articles_article",
    due="live_revision__next_review_due",
    changed="live_revision__published_at",
    signers=("live_revision__writer", "live_revision__editor", "live_revision__reviewer"),
    former=_former,
    newest=lambda: Article.objects.newest().heads(),
    fed=lambda: Article.objects.newest().fed(),
    feed_item=_feed_item,
)
QUESTIONS = Kind(
    name="question",
    one=_("Question"),
    many=_("Questions"),
    public=lambda: Question.objects.published().prefetch_related("tags"),
    order=30,
    title="live_revision__question",
    page="questions#",
    entry=_question,
    desk="articles_question",
    due="live_revision__next_review_due",
    signers=("live_revision__writer", "live_revision__reviewer"),
    newest=lambda: Question.objects.published().asked().order_by("-live_revision_id"),  # by its index
)
TERMS = Kind(
    name="term",
    one=_("Word explained"),
    many=_("Words explained"),
    public=lambda: Term.objects.published(),
    order=40,
    title="live_revision__term",
    page="glossary#",
    entry=_term,
    desk="articles_term",
    due="live_revision__next_review_due",
    signers=("live_revision__writer", "live_revision__reviewer"),
)
TAGS = Kind(
    name="tag",
    one=_("Tag"),
    many=_("Tags"),
    public=lambda: Tag.objects.published(),
    order=90,
    page="tag",
)
PEOPLE = Kind(
    name="person",
    one=_("Person"),
    many=_("People"),
    public=lambda: Person.objects.published(),
    order=100,
    page="person",
)
register(ARTICLES, QUESTIONS, TERMS, TAGS, PEOPLE)


def refresh_tagged(tag: Tag) -> None:
    """A tag's name leads to what it is on."""
    refresh(ARTICLES, *tag.articles.values_list("pk", flat=True))
    refresh(QUESTIONS, *tag.questions.values_list("pk", flat=True))
