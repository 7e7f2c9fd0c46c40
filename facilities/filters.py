"""Narrowing a list by what its rows have. Plain: knows neither the database nor what the choices mean.

A choice is one value of one facet; "not sure" is the absence of a choice. What a row has is a set of such pairs.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from django.utils.functional import Promise

Trait = tuple[str, str]  # of a facet's name and a value
Words = str | Promise
Key = TypeVar("Key")


@dataclass(frozen=True)
class Facet:
    """A question with its answers, value to words, in the order of display. With `more`, it is asked last."""

    name: str
    question: Words
    answers: Mapping[str, Words]
    more: bool = False


@dataclass(frozen=True)
class Choice:
    """An answer as a form shows it. `count` is how many rows would be left, given the other facets' choices."""

    value: str
    words: Words
    count: int
    chosen: bool


@dataclass
class Narrowed(Generic[Key]):
    """`nearly` has, by facet, the rows that lack nothing but the choice made there."""

    keys: list[Key] = field(default_factory=list)
    nearly: defaultdict[str, list[Key]] = field(default_factory=lambda: defaultdict(list))
    counts: Counter[Trait] = field(default_factory=Counter)
    there: set[Trait] = field(default_factory=set)

    def without(self, name: str) -> list[Key]:
        """The rows that would be left if nobody had chosen in this facet, in no order."""
        return [*self.keys, *self.nearly.get(name, ())]


def chosen(parameters: Mapping[str, Sequence[str]], facets: Iterable[Facet]) -> dict[str, str]:
    """The first answer that each facet knows. What is unknown, empty or said again is passed over."""
    found = {}
    for facet in facets:
        value = next((value for value in parameters.get(facet.name, ()) if value in facet.answers), None)
        if value is not None:
            found[facet.name] = value
    return found


def narrow(rows: Iterable[tuple[Key, Collection[Trait]]], choices: Mapping[str, str]) -> Narrowed[Key]:
    """One look at each row: it is kept, or it lacks one choice and counts for that facet's answers, or it is out."""
    wanted = frozenset(choices.items())
    found: Narrowed[Key] = Narrowed()
    for key, traits in rows:
        lacking = wanted.difference(traits)
        found.there.update(traits)
        if not lacking:
            found.keys.append(key)
            found.counts.update(traits)
        elif len(lacking) == 1:
            ((name, _value),) = lacking
            found.nearly[name].append(key)
            found.counts.update(trait for trait in traits if trait[0] == name)
    return found


def ask(facet: Facet, found: Narrowed[Key], choices: Mapping[str, str]) -> list[Choice]:
    """The facet's answers that any row has, and the chosen one."""
    now = choices.get(facet.name)
    return [
        Choice(value, words, found.counts[facet.name, value], value == now)
        for value, words in facet.answers.items()
        if value == now or (facet.name, value) in found.there
    ]
