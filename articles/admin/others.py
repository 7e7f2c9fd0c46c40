"""Everything beside articles: people, tags, questions, wordings, corrections."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from articles.desk import SOON, hints_for
from articles.documents import QUESTIONS, refresh_tagged
from articles.errors import Refused
from articles.models import Correction, Person, Question, Tag, Wording
from articles.services.questions import review_question, save_question
from markup.widgets import MarkdownWidget
from search.services import public_changed, refresh


class PublicAdmin(admin.ModelAdmin[Any]):
    """For what shows on readers' pages as soon as it is saved."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        public_changed()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        public_changed()

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        super().delete_queryset(request, queryset)
        public_changed()


@admin.register(Tag)
class TagAdmin(PublicAdmin):
    list_display = ("name", "slug", "description")
    search_fields = ("name",)
    prepopulated_fields = {"slug": ("name",)}

    def save_model(self, request: HttpRequest, obj: Tag, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        refresh_tagged(obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Tag | None = None) -> tuple[str, ...]:
        """An address that readers may have kept does not change."""
        return ("slug",) if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Tag | None = None) -> dict[str, Any]:
        return {} if obj else {"slug": ("name",)}


@admin.register(Person)
class PersonAdmin(PublicAdmin):
    list_display = ("name", "credentials", "user", "invented")
    search_fields = ("name",)
    fields = ("name", "slug", "credentials", "credentials_url", "bio", "conflicts", "invented", "user")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Person | None = None) -> tuple[str, ...]:
        """Who may sign in as whom is a site manager's matter."""
        slug = ("slug",) if obj else ()
        return slug if request.user.has_perm("rehabsite.change_user") else (*slug, "user")

    def get_prepopulated_fields(self, request: HttpRequest, obj: Person | None = None) -> dict[str, Any]:
        return {} if obj else {"slug": ("name",)}


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
class QuestionAdmin(admin.ModelAdmin[Question]):
    form = QuestionForm
    change_form_template = "admin/articles/question/change_form.html"
    list_display = ("question", "reviewed", "reviewer", "next_review_due")
    list_filter = ("tags", ("reviewed_on", admin.EmptyFieldListFilter))
    search_fields = ("question", "answer")

    @admin.display(boolean=True)
    def reviewed(self, question: Question) -> bool:
        return question.reviewed_on is not None

    def get_readonly_fields(self, request: HttpRequest, obj: Question | None = None) -> tuple[str, ...]:
        """Links lead to the question's place on its page."""
        signed = ("reviewer", "reviewed_on", "next_review_due")
        return ("slug", *signed) if obj else signed

    def get_prepopulated_fields(self, request: HttpRequest, obj: Question | None = None) -> dict[str, Any]:
        return {} if obj else {"slug": ("question",)}

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        question = self.get_object(request, object_id)
        more = {
            "hints": hints_for(cast(AbstractUser, request.user)),
            "waits_for_review": question is not None and _waits_for_review(question),
        }
        return super().change_view(request, object_id, form_url, {**more, **(extra_context or {})})

    def save_model(self, request: HttpRequest, obj: Question, form: Any, change: bool) -> None:
        was_public = change and form.initial.get("question") and obj.reviewed_on
        save_question(question=obj, by=request.user)  # type: ignore[arg-type]
        if was_public and not obj.reviewed_on:
            messages.warning(request, _("The words changed, so readers see this answer again once it is reviewed."))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        refresh(QUESTIONS, form.instance.pk)

    def has_delete_permission(self, request: HttpRequest, obj: Question | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        review = self.admin_site.admin_view(require_POST(self.review_view))
        return [path("<int:pk>/review/", review, name="articles_question_review"), *super().get_urls()]

    def review_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        question = get_object_or_404(Question, pk=pk)
        try:
            review_question(question=question, by=request.user)  # type: ignore[arg-type]
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            self.log_change(request, question, _("Signed as medically reviewed."))
            messages.success(request, _("Reviewed. Readers see it now."))
        return redirect(reverse("admin:articles_question_change", args=[pk]))


def _waits_for_review(question: Question) -> bool:
    """Never reviewed in these words, or due within the days in which the first page lists it."""
    due = question.next_review_due
    return question.reviewed_on is None or bool(due and due <= timezone.localdate() + SOON)


@admin.register(Wording)
class WordingAdmin(PublicAdmin):
    list_display = ("avoid", "instead", "kind")
    list_filter = ("kind",)
    search_fields = ("avoid", "instead")


@admin.register(Correction)
class CorrectionAdmin(PublicAdmin):
    list_display = ("article", "corrected_on", "was", "now")
    autocomplete_fields = ("article",)
