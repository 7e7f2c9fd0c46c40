"""Fields for what is chosen by typing. They work as plain text fields: a script only makes them quicker."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from search.choosing import Choosable

MOST_TYPED = 20


class Typed(forms.TextInput):
    """One row. What was typed and fits several is offered below, to be picked; all else that was typed stays."""

    template_name = "admin/choose/typed.html"
    of: Choosable

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {"autocomplete": "off", "size": 60, "data-choose": _address(self.of)}
        typed = str(value or "")
        chosen = self.of.found(typed)
        return {
            **context,
            "chosen": self.of.label(chosen) if chosen else "",
            "offers": [] if chosen else [(self.of.said(row), self.of.label(row)) for row in self.of.offers(typed)],
            "asked": typed,
            "of": self.of,
            "page": _address(self.of),
        }

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """What was picked below counts as long as nothing else was typed since."""
        typed, picked = data.get(name), data.get(f"{name}-picked")
        return picked if picked and data.get(f"{name}-asked", "") == typed else typed

    class Media:
        js = ("js/choose.js",)


class ChosenField(forms.ModelChoiceField[Any]):
    """One row: from a menu where there are few, otherwise by typing."""

    def __init__(self, of: Choosable, *, wrong: Any = None, **options: Any) -> None:
        self.of = of
        messages = {"invalid_choice": wrong or _("Nothing here has that name. Type some of its words, and pick one.")}
        super().__init__(of.rows().none(), error_messages=messages, **options)
        self._settled = False

    def get_bound_field(self, form: Any, field_name: str) -> Any:
        """Each form asks again how many there are."""
        self._settle()
        return super().get_bound_field(form, field_name)

    def _settle(self) -> None:
        if self._settled:
            return
        self._settled = True
        rows = self.of.all_if_few()
        if rows is None:
            attrs = self.widget.attrs
            self.widget = Typed(attrs)
            self.widget.of = self.of
            self.widget.is_required = self.required
        else:
            empty = [] if self.required and self.initial is not None else [("", self.empty_label or "---------")]
            self.widget.choices = [*empty, *((row.pk, self.of.label(row)) for row in rows)]

    def prepare_value(self, value: Any) -> Any:
        """Of any row that is there, also one that can no longer be chosen."""
        if isinstance(value, int):
            value = self.of.rows().model._default_manager.filter(pk=value).first()
        if value is None or isinstance(value, str):
            return value
        return self.of.said(value) if isinstance(self.widget, Typed) else value.pk

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        if isinstance(value, self.of.rows().model):
            return value
        if row := self.of.found(str(value)):
            return row
        if self.of.offers(str(value)):
            raise forms.ValidationError(_("Several match. Pick the one that you mean."), code="several")
        raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")

    def has_changed(self, initial: Any, data: Any) -> bool:
        if self.disabled:
            return False
        before = initial if isinstance(initial, int | str) or initial is None else initial.pk
        row = self.of.found(str(data)) if data not in self.empty_values else None
        return (row.pk if row else data or None) != before and str(data or "") != str(
            self.prepare_value(initial) or ""
        )


class TypedMany(forms.CheckboxSelectMultiple):
    """Some rows: those chosen as boxes, and a field to type more."""

    template_name = "admin/choose/many.html"
    of: Choosable
    all_shown = False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        keys = [one for one in value or () if str(one).isdecimal()]
        typed = [str(one) for one in value or () if not str(one).isdecimal()]
        rows = self.of.all_if_few()
        self.all_shown = rows is not None
        if rows is None:
            rows = list(self.of.rows().filter(pk__in=keys))
            rows += [row for text in typed for row in self.of.offers(text) if row not in rows]
        self.choices = [(row.pk, self.of.label(row)) for row in rows]
        context = super().get_context(name, keys, attrs)
        asks = {"all_shown": self.all_shown, "typed": ", ".join(typed), "of": self.of, "page": _address(self.of)}
        return {**context, **asks}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        many = data.getlist(name) if hasattr(data, "getlist") else data.get(name) or []
        typed = [part.strip() for part in str(data.get(f"{name}-more") or "").split(",")]
        return [*many, *filter(None, typed)][:500]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    class Media:
        js = ("js/choose.js",)


class ChosenManyField(forms.ModelMultipleChoiceField[Any]):
    def __init__(self, of: Choosable, **options: Any) -> None:
        self.of = of
        widget = TypedMany()
        widget.of = of
        super().__init__(of.rows(), widget=widget, **options)

    def clean(self, value: Any) -> Any:
        keys: list[str] = []
        unknown: list[str] = []
        for one in value or ():
            text = str(one)
            if text.isdecimal() or (row := self.of.found(text)) is None:
                (keys if text.isdecimal() else unknown).append(text)
            else:
                keys.append(str(row.pk))
        if unknown:
            said = _("Not found: %(names)s. Type some of its words, and check the one that you mean.")
            raise forms.ValidationError(said, code="invalid_choice", params={"names": ", ".join(unknown[:5])})
        return super().clean(list(dict.fromkeys(keys)))

    def has_changed(self, initial: Any, data: Any) -> bool:
        if self.disabled:
            return False
        before = {str(self.prepare_value(one)) for one in initial or ()}
        after = {str(row.pk) if (row := self.of.found(str(one))) else str(one) for one in data or ()}
        return before != after


def _address(of: Choosable) -> str:
    return reverse("admin:choose", args=[of.name])
