"""What readers fill in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from markup.characters import tidy

LONGEST = 1000


class LinesField(forms.CharField):
    """A browser sends a line's end as two characters and counts it as one. So do we."""

    def to_python(self, value: Any) -> str:
        text: str = super().to_python(value) or ""
        # What is far too long is refused, and looking closely at it would take long.
        return tidy(text) if len(text) <= 4 * LONGEST else text


class ProblemForm(forms.Form):
    """What is wrong with a listing. It asks for nothing about the person."""

    said = LinesField(
        label=_("What is wrong?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": _("Write what is wrong, such as: The phone number has changed."),
            "max_length": _("This is too long. Use at most %(limit_value)d characters. You used %(show_value)d."),
        },
    )
    # Programs that fill in every field give themselves away here. People do not see it, and screen readers are told.
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    @property
    def is_from_a_program(self) -> bool:
        return bool(self.cleaned_data.get("website"))
