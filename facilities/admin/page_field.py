"""Choosing one page among thousands: by its address, with suggestions, and without a script."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from facilities.models import Facility

SUGGESTIONS = 200


class TypedPage(forms.TextInput):
    template_name = "admin/typed_page.html"
    suggestions: Any = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {"list": f"{name}-suggestions", "autocomplete": "off", "size": 60}
        return {**context, "suggestions_id": f"{name}-suggestions", "suggestions": self.suggestions[:SUGGESTIONS]}


class PageField(forms.ModelChoiceField[Any]):
    """One of `pages`, by its slug. `named` is the column that says its name to those who type."""

    widget = TypedPage

    def __init__(self, pages: "QuerySet[Any]", named: str, wrong: Any, **options: Any) -> None:
        super().__init__(pages, to_field_name="slug", error_messages={"invalid_choice": wrong}, **options)
        self.pages = pages
        self.widget.suggestions = pages.values_list("slug", named)

    def prepare_value(self, value: Any) -> Any:
        """Of any row that stands there, also one that can no longer be chosen."""
        known = self.pages.model._default_manager
        row: Any = known.filter(pk=value).first() if isinstance(value, int) else None
        return row.slug if row else super().prepare_value(value)

    def to_python(self, value: Any) -> Any:
        """Takes `naloxone`, `/articles/naloxone/` and the whole address alike."""
        if isinstance(value, str):
            value = urlsplit(value.strip()).path.rstrip("/").rpartition("/")[2]
        return super().to_python(value)


class FacilityField(PageField):
    def __init__(self, **options: Any) -> None:
        wrong = _("There is no facility at this address. Copy the address from its page.")
        super().__init__(Facility.objects.public().order_by("name1", "pk"), "name1", wrong, **options)
