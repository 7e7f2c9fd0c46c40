"""What questions and terms have in common."""

from typing import Any

from articles.services.asking import add_row
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
