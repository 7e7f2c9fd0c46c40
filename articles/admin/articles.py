from typing import Any

from django.conf import settings
from django.contrib import admin
from django.utils.translation import gettext as _

from articles.admin.article_page import ArticlePage
from articles.admin.tags import TypedTag
from articles.forms import ArticleForm
from articles.models import Article
from articles.previews import preview_url
from articles.services.asking import add_row
from articles.services.saving import create_article, placement_of
from facilities.admin.mixins import TypedCity
from review.admin.page import WordsPage
from review.admin.reviewed import ReviewedAdmin


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
