"""What someone fills in to write words, whatever the kind. Each kind's own form says which fields."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, datetime
from typing import Any

from django import forms
from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from review.choosing import PEOPLE
from review.kinds import Kind
from review.models import Person
from review.rights import EDIT, PUBLISH
from review.states import State
from search.choosing_fields import ChosenField


@dataclass(frozen=True)
class Group:
    heading: str
    fields: list[forms.BoundField]
    help: str = ""
    note: str = ""


class WordsForm(forms.Form):
    """`base` tells on which save the form was built. A subclass adds fields of the words, and of the place: what is
    no words, and shows at once.
    """

    kind: Kind
    words_fields: tuple[str, ...] = ()
    place_names: tuple[str, ...] = ()

    base = forms.IntegerField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(
        label=gettext_lazy("What did you change?"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("A few words for your colleagues, such as: new phone number. Readers do not see it."),
    )
    small = forms.BooleanField(
        label=gettext_lazy("This is a small correction"),
        required=False,
        help_text=gettext_lazy(
            "Check this if you only corrected spelling. A second editor signs it, and the review still applies. At "
            "most five "
            "words at once; never a dose, a number, a medicine’s name, a link or a source."
        ),
    )

    # What only this form has, such as two fields for each phase. Set before it is built.
    more_fields: Mapping[str, forms.Field] = {}

    def __init__(self, typed: Any = None, *, subject: Any, by: AbstractUser, opened: Any = None) -> None:
        super().__init__(typed, initial={"base": subject.edits if subject else 0, **self.starts(subject, by, opened)})
        self.fields |= self.more_fields
        self.subject = subject
        live = subject.live_revision if subject else None
        if not (live and live.state == State.REVIEWED and by.has_perm(EDIT)):
            del self.fields["small"]
        if "writer" in self.fields:
            self.fields["writer"].disabled = not by.has_perm(EDIT)
        self.place_locked = bool(self.place_names and live and not by.has_perm(PUBLISH))
        for name in self.place_names:
            self.fields[name].disabled = self.place_locked

    def starts(self, subject: Any, by: AbstractUser, opened: Any) -> dict[str, Any]:
        """What is there. A text that names no writer yet takes the person who opens it."""
        initial = {name: getattr(opened, name) for name in self.words_fields} if opened else {}
        if "writer" in self.base_fields:
            writer = opened.writer if opened else None
            if writer is None and (not opened or not by.has_perm(EDIT)):
                writer = Person.objects.filter(user=by.pk).first()
            initial["writer"] = writer
        return initial

    def words(self) -> Any:
        names = [*self.words_fields, *(["writer"] if "writer" in self.fields else [])]
        return {name: self.cleaned_data[name] for name in names}

    def move(self, subject: Any, by: AbstractUser) -> bool:
        """Save the place, and tell whether it changed."""
        return False

    def place_lines(self) -> str:
        return ""

    def groups(self) -> Iterator[Group]:
        yield Group(_("Words"), [self[name] for name in (*self.words_fields, "writer") if name in self.fields])
        if self.place_names:
            yield Group(_("Place"), [self[name] for name in self.place_names], note=self.locked_note())

    def last_group(self) -> Group:
        return Group(_("Save"), [self[name] for name in ("small", "note") if name in self.fields])

    def locked_note(self) -> str:
        if not self.place_locked:
            return ""
        return _(
            "The fields under “Place” are locked: readers see this page, and a change would show at once, without a "
            "review. Someone who may publish can change them for you."
        )


def writer_field() -> ChosenField:
    return ChosenField(
        PEOPLE,
        label=gettext_lazy("Written by"),
        required=False,
        empty_label=gettext_lazy("No one yet"),
        help_text=gettext_lazy("Readers see this name. Someone else has to review the text."),
    )


class StepForm(forms.Form):
    """The one thing that some steps ask for: a reason, a date, or a day and an hour."""

    because = forms.CharField(required=False, max_length=2000)
    date = forms.DateField(required=False)
    time = forms.DateTimeField(required=False, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d"])

    def clean_time(self) -> datetime | None:
        """The last day of the year 9999 is in no calendar elsewhere in the world, nor in the database."""
        time: datetime | None = self.cleaned_data["time"]
        if time and time.year == MAXYEAR:
            raise forms.ValidationError(_("Give a date in the future."), code="invalid")
        return time
