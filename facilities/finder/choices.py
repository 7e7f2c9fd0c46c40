"""The questions by which readers narrow a list, and what is left of it. Knows no rows.

A choice is one answer; several answers of one question mean any of them, and answers of different questions mean all.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from facilities import service_codes
from facilities.finder.told import Shown, told
from facilities.finder.traits import BITS, CODES, count, counted
from facilities.phases import PHASES
from facilities.places.states import State

Words = str | Promise
Chosen = Mapping[str, Sequence[str]]  # by question, in the order of the form

QUESTIONS: Final = ("medicine", "payment", "phase", "setting", "group", "language")
_GROUP_OF: Final = {"payment": "payment", "setting": "settings", "language": "languages", "group": "special-groups"}
_OWN_WORDS: Final[dict[tuple[str, str], Words]] = {
    ("medicine", "methadone"): _("Methadone"),
    ("medicine", "buprenorphine"): _("Buprenorphine"),
    ("medicine", "naltrexone"): _("Naltrexone"),
    ("medicine", "from-elsewhere"): _("Takes people already on a medicine"),
    ("payment", "none"): _("I have no insurance"),
    **{("phase", phase.slug): phase.name for phase in PHASES},
    ("setting", "opioid-treatment-program"): _("Opioid treatment program (methadone clinic)"),
    ("setting", "hospital"): _("Hospital inpatient"),
}
_NAMES: Final = {("payment", value) for value in ("medicaid", "medicare", "tribal-funds")}
# As a sentence names what was asked for.
_IN_SENTENCES: Final[dict[tuple[str, str], Words]] = {("payment", "none"): _("no insurance")}


_WORDS: Final[dict[str, Words]] = {
    f"{question} {value}": _OWN_WORDS.get((question, value))
    or service_codes.GROUPS[_GROUP_OF[question]][codes.split()[0]]
    for (question, value), codes in CODES.items()
    if question in QUESTIONS
}


@dataclass(frozen=True)
class Fold:
    """A part of the form. `answers` are of one question or of several; without `folded` they always show."""

    title: Words
    answers: Sequence[tuple[str, str]]
    folded: bool = True


def _all(question: str) -> list[tuple[str, str]]:
    return [name for name in CODES if name[0] == question]


_FIRST_WAYS: Final = [("payment", value) for value in ("none", "medicaid", "medicare", "private-insurance")]
FOLDS: Final = (
    Fold(_("Medicine given on site"), _all("medicine"), folded=False),
    Fold(_("How you would pay"), _FIRST_WAYS, folded=False),
    Fold(_("More ways to pay"), [name for name in _all("payment") if name not in _FIRST_WAYS]),
    Fold(_("Kind of care"), [*_all("phase"), *_all("setting")]),
    Fold(_("Who it is for"), _all("group")),
    Fold(_("Language"), _all("language")),
)


def chosen(parameters: Mapping[str, Sequence[str]]) -> Chosen:
    """What is unknown, empty or said again is passed over."""
    return {
        question: values
        for question in QUESTIONS
        if (values := [value for (name, value) in _all(question) if value in parameters.get(name, ())])
    }


def query(choices: Chosen) -> list[tuple[str, str]]:
    return [(question, value) for question, values in choices.items() for value in values]


def without(choices: Chosen, *questions: str) -> Chosen:
    return {question: values for question, values in choices.items() if question not in questions}


class Labels:
    """Words for the answers: Medicaid has its state's name."""

    def __init__(self, state: State | None = None) -> None:
        self._state, self._words = state, told(_WORDS)

    def __call__(self, name: tuple[str, str]) -> str:
        if name == ("payment", "medicaid") and self._state and self._state.medicaid:
            brand = self._state.brand
            return gettext("Medicaid (%(name)s)") % {"name": brand} if brand else self._state.medicaid
        return self._words[" ".join(name)]

    def in_sentence(self, question: str, values: Sequence[str]) -> str:
        """As in "methadone or buprenorphine"."""
        words = [_lower((question, value), self._sentence_words((question, value))) for value in values]
        return gettext(" or ").join(words)

    def _sentence_words(self, name: tuple[str, str]) -> str:
        return str(_IN_SENTENCES.get(name) or self(name))


def _lower(name: tuple[str, str], words: str) -> str:
    """The first letter, unless the word is a name or has a second capital."""
    is_name = name[0] == "language" or name in _NAMES or words[1:2].isupper()
    return words if is_name else words[:1].lower() + words[1:]


@dataclass(frozen=True)
class Answer(Shown):
    """A box as the form shows it. `count` is how many would be left with this answer, given the other questions."""

    question: str
    value: str
    words: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Part(Shown):
    title: str
    answers: Sequence[Answer]
    folded: bool
    open: bool


@dataclass(frozen=True)
class Chip(Shown):
    """What was chosen in one question; `query` is the address without it."""

    question: str
    words: str
    query: str


@dataclass
class Narrowed:
    """Places of rows in the list that was narrowed. `nearly` has, by question, those that lack its answers alone."""

    kept: list[int] = field(default_factory=list)
    nearly: dict[str, list[int]] = field(default_factory=dict)

    def without(self, question: str) -> list[int]:
        return sorted([*self.kept, *self.nearly.get(question, ())])


def narrow(rows: Sequence[int], choices: Chosen) -> Narrowed:
    """One look at the traits of each row: it is kept, or it lacks one question's answers, or it is out."""
    if not choices:
        return Narrowed(list(range(len(rows))))
    wanted = [(question, _mask(question, values)) for question, values in choices.items()]
    found = Narrowed(nearly={question: [] for question in choices})
    for place, traits in enumerate(rows):
        lacking = [question for question, mask in wanted if not traits & mask]
        if not lacking:
            found.kept.append(place)
        elif len(lacking) == 1:
            found.nearly[lacking[0]].append(place)
    return found


def _mask(question: str, values: Sequence[str]) -> int:
    found = 0
    for value in values:
        found |= BITS[question, value]
    return found


def parts(rows: Sequence[int], found: Narrowed, choices: Chosen, labels: Labels) -> list[Part]:
    """The form: each answer that any row has, and those chosen."""
    kept = count(rows[place] for place in found.kept)
    counts = {
        question: kept + count(rows[place] for place in found.nearly.get(question, ())) for question in QUESTIONS
    }
    there = 0
    for traits in rows:
        there |= traits
    made = []
    for fold in FOLDS:
        answers = []
        for name in fold.answers:
            question, value = name
            is_chosen = value in choices.get(question, ())
            if is_chosen or there & BITS[name]:
                number = counted(counts[question], BITS[name])
                answers.append(Answer(question, value, labels(name), number, is_chosen))
        if answers:
            made.append(Part(str(fold.title), answers, fold.folded, any(answer.chosen for answer in answers)))
    return made


def chips(choices: Chosen, labels: Labels, address: Callable[[Chosen], str]) -> list[Chip]:
    """`address` says the query for what is left of the choices."""
    return [
        Chip(question, labels.in_sentence(question, values), address(without(choices, question)))
        for question, values in choices.items()
    ]
