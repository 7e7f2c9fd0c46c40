"""The page on which an article is written, and read by those who sign it."""

from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.sites import AdminSite
from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from articles.admin.steps import offers
from articles.desk import hints_for
from articles.forms import ArticleForm, BaseSourceFormSet, SourceFormSet, source_initial
from articles.models import Article, ArticleRevision
from articles.previews import preview_url
from articles.services.checking import check
from articles.services.history import record
from articles.services.revising import Words, words_of
from articles.services.saving import Stale, as_text, create_article, place_of, save_article
from markup.differences import Line, compare
from markup.rendering import render
from review.refusals import Refused

TEMPLATE = "admin/articles/article/write.html"


@dataclass(frozen=True)
class Problem:
    """A line of the error summary. `anchor` is the field's id, empty for what concerns the whole form."""

    anchor: str
    label: str
    sentence: str


@dataclass
class Desk:
    """One request for the page: who, which article, and what they typed."""

    site: AdminSite
    request: HttpRequest
    article: Article | None
    may_write: bool

    def __post_init__(self) -> None:
        self.by = cast(AbstractUser, self.request.user)
        self.typed = self.request.POST.copy() if self.request.method == "POST" and self.may_write else None
        self.build()

    def build(self) -> None:
        self.form = ArticleForm(self.typed, article=self.article, by=self.by)
        # No initial rows beside what was sent: one that equals its initial counts as untouched, and would be left out.
        initial = source_initial(self.article) if self.typed is None else None
        self.sources = SourceFormSet(self.typed, initial=initial, prefix="sources")

    def answer(self) -> HttpResponseBase:
        if self.typed is None:
            return self.page(status=403 if self.request.method == "POST" else 200)
        # Both, so that one look at the page shows all that is missing.
        if not all([self.form.is_valid(), self.sources.is_valid()]):
            return self.page(status=422)
        words = self.form.words(cast(BaseSourceFormSet, self.sources))
        if "_check" in self.typed:
            return self.page(words=words, shown=render(words.body))
        try:
            saved = self.save(words)
        except Stale as stale:
            return self.told(stale, words)
        except Refused as refused:
            self.form.add_error("slug" if refused.code == "slug-taken" else None, str(refused))
            return self.page(status=422, words=words)
        return redirect("admin:articles_article_change", saved.pk)

    def save(self, words: Words) -> Article:
        data = self.form.cleaned_data
        if self.article is None:
            saved = create_article(words=words, place=self.form.place(), by=self.by, note=data["note"])
            return self.tell(saved, added=True)
        edits = self.article.edits
        saved = save_article(
            article=self.article,
            words=words,
            place=self.form.place(),
            base=data["base"] or 0,
            by=self.by,
            note=data["note"],
        )
        return self.tell(saved) if saved.edits != edits else self.tell_nothing_changed(saved)

    def tell(self, saved: Article, *, added: bool = False) -> Article:
        latest = saved.latest
        number = latest.number if latest else 0
        note = self.form.cleaned_data["note"]
        sentence = " ".join(filter(None, [_("Saved revision %d.") % number, note]))
        record(article=saved, by=self.by, sentence=sentence, added=added)
        messages.success(self.request, _("Saved. Readers see it once it is reviewed and published."))
        return saved

    def tell_nothing_changed(self, saved: Article) -> Article:
        messages.info(self.request, _("Nothing was changed, so there is no new revision."))
        return saved

    def told(self, stale: Stale, words: Words) -> HttpResponse:
        """For the second of two editors: theirs beside yours, yours still in the form. The next save goes on top."""
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
        context = {
            **self.site.each_context(self.request),
            "title": latest.title if latest else _("Write an article"),
            "opts": Article._meta,
            "article": self.article,
            "latest": latest,
            "form": self.form,
            "sources": self.sources,
            "problems": self.problems(),
            "hints": hints_for(self.by),
            "may_write": self.may_write,
            "checklist": check(words) if words else None,
            "offers": offers(self.article, self.by) if self.article else [],
            "revisions": self.revisions(),
            "preview_url": preview_url(latest.pk) if latest else "",
            "preview_days": settings.PREVIEW_DAYS,
            "since_live": None if self.may_write else self.since_live(latest),
            "media": self.form.media + self.sources.media,
            **more,
        }
        return TemplateResponse(self.request, TEMPLATE, context, status=status)

    def revisions(self) -> list[ArticleRevision]:
        if self.article is None:
            return []
        people = ("saved_by", "writer", "editor", "reviewer")
        return list(self.article.revisions.select_related(*people).defer("body", "html", "headings"))

    def since_live(self, latest: ArticleRevision | None) -> list[Line] | None:
        """For who reviews: what would change for readers. None where readers see nothing yet, or just this."""
        live = self.article.live_revision if self.article else None
        if not live or not latest or live == latest:
            return None
        return compare(as_text(words_of(live)), as_text(words_of(latest)))

    def problems(self) -> list[Problem]:
        if self.typed is None:
            return []
        found = [
            Problem(field.id_for_label or field.auto_id, str(field.label), str(error))
            for field in self.form
            for error in field.errors
        ]
        found += [Problem("", "", str(error)) for error in self.form.non_field_errors()]
        for number, source in enumerate(self.sources, start=1):
            found += [
                Problem(
                    field.id_for_label, _("Source %(n)d, %(field)s") % {"n": number, "field": field.label}, str(error)
                )
                for field in source
                for error in field.errors
            ]
        return found + [Problem("", "", str(error)) for error in self.sources.non_form_errors()]
