from typing import Any

from django.contrib import admin

from articles.admin.articles import QuestionPage, RowAdmin
from articles.admin.tags import TypedTag
from articles.forms import QuestionForm
from articles.models import Question
from markup.rendering import stored
from review.admin.reviewed import ReviewedAdmin


@admin.register(Question)
class QuestionAdmin(RowAdmin):
    words_form = QuestionForm
    page = QuestionPage
    list_filter = (*ReviewedAdmin.list_filter, TypedTag)

    def besides(self, subject: Any) -> dict[str, Any]:
        latest = subject.latest
        return {"answer": stored(latest.html)} if latest else {}
