"""What the pages of phases and programs have in common: a preview as readers will see it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse

from review.admin.page import WordsPage
from review.admin.reviewed import ReviewedAdmin


class ProgramWordsPage(WordsPage):
    template = "admin/programs/words.html"


class PreviewedAdmin(ReviewedAdmin):
    page = ProgramWordsPage
    readers_template = ""

    def readers_context(self, subject: Any) -> dict[str, Any]:
        raise NotImplementedError

    def preview_url(self, revision: Any) -> str:
        return reverse(f"{self.kind.admin}_preview", args=[revision.subject.pk])

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.kind.admin.removeprefix('admin:')}_preview"
        preview = self.admin_site.admin_view(self.preview_view)
        return [path("<int:object_id>/preview/", preview, name=name), *super().get_urls()]

    def preview_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """The newest words, as readers will see them."""
        subject = self.subject(request, object_id)
        subject.preview(subject.latest)
        response = render(request, self.readers_template, {**self.readers_context(subject), "preview": True})
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Cache-Control"] = "no-store"
        return response
