"""What somebody fills in to propose words for a phase or a program."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from markup.rendering import MAX_LENGTH
from markup.widgets import MarkdownWidget
from programs.models import Phase, Program
from programs.proposal_fields import LONG, MEASURES, PART_FIELDS, PHASE_FIELDS, PROGRAM_FIELDS, Words
from programs.services.proposals import label, longest


class WordsForm(forms.Form):
    """`base` is the proposal that the words are built on: it tells two writers apart."""

    base = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def words(self) -> Words:
        return {name: value for name, value in self.cleaned_data.items() if name != "base"}

    def groups(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """Headings and their fields, in order."""
        yield _("Words"), [self[name] for name in self.fields if name != "base"]


class PhaseWordsForm(WordsForm):
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

    @classmethod
    def from_words(cls, words: Words, data: Any, base: int) -> "PhaseWordsForm":
        return cls(data, initial={**{name: words[name] for name in PHASE_FIELDS}, "base": base})


class ProgramWordsForm(WordsForm):
    """All fields of a program's words on one page, with two for each phase: one of the two is filled in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.phases = list(Phase.objects.all())
        for name in PROGRAM_FIELDS:
            self.fields[name] = _field(name)
        for phase in self.phases:
            self.fields[f"description_{phase.slug}"] = forms.CharField(
                label=_("What the program does"),
                max_length=MAX_LENGTH,
                required=False,
                widget=MarkdownWidget({"rows": 8}),
                help_text=_("What happens, who does it, and how long it goes on."),
            )
            self.fields[f"not_part_because_{phase.slug}"] = forms.CharField(
                label=_("Or: not part of it, because"),
                max_length=300,
                required=False,
                help_text=_("Fill in this one or the one above, not both. Say it as you would to a reader."),
            )

    @classmethod
    def from_words(cls, words: Words, data: Any, base: int) -> "ProgramWordsForm":
        initial = {name: words[name] for name in PROGRAM_FIELDS}
        for slug, part in words["phases"].items():
            initial |= {f"{name}_{slug}": part[name] for name in PART_FIELDS}
        return cls(data, initial={**initial, "base": base})

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

    def groups(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        measured = (*MEASURES, "return_to_use_plan")
        yield _("The program"), [self[name] for name in PROGRAM_FIELDS if name not in measured]
        for phase in self.phases:
            yield phase.name, [self[f"{name}_{phase.slug}"] for name in PART_FIELDS]
        yield _("What it measures (empty: “not measured”)"), [self[name] for name in measured]


def labels(target: Phase | Program) -> dict[str, str]:
    """Names of fields and phases in the order of the form, for a comparison."""
    if isinstance(target, Phase):
        return {name: label(Phase, name) for name in PHASE_FIELDS}
    named = {name: label(Program, name) for name in PROGRAM_FIELDS}
    phases = {phase.slug: phase.name for phase in Phase.objects.all()}
    measured = (*MEASURES, "return_to_use_plan")
    first = {name: words for name, words in named.items() if name not in measured}
    return {**first, **phases, **{name: named[name] for name in measured}}


_HELP = {
    "summary": gettext_lazy("One or two sentences: what is it, and what is good to know first?"),
    "for_whom": gettext_lazy("Who can come, and who cannot: age, where they live, insurance."),
    "family": gettext_lazy("What family and friends can do, and how they are asked in."),
    "in_care_30_days": gettext_lazy("Such as: 62 of 80 people in 2025. Leave it empty if nobody counts."),
    "in_care_6_months": gettext_lazy("As above, after half a year."),
    "in_care_1_year": gettext_lazy("As above, after a year."),
    "quality_of_life": gettext_lazy("How they ask people whether life is better, and what they found."),
    "return_to_use_plan": gettext_lazy("What happens when somebody uses again. Do they stay in care?"),
}


def _field(name: str) -> forms.CharField:
    long = name in LONG or name == "summary"
    widget = forms.Textarea({"rows": 2 if name == "summary" else 4}) if long else forms.TextInput()
    return forms.CharField(
        label=label(Program, name),
        max_length=longest(Program, name),
        required=False,
        widget=widget,
        help_text=_HELP.get(name, ""),
    )
