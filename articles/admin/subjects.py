"""Articles, questions and terms: what is written, reviewed and published."""

from typing import Any, cast

from django.conf import settings
from django.contrib import admin
from django.utils.translation import gettext as _

from articles.admin.tags import TypedTag
from articles.forms import ArticleForm, BaseSourceFormSet, QuestionForm, SourceFormSet, TermForm, source_initial
from articles.models import Article, Question, Term
from articles.previews import preview_url
from articles.services.checking import check
from articles.services.saving import add_row, create_article, placement_of
from facilities.admin.mixins import TypedCity
from markup.rendering import render, stored
from review.admin.page import Problem, WordsPage
from review.admin.reviewed import ReviewedAdmin


class ArticlePage(WordsPage):
    template = "admin/articles/article/write.html"

    def _opened(self) -> Any:
        """A new one may start from another: `?like=7` begins with its words, tags and sources."""
        like = self.request.GET.get("like", "") if self.subject is None else ""
        if (
            like.isascii()
            and like.isdecimal()
            and len(like) < 18
            and (found := Article.objects.filter(pk=like).first())
        ):
            return found.opened
        return super()._opened()

    def build(self) -> None:
        super().build()
        # No initial rows with what was sent: one that equals its initial counts as untouched, and would be left out.
        initial = source_initial(self.opened) if self.typed is None else None
        self.sources = SourceFormSet(self.typed, initial=initial, prefix="sources")
        cast(Any, self.form).sources = cast(BaseSourceFormSet, self.sources)

    def valid(self) -> bool:
        """Both, so that one look at the page shows all that is missing."""
        return all([self.form.is_valid(), self.sources.is_valid()])

    def besides(self, words: Any) -> dict[str, Any]:
        if words is None and self.opened and self.typed is None:
            words = self.kind.words_of(self.opened)
        checked = self.typed is not None and "_check" in self.typed and self.form.is_valid()
        return {
            **super().besides(words),
            "sources": self.sources,
            "checks": True,
            "checklist": check(words) if words else None,
            "shown": render(words.body) if words and checked else "",
            "media": self.form.media + self.sources.media,
        }

    def problems(self) -> list[Problem]:
        if self.typed is None:
            return []
        found = super().problems()
        for number, source in enumerate(self.sources, start=1):
            found += [
                Problem(
                    field.id_for_label, _("Source %(n)d, %(field)s") % {"n": number, "field": field.label}, str(error)
                )
                for field in source
                for error in field.errors
            ]
        return found + [Problem("", "", str(error)) for error in self.sources.non_form_errors()]


class RowAdmin(ReviewedAdmin):
    def create(self, form: Any, words: Any, by: Any) -> Any:
        data = form.cleaned_data
        row = add_row(model=self.model, slug=data["slug"], words=words, by=by, note=data["note"])
        form.move(row, by)
        return row


class QuestionPage(WordsPage):
    template = "admin/articles/question/write.html"


class TermPage(WordsPage):
    template = "admin/articles/term/write.html"


@admin.register(Article)
class ArticleAdmin(ReviewedAdmin):
    words_form = ArticleForm
    page = ArticlePage
    list_filter = (*ReviewedAdmin.list_filter, TypedCity, "phases", TypedTag)

    def add_title(self) -> str:
        return _("Write an article")

    def create(self, form: Any, words: Any, by: Any) -> Article:
        return create_article(words=words, place=form.place(), by=by, note=form.cleaned_data["note"])

    def place_lines(self, subject: Any) -> str:
        return placement_of(subject).lines()

    def preview_url(self, revision: Any) -> str:
        return preview_url(revision.pk)

    def besides(self, subject: Any) -> dict[str, Any]:
        return {"preview_days": settings.PREVIEW_DAYS}


@admin.register(Question)
class QuestionAdmin(RowAdmin):
    words_form = QuestionForm
    page = QuestionPage
    list_filter = (*ReviewedAdmin.list_filter, TypedTag)

    def besides(self, subject: Any) -> dict[str, Any]:
        latest = subject.latest
        return {"answer": stored(latest.html)} if latest else {}


@admin.register(Term)
class TermAdmin(RowAdmin):
    words_form = TermForm
    page = TermPage
