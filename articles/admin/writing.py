"""The page on which an article is written."""

from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.contrib.admin.sites import AdminSite
from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from articles.admin.steps import offers
from articles.differences import compare
from articles.errors import Refused
from articles.forms import ArticleForm, SourceFormSet, source_initial
from articles.models import Article
from articles.previews import preview_url
from articles.services.checking import check
from articles.services.revising import Words, words_of
from articles.services.saving import Stale, as_text, create_article, place_of, save_article

TEMPLATE = "admin/articles/article/write.html"


@dataclass
class Desk:
    """One request for the page: who, which article, and what they typed."""

    site: AdminSite
    request: HttpRequest
    article: Article | None
    may_write: bool

    def __post_init__(self) -> None:
        self.by = cast(AbstractUser, self.request.user)
        self.typed = self.request.POST.copy() if self.request.method == "POST" else None
        self.build()

    def build(self) -> None:
        self.form = ArticleForm(self.typed, article=self.article, by=self.by)
        self.sources = SourceFormSet(self.typed, initial=source_initial(self.article), prefix="sources")

    def answer(self) -> HttpResponseBase:
        if self.typed is None or not self.may_write:
            return self.page()
        if not (self.form.is_valid() and self.sources.is_valid()):
            return self.page(status=422)
        words = self.form.words(self.sources)
        if "_check" in self.typed:
            return self.page(words=words)
        try:
            saved = self.save(words)
        except Stale as stale:
            return self.told(stale, words)
        except Refused as refused:
            self.form.add_error("slug" if refused.code == "slug-taken" else None, str(refused))
            return self.page(status=422, words=words)
        messages.success(self.request, _("Saved. Readers see it once it is reviewed and published."))
        return redirect("admin:articles_article_change", saved.pk)

    def save(self, words: Words) -> Article:
        data = self.form.cleaned_data
        if self.article is None:
            return create_article(words=words, place=self.form.place(), by=self.by, note=data["note"])
        return save_article(
            article=self.article,
            words=words,
            place=self.form.place(),
            base=data["base"] or 0,
            by=self.by,
            note=data["note"],
        )

    def told(self, stale: Stale, words: Words) -> HttpResponse:
        """The second of two editors: theirs beside yours, yours still in the form, and a next save that goes on top."""
        newer = stale.article.latest
        if newer is None or self.typed is None:
            raise stale
        theirs = as_text(words_of(newer), place_of(stale.article))
        yours = as_text(words, self.form.place())
        self.typed["base"] = str(stale.article.edits)
        self.article = stale.article
        self.build()
        self.form.is_valid()
        return self.page(status=409, words=words, newer=newer, lines=compare(theirs, yours))

    def page(self, *, status: int = 200, words: Words | None = None, **more: Any) -> HttpResponse:
        latest = self.article.latest if self.article else None
        if words is None and latest and self.typed is None:
            words = words_of(latest)
        revisions = list(self.article.revisions.select_related("saved_by", "writer", "editor", "reviewer")) if self.article else []
        context = {
            **self.site.each_context(self.request),
            "title": latest.title if latest else _("Write an article"),
            "opts": Article._meta,
            "article": self.article,
            "latest": latest,
            "form": self.form,
            "sources": self.sources,
            "may_write": self.may_write,
            "checklist": check(words) if words else None,
            "offers": offers(self.article, self.by) if self.article else [],
            "revisions": revisions,
            "preview_url": preview_url(latest.pk) if latest else "",
            "media": self.form.media + self.sources.media,
            **more,
        }
        return TemplateResponse(self.request, TEMPLATE, context, status=status)
