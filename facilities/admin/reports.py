"""What readers report about listings. Staff answer; readers see the answer and its date."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.auth.models import AbstractUser
from django.db.models import F
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from facilities.admin.mixins import TypedFacilityCity, done_or_not
from facilities.models import ProblemReport
from facilities.services.problems import answer_report, drop_reports


class AnswerForm(forms.ModelForm[ProblemReport]):
    """An answer is what this page is for, so it is not saved without one."""

    class Meta:
        model = ProblemReport
        fields = ("answer",)
        widgets = {"answer": forms.Textarea({"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "answer" in self.fields:
            self.fields["answer"].required = True


@admin.register(ProblemReport)
class ProblemReportAdmin(admin.ModelAdmin[ProblemReport]):
    form = AnswerForm
    list_display = ("facility", "beginning", "received_at", "answered_on")
    list_filter = (
        done_or_not("answered_on", _("answer"), _("Not yet"), _("Answered")),
        TypedFacilityCity,
    )
    list_select_related = ("facility",)
    search_fields = ("facility__name1", "facility__name2", "said", "answer")
    fields = ("facility", "said", "received_at", "answer", "answered_on")
    readonly_fields = ("facility", "said", "received_at", "answered_on")

    @admin.display(description=_("said"))
    def beginning(self, report: ProblemReport) -> str:
        return report.said if len(report.said) <= 80 else f"{report.said[:79]}…"

    def get_ordering(self, request: HttpRequest) -> tuple[Any, ...]:
        """Open ones first, on every database, and of those the one that has waited longest."""
        return (F("answered_on").desc(nulls_first=True), "received_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: ProblemReport, form: Any, change: bool) -> None:
        answer_report(report=obj, by=cast(AbstractUser, request.user), answer=obj.answer)

    def delete_model(self, request: HttpRequest, obj: ProblemReport) -> None:
        drop_reports(reports=[obj], by=cast(AbstractUser, request.user))
