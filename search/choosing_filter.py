"""Narrowing a list by a row that is named by typing: a tag, a city."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from search.choosing import Choosable


class TypedFilter(admin.SimpleListFilter):
    template = "admin/choose/filter.html"
    of: ClassVar[Choosable]
    column: ClassVar[str]

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        self.asked = request.GET
        return ()

    def has_output(self) -> bool:
        return True

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        typed = self.value()
        if not typed:
            return queryset
        self.row = self.of.found(str(typed))
        return queryset.filter(**{self.column: self.row.pk}) if self.row else queryset.none()

    def choices(self, changelist: Any) -> Iterator[Any]:
        typed, row = self.value() or "", getattr(self, "row", None)
        others = [(name, value) for name, value in self.asked.items() if name not in (self.parameter_name, "p")]
        yield {
            "others": others,
            "name": self.parameter_name,
            "typed": self.of.said(row) if row else typed,
            "unknown": bool(typed and not row),
            "offers": [self.of.said(one) for one in self.of.offers(str(typed))] if typed and not row else [],
            "all": changelist.get_query_string(remove=[self.parameter_name]),
            "page": reverse("admin:choose", args=[self.of.name]),
        }
