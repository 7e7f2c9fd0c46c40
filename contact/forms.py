"""What visitors fill in. Nothing is required but one way to be reached."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contact import offers, wording
from contact.offers import Box
from contact.services.consenting import Agreed
from facilities import phones
from facilities.models import City
from markup.characters import tidy
from outbound.mail_addresses import clean_mail_address, validate_mail_address

LONGEST_MESSAGE: Final = 4000
_LOOKED_AT: Final = 4 * LONGEST_MESSAGE
ELSEWHERE: Final = "elsewhere"
# Stands where something was that no database or page can hold.
UNREADABLE: Final = "\ufffd"
_UNREADABLE: Final = re.compile("[\0\ud800-\udfff]")
_NAMES: Final = (*wording.FIELDS, "city", "consent", "form_key", "started", "offer", "website")


def typed(post: QueryDict) -> dict[str, str]:
    """The fields that we know, each once, with nothing in them that cannot be stored or shown again."""
    found = ((name, post.get(name)) for name in _NAMES)
    return {name: _readable(value) for name, value in found if value}


def _readable(value: str) -> str:
    value = _UNREADABLE.sub(UNREADABLE, value)
    # What is far too long is refused, and looking closely at it would take long.
    return tidy(value) if len(value) <= _LOOKED_AT else value


class Said(forms.CharField):
    """Text. Its length is checked here and not by the browser, which would cut without a word."""

    default_error_messages = {
        "unreadable": gettext_lazy("This holds a sign that we cannot read: �. Please write it another way."),
        "max_length": gettext_lazy("This is too long. Use at most %(limit_value)d letters. You used %(show_value)d."),
    }

    def __init__(self, *, max_length: int, autocomplete: str = "off", **more: Any) -> None:
        super().__init__(max_length=max_length, required=False, **more)
        self.widget.attrs |= {"autocomplete": autocomplete}
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
                sentence = _("Please give one address alone, like this: name@example.org")
            raise forms.ValidationError(sentence, "email") from None
        return address


class Phone(Line):
    """As somebody in the United States writes it, or with a + and the country. An extension may follow."""

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
    def __init__(self, label: Any) -> None:
        super().__init__(label=label, required=False, widget=TickBox())


class InquiryForm(forms.Form):
    """The same on every page. With a `box` it asks for one facility, without it for facilities to be chosen later.

    `cities` is None while the database is away: what was chosen is then kept, unseen and unchecked.
    """

    name = Line(
        label=gettext_lazy("A name to use"),
        help_text=gettext_lazy("It does not have to be your real name."),
        max_length=100,
        autocomplete="name",
    )
    email = Email(label=gettext_lazy("E-mail"), max_length=254, autocomplete="email")
    phone = Phone(
        label=gettext_lazy("Phone"),
        max_length=40,
        autocomplete="tel",
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    safe_time = Line(
        label=gettext_lazy("When is it safe to call?"),
        max_length=200,
    )
    leave_message = Tick(gettext_lazy("You may leave a message on this phone."))
    city = forms.ChoiceField(
        label=gettext_lazy("City"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose a city from the list.")},
    )
    for_whom = forms.ChoiceField(
        label=gettext_lazy("Who is it for?"),
        required=False,
        choices=[("me", gettext_lazy("For me")), (wording.FOR_SOMEONE_ELSE, gettext_lazy("For someone else"))],
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "For someone else: please do not give their name, and say nothing about their health. A place that you "
            "choose then gets only how to reach you."
        ),
        error_messages={"invalid_choice": gettext_lazy("Choose one of the two, or none.")},
    )
    message = Said(
        label=gettext_lazy("Your message"),
        help_text=gettext_lazy("Please do not write medical details here."),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    under_18 = Tick(gettext_lazy("The person who needs help is under 18."))
    in_danger = Tick(gettext_lazy("Someone is in danger now."))
    consent = Tick("")
    # Programs that fill in every field give themselves away here. People do not see it, and screen readers are told.
    website = forms.CharField(
        label=gettext_lazy("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(
        self,
        said: Mapping[str, str] | None = None,
        *,
        cities: Sequence[City] | None,
        heading: str = "",
        box: Box | None = None,
        slug: str = "",
        city: City | None = None,
        form_key: str = "",
        at: int,
        judged: bool = True,
    ) -> None:
        """`slug` is that of the one facility. `at` is when the page was made: see `offers`.

        Bound, the form unticks and empties what must be done anew. Not judged, it shows what was typed and no more.
        """
        super().__init__(dict(said) if said is not None else None, initial={"city": city.slug if city else ""})
        self.box = box
        self.slug = slug
        self.judged = judged
        self.form_key = form_key
        self.started = offers.started(at)
        self.action = reverse("contact-facility", args=[slug]) if slug else reverse("contact")
        self.fields["consent"].label = heading or wording.heading(None)
        if not slug:
            self.fields["consent"].help_text = _(
                "You then choose the places by name, on the next page. Without this, no place is told about you."
            )
        self._cities = {city.slug: city for city in cities or ()}
        self._offer_cities(cities)

    def _offer_cities(self, cities: Sequence[City] | None) -> None:
        field = self.fields["city"]
        if self.slug:
            del self.fields["city"]
        elif cities is None:
            self.fields["city"] = forms.CharField(required=False, widget=forms.HiddenInput)
        elif isinstance(field, forms.ChoiceField):
            named = [(city.slug, f"{city.name}, {city.state}") for city in cities]
            field.choices = [("", _("Choose a city")), *named, (ELSEWHERE, _("Another place"))]

    def full_clean(self) -> None:
        if self.judged:
            super().full_clean()
        else:
            self._errors = ErrorDict()

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        if not (found.get("email") or found.get("phone") or self.errors.keys() & {"email", "phone"}):
            self.add_error(
                "email",
                _("Tell us one way to reach you: an e-mail address or a phone number. Otherwise we cannot answer."),
            )
        if found.get("consent") and self.box and not self._was_shown(self.box):
            self._forget("consent")
            self.add_error("consent", _("Something here has changed. Please read it, and check the box again."))
        if found.get("website"):
            self._forget("website")
            self._look_over(_("A field was filled in that people do not see. We have cleared it."))
        if not self.errors and not offers.has_waited(self.data.get("started", "")):
            self._look_over(_("This came back very fast, or the page was open for days."))
        return found

    def _look_over(self, sentence: str) -> None:
        again = _("Please look it over and send it again.")
        self.add_error(None, f"{sentence} {again}")

    @property
    def offer(self) -> str:
        return self.box.value if self.box else self.data.get("offer", "")

    @property
    def permission(self) -> bool:
        """Nobody who is under 18 or in danger is passed on."""
        found = self.cleaned_data
        return bool(found["consent"]) and not any(found[name] for name in wording.NEVER_SENT)

    @property
    def agreed(self) -> Agreed | None:
        """The one facility that the page named, if its box was ticked."""
        return offers.agreed(self.data.get("offer", "")) if self.box and self.permission else None

    @property
    def chosen_city(self) -> City | None:
        return self.box.facility.city if self.box else self._cities.get(self.cleaned_data["city"])

    @property
    def words(self) -> dict[str, str]:
        """What was filled in, under the names of `wording.FIELDS`."""
        said = {name: self.cleaned_data[name] for name in wording.FIELDS}
        if said["phone"]:
            said["leave_message"] = said["leave_message"] or "no"
        return {name: "yes" if value is True else value for name, value in said.items() if value}

    def _was_shown(self, box: Box) -> bool:
        before = offers.agreed(self.data.get("offer", ""))
        return before is not None and (before.facility, before.digest) == (box.facility.pk, box.digest)

    def _forget(self, name: str) -> None:
        self.data = {**self.data, name: ""}
