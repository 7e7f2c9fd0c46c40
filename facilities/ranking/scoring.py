"""The computation, over plain data as in ranking.json. It sees nothing of which places pay this site."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Literal, NotRequired, TypedDict

# Unknown is not no: "no" only where the opposite was reported, and nothing else of the group.
State = Literal["reported", "no", "not-reported"]


class CriterionData(TypedDict):
    key: str
    group: str
    label: str
    short: dict[str, str]
    counts: str
    points: int
    codes: list[str]
    denied_by: list[str]
    within_days: int | None


class FacilityData(TypedDict):
    slug: str
    name: str
    address: str
    edition: str
    codes: list[str]
    last_confirmed_on: str | None


class LeftOutData(TypedDict):
    slug: str
    name: str
    reason: str


class Reason(TypedDict):
    key: str
    points: int
    state: State


class Row(TypedDict):
    """A facility's place. Equal scores share a position, and are `tied`."""

    slug: str
    position: int
    tied: bool
    score: int
    reasons: list[Reason]


class CityData(TypedDict):
    slug: str
    name: str
    state: str


class EditionData(TypedDict):
    name: str
    source: str
    survey_year: int | None
    sha256: str
    invented: bool


class Inputs(TypedDict):
    method: str
    city: CityData
    number: int
    edition: EditionData
    made_on: str
    criteria: list[CriterionData]
    facilities: list[FacilityData]
    left_out: list[LeftOutData]
    rows: NotRequired[list[Row]]


def rank(inputs: Inputs) -> list[Row]:
    """The rows in order: by score, then by name. The order of the inputs does not matter."""
    made_on = date.fromisoformat(inputs["made_on"])
    scored = []
    for facility in inputs["facilities"]:
        reasons = reasons_for(facility, inputs["criteria"], made_on)
        score = sum(reason["points"] for reason in reasons)
        scored.append(((-score, facility["name"].casefold(), facility["slug"]), score, reasons))
    scored.sort(key=lambda entry: entry[0])
    scores = [score for _, score, _ in scored]
    return [
        {
            "slug": order[2],
            "position": scores.index(score) + 1,
            "tied": scores.count(score) > 1,
            "score": score,
            "reasons": reasons,
        }
        for order, score, reasons in scored
    ]


def reasons_for(facility: FacilityData, criteria: Sequence[CriterionData], made_on: date) -> list[Reason]:
    """What each criterion gives, in the order of the criteria."""
    found: list[Reason] = []
    for _, members in groupby(criteria, key=lambda criterion: criterion["group"]):
        group = list(members)
        met = [_met(criterion, facility, made_on) for criterion in group]
        for criterion, holds in zip(group, met, strict=True):
            state: State = "not-reported"
            if holds:
                state = "reported"
            elif not any(met) and not set(criterion["denied_by"]).isdisjoint(facility["codes"]):
                state = "no"
            found.append({"key": criterion["key"], "points": criterion["points"] if holds else 0, "state": state})
    return found


def _met(criterion: CriterionData, facility: FacilityData, made_on: date) -> bool:
    days, confirmed = criterion["within_days"], facility["last_confirmed_on"]
    if days is not None:
        return confirmed is not None and 0 <= (made_on - date.fromisoformat(confirmed)).days <= days
    return not set(criterion["codes"]).isdisjoint(facility["codes"])
