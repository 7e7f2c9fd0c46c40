"""What visitors fill in. Nothing is required but one way to be reached."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Final

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contact import consent_words
from contact.crypto import signed_boxes
from contact.crypto.signed_boxes import Agreed, Box, make_box
from contact.form_fields import UNREADABLE, Email, Line, Phone, Said, Tick
from contact.models import ConsentText
from contact.services.consenting import offered
from facilities.models import City, Facility
from markup.characters import tidy
from search.prepared import Prepared

LONGEST_MESSAGE: Final = 4000
_LOOKED_AT: Final = 4 * LONGEST_MESSAGE
ELSEWHERE: Final = "elsewhere"
_UNREADABLE: Final = re.compile("[\0\ud800-\udfff]")
_NAMES: Final = (*consent_words.FIELDS, "city", "consent", "form_key", "started", "offer", "website")


def typed(post: QueryDict) -> dict[str, str]:
    """The fields that we know, each once, with nothing in them that cannot be stored or shown again."""
    found = ((name, post.get(name)) for name in _NAMES)
    return {name: _readable(value) for name, value in found if value}


def _readable(value: str) -> str:
    value = _UNREADABLE.sub(UNREADABLE, value)
    # What is far too long is refused, and looking closely at it would take long.
    return tidy(value) if len(value) <= _LOOKED_AT else value


class _Fields(dict[str, forms.Field]):
    """Django copies every field for each form. Here only the one that a form changes: the others are the same for all,
    and copying them took as long as looking at what was sent."""

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, forms.Field]:
        city = _like(self["city"])
        city.widget = _like(city.widget)
        return {**self, "city": city}


def _like(thing: Any) -> Any:
    """As `copy.copy` does it, without asking how."""
    made = object.__new__(type(thing))
    vars(made).update(vars(thing))
    return made


def _name_help() -> str:
    if settings.PART2_MODE:
        return _(
            "If you want us to pass your message on to a place, give your real name. Our own team does not need it."
        )
    return _("It does not have to be your real name.")


class InquiryForm(forms.Form):
    """The same on every page. With a `box` it asks for one facility, without it for facilities to be chosen later.

    `cities` is None while the database is away: what was chosen is then kept, unseen and unchecked. It and `heading`
    are asked for only where they are shown or compared: most of what is sent is stored without.
    """

    name = Line(
        label=gettext_lazy("A name to use"),
        help_text=lazy(_name_help, str)(),
        max_length=100,
    )
    email = Email(label=gettext_lazy("E-mail"), max_length=254)
    phone = Phone(
        label=gettext_lazy("Phone"),
        max_length=40,
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
        choices=[("me", gettext_lazy("For me")), (consent_words.FOR_SOMEONE_ELSE, gettext_lazy("For someone else"))],
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
    consent = Tick(
        "",
        gettext_lazy(
            "You then choose the places by name, on the next page. Without this, no place is told about you."
        ),
    )
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
        cities: Callable[[], Sequence[City]] | None,
        heading: Any = None,
        box: Box | None = None,
        slug: str = "",
        city: City | None = None,
        form_key: str = "",
        at: int,
        judged: bool = True,
    ) -> None:
        """`slug` is that of the one facility. `at` is when the page was made: see `offers`.

        Bound, the form unticks and empties what must be done again. Not judged, it only shows what was typed.
        """
        initial = {"city": city.slug if city else ""}
        super().__init__(dict(said) if said is not None else None, initial=initial, label_suffix="")
        self.box = box
        self.slug = slug
        self.former: Facility | None = None  # it took messages when the page was made, and takes none now
        self.judged = judged
        self.form_key = form_key
        self._at = at
        self._heading = heading
        self._cities = cities
        field = self.fields["city"]
        if self.slug:
            del self.fields["city"]
        elif cities is None:
            self.fields["city"] = forms.CharField(required=False, widget=forms.HiddenInput)
        elif isinstance(field, forms.ChoiceField):
            field.choices = self._offered_cities

    def __getitem__(self, name: str) -> BoundField:
        """Made when it is shown. What is next to the box differs from form to form."""
        bound = super().__getitem__(name)
        if name == "consent":
            bound.label = consent_words.heading(None) if self._heading is None else self._heading
            bound.help_text = "" if self.slug else bound.help_text
        return bound

    def _offered_cities(self) -> list[tuple[str, str]]:
        named = [(city.slug, f"{city.name}, {city.state}") for city in self._cities()] if self._cities else []
        return [("", _("Choose a city")), *named, (ELSEWHERE, _("Another place"))]

    def _clean_fields(self) -> None:
        """As Django does, without what it makes for each field to be shown. Nothing has to be filled in, so there is
        nothing to check where nothing was."""
        for name, field in self.fields.items():
            if name not in self.data:
                self.cleaned_data[name] = False if isinstance(field, Tick) else ""
                continue
            try:
                self.cleaned_data[name] = field.clean(field.widget.value_from_datadict(self.data, self.files, name))
            except forms.ValidationError as error:
                self.add_error(name, error)

    def full_clean(self) -> None:
        if self.judged:
            super().full_clean()
        else:
            self._errors = ErrorDict()

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        if not (found.get("email") or found.get("phone") or self.errors.keys() & {"email", "phone"}):
            sentence = _(
                "Tell us one way to reach you: an e-mail address or a phone number. Otherwise we cannot answer."
            )
            self.add_error("email", forms.ValidationError(sentence, "no-way-back"))
        if found.get("consent") and self.box and not self._was_shown(self.box):
            self._forget("consent")
            sentence = _("Something here has changed. Please read it, and check the box again.")
            self.add_error("consent", forms.ValidationError(sentence, "not-shown"))
        if found.get("consent") and settings.PART2_MODE:
            self._ask_what_part_2_asks(found)
        if found.get("website"):
            self._forget("website")
            self._look_over("trap", _("A hidden field was filled in. We have cleared it."))
        if not self.errors and not signed_boxes.has_waited(self.data.get("started", "")):
            self._look_over("pace", _("The form came back very fast, or the page was open for days."))
        return found

    def _ask_what_part_2_asks(self, found: Mapping[str, Any]) -> None:
        """42 CFR 2.31: a permission names the person, and is that person's own."""
        if not found.get("name"):
            sentence = _("To pass your message on, we need your name. If you do not check the box, we do not need it.")
            self.add_error("name", forms.ValidationError(sentence, "no-name"))
        if found.get("for_whom") == consent_words.FOR_SOMEONE_ELSE:
            self._forget("consent")
            sentence = _("Only the person who needs help can allow this. Without it, our own team answers you.")
            self.add_error("consent", forms.ValidationError(sentence, "not-theirs"))

    def _look_over(self, code: str, sentence: str) -> None:
        again = _("Please look it over and send it again.")
        self.add_error(None, forms.ValidationError(f"{sentence} {again}", code))

    @property
    def action(self) -> str:
        return reverse("contact-facility", args=[self.slug]) if self.slug else reverse("contact")

    @property
    def started(self) -> str:
        return signed_boxes.started(self._at)

    @property
    def offer(self) -> str:
        return self.box.value if self.box else self.data.get("offer", "")

    @property
    def permission(self) -> bool:
        """No one who is under 18 or in danger is passed on."""
        found = self.cleaned_data
        return bool(found["consent"]) and not any(found[name] for name in consent_words.NEVER_SENT)

    @property
    def agreed(self) -> Agreed | None:
        """The one facility that the page named, if its box was ticked."""
        return signed_boxes.agreed(self.data.get("offer", "")) if self.box and self.permission else None

    @property
    def chosen_city(self) -> City | None:
        if self.box:
            return self.box.facility.city
        slug = self.cleaned_data["city"]
        return next((city for city in self._cities() if city.slug == slug), None) if slug and self._cities else None

    @property
    def words(self) -> dict[str, str]:
        """What was filled in, under the names of `consent_words.FIELDS`."""
        said = {name: self.cleaned_data[name] for name in consent_words.FIELDS}
        if said["phone"]:
            said["leave_message"] = said["leave_message"] or "no"
        return {name: "yes" if value is True else value for name, value in said.items() if value}

    def _was_shown(self, box: Box) -> bool:
        before = signed_boxes.agreed(self.data.get("offer", ""))
        return before is not None and (before.facility, before.digest) == (box.facility.pk, box.digest)

    def _forget(self, name: str) -> None:
        self.data = {**self.data, name: ""}


InquiryForm.base_fields = _Fields(InquiryForm.base_fields)


def facility_of(slug: str) -> Facility | None:
    """Raises Http404. None without a slug: then the form is for no facility."""
    if not slug:
        return None
    return get_object_or_404(Facility.objects.public().select_related("city"), slug=slug)


_OFFERED = Prepared(lambda key: offered().filter(pk=key).values_list("pk"))


def takes_messages(facility: Facility) -> bool:
    return bool(_OFFERED.rows(facility.pk))


def make_form(
    said: Mapping[str, str] | None = None,
    *,
    facility: Facility | None = None,
    city: City | None = None,
    form_key: str = "",
    kept: bool = False,
) -> InquiryForm:
    """`kept` is a page that is the same for everyone."""
    text = cache(consent_words.current_text)
    cities = cache(lambda: list(City.objects.all()))
    at = signed_boxes.today() if kept else signed_boxes.now()
    if said is None:  # it is shown, and whoever makes it sees here whether the database is away
        text(), facility or cities()
    return InquiryForm(
        said,
        cities=cities,
        heading=_heading(text),
        box=make_box(facility, text(), consent_words.SENT, at=at) if facility else None,
        slug=facility.slug if facility else "",
        city=city,
        form_key=form_key,
        at=_started(said, at),
    )


def read_form(post: QueryDict, slug: str, new_key: Callable[[], str]) -> InquiryForm:
    """What was sent, and for which facility. Raises Http404.

    If that facility no longer takes messages, the form is for none, and `former` is the facility.
    """
    said, facility = typed(post), facility_of(slug)
    form_key = said.get("form_key") or new_key()
    if facility and not takes_messages(facility):
        form = make_form({**said, "consent": ""}, city=facility.city, form_key=form_key)
        form.former = facility
        return form
    return make_form(said, facility=facility, form_key=form_key)


# Where it is shown, and not before.
_heading: Callable[[Callable[[], ConsentText]], Any] = lazy(lambda text: consent_words.heading(text()), str)


def bare_form(said: Mapping[str, str] | None, slug: str = "", form_key: str = "") -> InquiryForm:
    """It asks no database for anything. What was typed stays, and is not judged."""
    at = _started(said, signed_boxes.now())
    return InquiryForm(said, cities=None, slug=slug, form_key=form_key, at=at, judged=False)


def _started(said: Mapping[str, str] | None, at: int) -> int:
    """Who has sent the form once may send it again at once."""
    return at if said is None else at - max(settings.FORM_SECONDS, 0)
