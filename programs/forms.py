"""What someone fills in to write words for a phase or a program."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from markup.rendering import MAX_LENGTH
from markup.widgets import MarkdownWidget
from programs.models import Phase, ProgramRevision
from programs.reviewed import label, longest
from programs.words import LONG, MEASURES, PART_FIELDS, PHASE_FIELDS, PROGRAM_FIELDS, Words
from review.forms import Group, WordsForm


class PhaseWordsForm(WordsForm):
    words_fields = PHASE_FIELDS
    also_called = forms.CharField(
        label=gettext_lazy("Also called"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Other names that readers may have heard. You may leave it empty."),
    )
    summary = forms.CharField(
        label=gettext_lazy("Summary"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("One or two sentences: what happens in this phase? Lists show it."),
    )
    body = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=MAX_LENGTH,
        widget=MarkdownWidget,
        help_text=gettext_lazy(
            "What it is, what happens, how long, what to ask a program. Each number and claim links to its source."
        ),
    )


class ProgramWordsForm(WordsForm):
    """All fields of a program's words on one page, with two for each phase: one of the two is filled in."""

    words_fields = PROGRAM_FIELDS

    def __init__(self, typed: Any = None, *, subject: Any, by: AbstractUser, opened: Any = None) -> None:
        self.phases = list(Phase.objects.all())
        fields: dict[str, forms.Field] = {name: _field(name) for name in PROGRAM_FIELDS}
        for phase in self.phases:
            fields[f"description_{phase.slug}"] = forms.CharField(
                label=_("What the program does"),
                max_length=MAX_LENGTH,
                required=False,
                widget=MarkdownWidget({"rows": 8}),
                help_text=_("What happens, who does it, and how long it lasts."),
            )
            fields[f"not_part_because_{phase.slug}"] = forms.CharField(
                label=_("Or: not part of it, because"),
                max_length=300,
                required=False,
                help_text=_("Fill in this one or the one above, not both. Say it as you would to a reader."),
            )
        self.more_fields = fields
        super().__init__(typed, subject=subject, by=by, opened=opened)

    def starts(self, subject: Any, by: AbstractUser, opened: Any) -> dict[str, Any]:
        initial = super().starts(subject, by, opened)
        for part in opened.parts.select_related("phase") if opened else ():
            initial |= {f"{name}_{part.phase.slug}": getattr(part, name) for name in PART_FIELDS}
        return initial

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for phase in self.phases:
            if data.get(f"description_{phase.slug}") and data.get(f"not_part_because_{phase.slug}"):
                sentence = _("Either describe the phase, or say why it is not part of the program. Not both.")
                self.add_error(f"not_part_because_{phase.slug}", sentence)
        return data

    def words(self) -> Words:
        data = self.cleaned_data
        parts = {phase.slug: {name: data[f"{name}_{phase.slug}"] for name in PART_FIELDS} for phase in self.phases}
        return {**{name: data[name] for name in PROGRAM_FIELDS}, "phases": parts}

    def groups(self) -> Iterator[Group]:
        measured = (*MEASURES, "return_to_use_plan")
        yield Group(_("The program"), [self[name] for name in PROGRAM_FIELDS if name not in measured])
        for phase in self.phases:
            yield Group(phase.name, [self[f"{name}_{phase.slug}"] for name in PART_FIELDS])
        yield Group(_("What it measures (empty: “not measured”)"), [self[name] for name in measured])


_HELP = {
    "summary": gettext_lazy("One or two sentences: what is it, and what should a reader know first?"),
    "for_whom": gettext_lazy("Who can come, and who cannot: age, where they live, insurance."),
    "family": gettext_lazy("What family and friends can do, and how the program invites them to take part."),
    "in_care_30_days": gettext_lazy("Such as: 62 of 80 people in 2025. Leave it empty if no one counts."),
    "in_care_6_months": gettext_lazy("As above, after half a year."),
    "in_care_1_year": gettext_lazy("As above, after a year."),
    "quality_of_life": gettext_lazy("How they ask people whether life is better, and what they found."),
    "return_to_use_plan": gettext_lazy("What happens when someone uses again. Do they stay in care?"),
}


def _field(name: str) -> forms.CharField:
    long = name in LONG or name == "summary"
    widget = forms.Textarea({"rows": 2 if name == "summary" else 4}) if long else forms.TextInput()
    return forms.CharField(
        label=label(ProgramRevision, name),
        max_length=longest(ProgramRevision, name),
        required=False,
        widget=widget,
        help_text=_HELP.get(name, ""),
    )
