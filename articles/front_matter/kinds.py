"""What the keys of a file may hold, as fields of Django's forms. `fields` hands them the text as it is written."""

import re
from datetime import date
from typing import Any

import yaml
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.utils.translation import gettext_lazy as _

from articles.front_matter.nodes import is_nothing, line_of
from articles.front_matter.text import normal_text
from markup.characters import bare, folded, one_line, tidy

EARLIEST_YEAR, LATEST_YEAR = 1800, 2100
_SLUG = re.compile(r"\A[-a-zA-Z0-9_]+\Z")
_BOOLEANS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_MISSING = {"required": _("is missing.")}


class Text(forms.CharField):
    """A text on one line, or with `lines` on several. "" for nothing."""

    def __init__(self, most: int, *, required: bool = False, lines: bool = False) -> None:
        self.lines = lines
        said = {**_MISSING, "max_length": _("is %(show_value)d characters long; the most is %(limit_value)d.")}
        super().__init__(max_length=most, required=required, strip=False, error_messages=said)

    def to_python(self, value: Any) -> str:
        if self.lines:
            return normal_text(value or "")
        if "\n" in tidy(value or "").strip():
            raise ValidationError(_("has to be on one line."), code="lines")
        return one_line(value or "")


class Slug(Text):
    default_validators = [
        RegexValidator(_SLUG, _("may have only the letters a to z, digits, hyphens and underscores."), "slug"),
    ]

    def to_python(self, value: Any) -> str:
        return bare(super().to_python(value)).lower()


class Address(Text):
    default_validators = [
        URLValidator(("http", "https"), message=_("has to be a whole address that starts with https:// or http://.")),
    ]

    def to_python(self, value: Any) -> str:
        return bare(super().to_python(value))


class Day(forms.Field):
    default_error_messages = {"invalid": _("“%(value)s” is not a date such as 2026-10-01."), **_MISSING}

    def __init__(self) -> None:
        super().__init__(required=False)

    def to_python(self, value: Any) -> date | None:
        text = one_line(value or "")
        if not text:
            return None
        try:
            day = date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
        except ValueError:
            day = None
        if day is None:
            raise ValidationError(self.error_messages["invalid"], "invalid", {"value": text[:40]})
        if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
            years = {"first": EARLIEST_YEAR, "last": LATEST_YEAR}
            raise ValidationError(_("the year has to be between %(first)d and %(last)d."), "year", years)
        return day


class Year(forms.IntegerField):
    def __init__(self) -> None:
        years = {"first": EARLIEST_YEAR, "last": LATEST_YEAR}
        said = _("has to be a year between %(first)d and %(last)d.") % years
        codes = dict.fromkeys(("invalid", "min_value", "max_value"), said)
        super().__init__(min_value=EARLIEST_YEAR, max_value=LATEST_YEAR, required=False, error_messages=codes)


class Flag(forms.Field):
    def __init__(self) -> None:
        super().__init__(required=False)

    def to_python(self, value: Any) -> bool:
        text = one_line(value or "").lower()
        if text and text not in _BOOLEANS:
            raise ValidationError(_("has to be yes or no."), "flag")
        return _BOOLEANS.get(text, False)


class Items(forms.Field):
    """A list, whose items are YAML's nodes."""

    def __init__(self) -> None:
        super().__init__(required=False)

    def to_python(self, value: Any) -> tuple[Any, ...]:
        return tuple(value or ())


class Texts(Items):
    """A list of short texts, each once, whatever its case. What is wrong carries its line."""

    def __init__(self, field: Text) -> None:
        super().__init__()
        self.field = field

    def to_python(self, value: Any) -> tuple[str, ...]:
        found: dict[str, str] = {}
        wrong: list[ValidationError] = []
        for node in super().to_python(value):
            try:
                text = self._one(node, found)
                found[folded(text)] = text
            except ValidationError as error:
                one = error.error_list[0]
                wrong.append(ValidationError(one.message, one.code, {**(one.params or {}), "line": line_of(node)}))
        if wrong:
            raise ValidationError(wrong)
        return tuple(found.values())

    def _one(self, node: yaml.Node, before: dict[str, str]) -> str:
        if not isinstance(node, yaml.ScalarNode):
            raise ValidationError(_("has to be text, not a list or more keys."), "text")
        written = one_line(node.value)
        if is_nothing(node) or not written:
            raise ValidationError(_("an item in the list is empty."), "empty")
        if folded(written) in before:
            raise ValidationError(_("“%(value)s” is here twice."), "twice", {"value": written[:60]})
        try:
            text: str = self.field.clean(node.value)
        except ValidationError as error:
            said = {"value": written[:60], "wrong": error.messages[0]}
            raise ValidationError("“%(value)s” %(wrong)s", "item", said) from error
        return text
