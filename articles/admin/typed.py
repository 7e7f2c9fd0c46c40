"""Choosing one article among thousands: by its page's address, with suggestions, and without a script."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.models import Article

SUGGESTIONS = 200


class TypedArticle(forms.TextInput):
    template_name = "admin/articles/typed_article.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        newest = Article.objects.published().values_list("slug", "live_revision__title")[:SUGGESTIONS]
        context["widget"]["attrs"] |= {"list": f"{name}-suggestions", "autocomplete": "off", "size": 60}
        return {**context, "suggestions_id": f"{name}-suggestions", "suggestions": newest}


class ArticleField(forms.ModelChoiceField[Article]):
    widget = TypedArticle

    def __init__(self, **options: Any) -> None:
        wrong = _("There is no live article at this address. Copy the address from the page itself.")
        errors = {"invalid_choice": wrong}
        super().__init__(Article.objects.published(), to_field_name="slug", error_messages=errors, **options)

    def prepare_value(self, value: Any) -> Any:
        article = Article.objects.filter(pk=value).first() if isinstance(value, int) else None
        return article.slug if article else super().prepare_value(value)

    def to_python(self, value: Any) -> Article | None:
        """Takes `naloxone`, `/articles/naloxone/` and the whole address alike."""
        if isinstance(value, str):
            value = urlsplit(value.strip()).path.rstrip("/").rpartition("/")[2]
        return super().to_python(value)
