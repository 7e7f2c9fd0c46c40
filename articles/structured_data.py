"""schema.org's words for what an article's page shows. Nothing is said here that the page does not show."""

import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.models import Article, ArticleRevision, Person, Question

CONTEXT = "https://schema.org"
# As django.utils.html.json_script does: what could end the element, or start a comment, is written as an escape.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


class _JSON:
    """JSON that may stand inside a script element."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data

    def __html__(self) -> str:
        return json.dumps(self.data, ensure_ascii=False).translate(_ESCAPES)


def script(data: dict[str, Any]) -> SafeString:
    """A data block, not a program: browsers do not run it, so the Content-Security-Policy lets it pass."""
    return format_html('<script type="application/ld+json">{}</script>', _JSON({"@context": CONTEXT, **data}))


def blocks(article: Article, revision: ArticleRevision, questions: Sequence[Question]) -> list[SafeString]:
    data = [
        _page(article, revision),
        breadcrumbs([(_("Home"), "/"), (_("Articles"), "/articles/"), (revision.title, "")]),
    ]
    if questions:
        data.append(_faq(questions))
    return [script(block) for block in data]


def breadcrumbs(steps: Sequence[tuple[str | Promise, str]]) -> dict[str, Any]:
    """Steps are (name, path); the last, the page itself, has no path."""
    items = [{"@type": "ListItem", "position": n, "name": str(name)} for n, (name, _path) in enumerate(steps, start=1)]
    for item, (_name, path) in zip(items, steps, strict=True):
        if path:
            item["item"] = settings.SITE_URL + path
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _page(article: Article, revision: ArticleRevision) -> dict[str, Any]:
    page = {
        "@type": "MedicalWebPage",
        "headline": revision.title,
        "description": revision.summary,
        "url": settings.SITE_URL + article.get_absolute_url(),
        "inLanguage": "en",
        "datePublished": article.published_on and article.published_on.isoformat(),
        "lastReviewed": revision.reviewed_on and revision.reviewed_on.isoformat(),
        "author": _person(revision.writer),
        "editor": _person(revision.editor),
        "reviewedBy": _person(revision.reviewer),
        "keywords": [tag.name for tag in article.tags.all()],
        "citation": [_citation(source) for source in revision.sources.all()],
        "publisher": {"@type": "Organization", "name": settings.SITE_NAME, "url": settings.SITE_URL + "/"},
    }
    return {key: value for key, value in page.items() if value}


def _person(person: Person | None) -> dict[str, Any] | None:
    if person is None:
        return None
    known = {"@type": "Person", "name": person.name, "url": settings.SITE_URL + person.get_absolute_url()}
    return {**known, **({"honorificSuffix": person.credentials} if person.credentials else {})}


def _citation(source: Any) -> dict[str, Any]:
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
                "acceptedAnswer": {"@type": "Answer", "text": strip_tags(question.html).strip()},
            }
            for question in questions
        ],
    }
