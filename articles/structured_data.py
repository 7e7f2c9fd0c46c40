"""schema.org's words for what an article's page shows. Nothing is said here that the page does not show, but for the
card, which shows it elsewhere.
"""

import re
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString

from articles.models import Article, ArticleRevision, Question, Term
from articles.related import Cited, Link
from markup.share_cards import Card
from markup.structured_data import script
from review.models import Person

# In HTML that `markup.rendering` made. Django's way takes a parser, and six times as long.
_TAG = re.compile(r"""<(?:[^<>"']|"[^"]*"|'[^']*')*>""")


def blocks(
    article: Article,
    revision: ArticleRevision,
    card: Card | None,
    *,
    questions: Sequence[Question],
    tags: Sequence[Link],
    sources: Sequence[Cited],
) -> list[SafeString]:
    data = [_page(article, revision, card, tags, sources)]
    if questions:
        data.append(_faq(questions))
    return [script(block) for block in data]


def glossary(terms: Sequence[Term]) -> SafeString:
    address = settings.SITE_URL + reverse("glossary")
    entries = [
        {
            "@type": "DefinedTerm",
            "name": term.term,
            "alternateName": term.names[1:],
            "description": term.meaning,
            "url": f"{address}#{term.slug}",
        }
        for term in terms
    ]
    named = [{key: value for key, value in entry.items() if value} for entry in entries]
    return script({"@type": "DefinedTermSet", "url": address, "inLanguage": "en", "hasDefinedTerm": named})


def _page(
    article: Article, revision: ArticleRevision, card: Card | None, tags: Sequence[Link], sources: Sequence[Cited]
) -> dict[str, Any]:
    page = {
        "@type": "MedicalWebPage",
        "headline": revision.title,
        "description": revision.summary,
        "url": settings.SITE_URL + article.get_absolute_url(),
        "image": card and settings.SITE_URL + reverse("card", args=[card.name]),
        "inLanguage": "en",
        "datePublished": article.published_on and article.published_on.isoformat(),
        "lastReviewed": _reviewed_on(revision),
        "author": _person(revision.writer),
        "editor": _person(revision.editor),
        "reviewedBy": _person(revision.reviewer),
        "keywords": [tag.name for tag in tags],
        "citation": [_citation(source) for source in sources],
        "publisher": {"@type": "Organization", "name": settings.SITE_NAME, "url": settings.SITE_URL + "/"},
    }
    return {key: value for key, value in page.items() if value}


def _reviewed_on(revision: ArticleRevision) -> str | None:
    """What an invented person signed is never called reviewed."""
    real = revision.reviewer and not revision.reviewer.invented
    return revision.reviewed_on.isoformat() if real and revision.reviewed_on else None


def _person(person: Person | None) -> dict[str, Any] | None:
    if person is None or person.invented:
        return None
    known = {"@type": "Person", "name": person.name, "url": settings.SITE_URL + person.get_absolute_url()}
    return {**known, **({"honorificSuffix": person.credentials} if person.credentials else {})}


def _citation(source: Cited) -> dict[str, Any]:
    citation = {
        "@type": "CreativeWork",
        "name": source.title,
        "publisher": {"@type": "Organization", "name": source.publisher} if source.publisher else None,
        "datePublished": str(source.year) if source.year else None,
        "url": source.url,
    }
    return {key: value for key, value in citation.items() if value}


def _faq(questions: Sequence[Question]) -> dict[str, Any]:
    return {
        "@type": "FAQPage",
        "mainEntity": [
            {
                "@type": "Question",
                "name": question.question,
                "acceptedAnswer": {"@type": "Answer", "text": _TAG.sub("", question.html).strip()},
            }
            for question in questions
        ],
    }
