"""Questions and terms."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.admin.reviewed import SIGNED, ReviewedAdmin
from articles.kinds import QUESTIONS
from articles.models import Question, Term
from articles.services.beside import question_changed
from articles.services.questions import review_question, save_question
from articles.services.terms import review_term, save_term
from facilities.admin.mixins import done_or_not
from markup.widgets import MarkdownWidget
from search.services import refresh

REVIEWED = (done_or_not("reviewed_on", _("review"), _("Not yet"), _("Reviewed")),)


class QuestionForm(forms.ModelForm[Question]):
    class Meta:
        model = Question
        fields = ("question", "slug", "answer", "writer", "tags")
        widgets = {
            "question": forms.TextInput({"size": 80}),
            "answer": MarkdownWidget,
            "tags": forms.CheckboxSelectMultiple,
        }


@admin.register(Question)
class QuestionAdmin(ReviewedAdmin):
    form = QuestionForm
    words_field = "question"
    list_display = ("question", "reviewed", "reviewer", "next_review_due")
    list_filter = ("tags", *REVIEWED)
    list_select_related = ("reviewer",)
    search_fields = ("question", "answer")

    def save_row(self, row: Question, by: AbstractUser) -> None:
        save_question(question=row, by=by)

    def review_row(self, row: Question, by: AbstractUser) -> None:
        review_question(question=row, by=by)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        refresh(QUESTIONS, form.instance.pk)
        question_changed(form.instance)


class TermForm(forms.ModelForm[Term]):
    source_url = forms.URLField(
        label=_("Source’s address"),
        max_length=500,
        assume_scheme="https",
        help_text=Term._meta.get_field("source_url").help_text,
    )

    class Meta:
        model = Term
        fields = (
            *("term", "slug", "also_called", "meaning"),
            *("source_title", "source_url", "source_checked_on", "writer"),
        )
        widgets = {
            "meaning": forms.Textarea({"rows": 5, "cols": 80}),
            "source_checked_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        }


@admin.register(Term)
class TermAdmin(ReviewedAdmin):
    form = TermForm
    words_field = "term"
    list_display = ("term", "reviewed", "reviewer", "next_review_due")
    list_filter = REVIEWED
    list_select_related = ("reviewer",)
    search_fields = ("term", "also_called", "meaning")
    fieldsets = (
        (_("Words"), {"fields": ("term", "slug", "also_called", "meaning", "writer")}),
        (_("Source"), {"fields": ("source_title", "source_url", "source_checked_on")}),
        (_("Review"), {"fields": SIGNED}),
    )

    def save_row(self, row: Term, by: AbstractUser) -> None:
        save_term(term=row, by=by)

    def review_row(self, row: Term, by: AbstractUser) -> None:
        review_term(term=row, by=by)
