"""The kinds of field that the form for visitors is made of."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from facilities import phones
from markup.mail_addresses import clean_mail_address, validate_mail_address

# Stands where something was that no database or page can hold.
UNREADABLE: Final = "\ufffd"


class Said(forms.CharField):
    """Text. Its length is checked here and not by the browser, which would cut without a word."""

    default_error_messages = {
        "unreadable": gettext_lazy("This has a character that we cannot read: �. Please write it another way."),
        "max_length": gettext_lazy("This is too long. Use at most %(limit_value)d letters. You used %(show_value)d."),
    }

    def __init__(self, *, max_length: int, **more: Any) -> None:
        super().__init__(max_length=max_length, required=False, **more)
        # Whoever goes back to the page later, on a phone that others use, finds nothing that was typed.
        self.widget.attrs |= {"autocomplete": "off"}
        self.widget.attrs.pop("maxlength", None)

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if UNREADABLE in text:
            raise forms.ValidationError(self.error_messages["unreadable"], "unreadable")
        return text


class Line(Said):
    def to_python(self, value: Any) -> str:
        return " ".join((super().to_python(value) or "").split())


class Email(Line):
    """Blanks around, or typed by a phone's keyboard within, are no reason to refuse."""

    widget = forms.EmailInput

    def to_python(self, value: Any) -> str:
        return clean_mail_address(super().to_python(value))

    def clean(self, value: Any) -> str:
        address = super().clean(value)
        try:
            validate_mail_address(address or "nobody@example.org")
        except forms.ValidationError as wrong:
            sentence = _("We cannot write to this address. It should look like this: name@example.org")
            if getattr(wrong, "code", "") == "several":
                sentence = _("Please give only one address, like this: name@example.org")
            raise forms.ValidationError(sentence, "email") from None
        return address


class Phone(Line):
    """As someone in the United States writes it, or with a + and the country. An extension may follow."""

    def to_python(self, value: Any) -> str:
        return phones.clean(super().to_python(value))

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if text and (problem := phones.read(text).problem):
            raise forms.ValidationError(str(phones.SENTENCES[problem]), f"phone-{problem}")
        return text


class TickBox(forms.CheckboxInput):
    """Ticked is the one value that the page gave it. `consent=no` is no consent."""

    def __init__(self) -> None:
        super().__init__(attrs={"value": "yes"})

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return data.get(name) == "yes"


class Tick(forms.BooleanField):
    def __init__(self, label: Any, help_text: Any = "") -> None:
        super().__init__(label=label, help_text=help_text, required=False, widget=TickBox())
