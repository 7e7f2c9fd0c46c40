"""Pages for readers. Each asks for what is published; what is not is a 404, or a 410 if it once was."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.core.signing import BadSignature
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles import listing, related, structured_data
from articles.doors import door
from articles.listing import List, heads, keys
from articles.models import (
    Article,
    ArticleRevision,
    Correction,
    Door,
    FormerSlug,
    Question,
    Tag,
    Term,
)
from articles.models.question import PER_PAGE as QUESTIONS_PER_PAGE
from articles.previews import revision_of
from articles.services.cards import is_public, live_card
from markup.files import serve
from markup.share_cards import FOLDER, Card
from review.kinds import kinds
from review.models import Person
from search.kept import kept
from search.lists import page_of, page_or_404
from search.prepared import Prepared

PER_PAGE = 12
TAGS_PER_PAGE = 40
TERMS_PER_PAGE = 40
CORRECTIONS_PER_PAGE = 20
MOST_WITHDRAWN = 60
MOST_QUESTIONS = 20
MOST_WORDS = 200  # of other pages of the glossary, which its first page names


def _topics_of(questions: list[int]) -> QuerySet[Any, Any]:
    tagged: Any = Question.tags.through.objects
    found: QuerySet[Any, Any] = tagged.filter(question__in=questions).order_by("tag__name")
    return found.values_list("question", "tag__name")


_tagged = Prepared(lambda tag: Question.objects.published().asked().of_tag(tag)[:MOST_QUESTIONS])
_tag = Prepared(lambda slug: Tag.objects.published().filter(slug=slug))
_explained = Prepared(lambda keys: Term.objects.published().explained().filter(pk__in=keys))
_asked = Prepared(lambda keys: Question.objects.published().asked().filter(pk__in=keys))
_topics = Prepared(_topics_of)
_person = Prepared(lambda slug: Person.objects.published().filter(slug=slug))
_live = Prepared(lambda slug: Article.objects.published().whole().filter(slug=slug))


@kept("page")
@require_safe
def article_list(request: HttpRequest) -> HttpResponse:
    page = page_of(request, keys(List.ALL), heads, PER_PAGE)
    return render(request, "articles/article_list.html", {"page_obj": page})


@kept()
@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponseBase:
    for found in _live.rows(slug):
        context = _article_context(found, found.live_revision, live_card(found.live_revision))
        return render(request, "articles/article.html", context)
    if withdrawn := Article.objects.withdrawn().filter(slug=slug).first():
        return render(request, "articles/withdrawn.html", {"article": withdrawn}, status=410)
    former = get_object_or_404(FormerSlug.objects.select_related("article"), slug=slug)
    return redirect(former.article, permanent=True)


@require_safe
@never_cache
def preview(request: HttpRequest, signed: str) -> HttpResponse:
    try:
        revision = ArticleRevision.objects.select_related("article").get(pk=revision_of(signed))
    except (BadSignature, ArticleRevision.DoesNotExist):
        response = render(request, "articles/preview_gone.html", status=404)
    else:
        context = {**_article_context(revision.article, revision, None), "preview": True}
        response = render(request, "articles/article.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def card(request: HttpRequest, name: str) -> HttpResponseBase:
    """The picture of a live article or of the site. Caches ask each time: a withdrawn article's is gone at once."""
    if not is_public(name):
        raise Http404
    path, control = f"{FOLDER}{name}.png", "public, max-age=0, must-revalidate"
    return serve(request, path, content_type="image/png", cache_control=control)


def _article_context(article: Article, revision: ArticleRevision, card: Card | None) -> dict[str, object]:
    found = related.beside(article, revision)
    asked, cited = related.questions(found.questions, found.chosen), related.sources(found)
    tags, terms = related.tags_and_terms(article, found)
    return {
        "article": article,
        "revision": revision,
        "tags": tags,
        "sources": cited,
        "related_questions": asked,
        "related_articles": related.links(found.articles),
        "next_article": _behind(found.step, article),
        "terms": terms,
        "card": card,
        "structured_data": structured_data.blocks(article, revision, card, questions=asked, tags=tags, sources=cited),
    }


def _behind(step: str, article: Article) -> Article | None:
    """The article of the next step, unless it is this one."""
    found = door(step) if step in Door.Slot.values else None
    return found if found != article else None


@kept("page")
@require_safe
def tag_list(request: HttpRequest) -> HttpResponse:
    tags = Tag.objects.published()
    page = page_of(request, tags.values_list("pk", flat=True), listing.counted_tags, TAGS_PER_PAGE)
    return render(request, "articles/tag_list.html", {"page_obj": page, "most": listing.COUNTED})


@kept("page")
@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    found = next(iter(_tag.rows(slug)), None)
    if found is None:
        raise Http404
    context = {
        "tag": found,
        "page_obj": page_of(request, keys(List.TAG, found.pk), heads, PER_PAGE),
        "questions": _tagged.rows(found.pk),
    }
    return render(request, "articles/tag.html", context)


@kept("page")
@require_safe
def person(request: HttpRequest, slug: str) -> HttpResponse:
    found = next(iter(_person.rows(slug)), None)
    if found is None:
        raise Http404
    return render(
        request,
        "articles/person.html",
        {"person": found, "page_obj": page_of(request, keys(List.PERSON, found.pk), heads, PER_PAGE)},
    )


@kept("page", "of")
@require_safe
def question_list(request: HttpRequest) -> HttpResponse:
    """`of` is the address of an answer, wherever in the list it is by now."""
    if slug := request.GET.get("of"):
        found = get_object_or_404(Question.objects.published(), slug=slug)
        return redirect(f"{request.path}?page={found.page}#{slug}" if found.page > 1 else found)
    page = page_of(request, Question.objects.listed().values_list("pk", flat=True), _asked.rows, QUESTIONS_PER_PAGE)
    topics: dict[int, list[str]] = {}
    for key, name in _topics.rows([question.pk for question in page]):
        topics.setdefault(key, []).append(name)
    groups: dict[str, list[Question]] = {}
    for question in page:
        topic = _topic(question.question, topics.get(question.pk, [])) or _("More questions")
        groups.setdefault(topic, []).append(question)
    return render(request, "articles/question_list.html", {"groups": sorted(groups.items()), "page_obj": page})


def _topic(question: str, names: list[str]) -> str:
    """The tag that its own words name, or its first by name: "Can I die from withdrawal?" is about withdrawal."""
    said = question.casefold()
    named = (name for name in names if any(word[:6] in said for word in name.casefold().split() if len(word) > 3))
    return next(named, names[0] if names else "")


@kept("page")
@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """The first page names words of the others too: `/glossary/#naloxone` leads on from there, wherever it is."""
    heads = Term.objects.heads()
    page = page_or_404(Paginator(heads, TERMS_PER_PAGE), request.GET.get("page", "1"))
    rows = {row.pk: row for row in _explained.rows([key for key, _slug, _term in page])}
    terms = [rows[key] for key, _slug, _term in page if key in rows]
    numbered = [(slug, term, place // TERMS_PER_PAGE + 1) for place, (_key, slug, term) in enumerate(heads)]
    context = {
        "page_obj": page,
        "initials": sorted({term[0].upper(): number for _slug, term, number in reversed(numbered)}.items()),
        "letters": [(letter, list(group)) for letter, group in groupby(terms, lambda term: term.term[0].upper())],
        "others": numbered[TERMS_PER_PAGE:][:MOST_WORDS] if page.number == 1 else [],
        "structured_data": [structured_data.glossary(terms)] if terms else [],
    }
    return render(request, "articles/glossary.html", context)


@kept("page")
@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """What was withdrawn stands on the first page."""
    live = Exists(Article.objects.published().order_by().filter(pk=OuterRef("article")))
    page = page_of(
        request, Correction.objects.filter(live).values_list("pk", flat=True), _corrected, CORRECTIONS_PER_PAGE
    )
    context = {"page_obj": page, "withdrawn": _withdrawn() if page.number == 1 else []}
    return render(request, "articles/corrections.html", context)


def _corrected(keys: Sequence[int]) -> list[Correction]:
    return list(Correction.objects.filter(pk__in=keys).select_related("article__live_revision"))


def _withdrawn() -> list[Any]:
    """Of every kind, the newest first: an answer or a word explained has no address of its own that could say why."""
    rows = [row for kind in kinds() for row in kind.withdrawn()[:MOST_WITHDRAWN]]
    return sorted(rows, key=lambda row: row.withdrawn_on, reverse=True)[:MOST_WITHDRAWN]
