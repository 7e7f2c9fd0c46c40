"""The form, the review button and the list that questions and terms have in common."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from articles.desk import hints_for
from articles.models.reviewed import Reviewed
from review.refusals import Refused
from review.waiting import SOON

SIGNED = ("reviewer", "reviewed_on", "next_review_due")


class ReviewedAdmin(admin.ModelAdmin[Any]):
    """Who inherits says how a row is saved and signed, and from which field (`words_field`) its address is made."""

    change_form_template = "admin/articles/reviewed/change_form.html"
    words_field = ""

    def save_row(self, row: Any, by: AbstractUser) -> None:
        raise NotImplementedError

    def review_row(self, row: Any, by: AbstractUser) -> None:
        raise NotImplementedError

    @admin.display(boolean=True)
    def reviewed(self, row: Reviewed) -> bool:
        return row.reviewed_on is not None

    def get_readonly_fields(self, request: HttpRequest, obj: Reviewed | None = None) -> tuple[str, ...]:
        """Links lead to its place on its page."""
        return ("slug", *SIGNED) if obj else SIGNED

    def get_prepopulated_fields(self, request: HttpRequest, obj: Reviewed | None = None) -> dict[str, Any]:
        return {} if obj else {"slug": (self.words_field,)}

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        row = self.get_object(request, object_id)
        more = {
            "hints": hints_for(cast(AbstractUser, request.user)),
            "waits_for_review": row is not None and _waits_for_review(row),
            "review_url": f"admin:articles_{self.opts.model_name}_review",
        }
        return super().change_view(request, object_id, form_url, {**more, **(extra_context or {})})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        was_public = change and obj.reviewed_on
        self.save_row(obj, cast(AbstractUser, request.user))
        if was_public and not obj.reviewed_on:
            messages.warning(request, _("The words changed, so readers see them again once they are reviewed."))

    def has_delete_permission(self, request: HttpRequest, obj: Reviewed | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        review = self.admin_site.admin_view(require_POST(self.review_view))
        return [
            path("<int:pk>/review/", review, name=f"articles_{self.opts.model_name}_review"),
            *super().get_urls(),
        ]

    def review_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = get_object_or_404(self.model, pk=pk)
        try:
            self.review_row(row, cast(AbstractUser, request.user))
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            self.log_change(request, row, _("Signed as medically reviewed."))
            messages.success(request, _("Reviewed. Readers see it now."))
        return redirect(f"admin:articles_{self.opts.model_name}_change", pk)


def _waits_for_review(row: Reviewed) -> bool:
    """Never reviewed in these words, or due within the days in which the first page lists it."""
    due = row.next_review_due
    return row.reviewed_on is None or bool(due and due <= timezone.localdate() + SOON)
