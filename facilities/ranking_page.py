"""A ranking as its page shows it: places, the facilities that share each, and why. All from the snapshot.

Only five things are of today: a facility's address on this site and its phone, whether it is still listed or
invented, and who pays this site.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from typing import Any, Final, NamedTuple

from django.contrib.humanize.templatetags.humanize import ordinal
from django.db.models import QuerySet

from facilities.contacts import Number
from facilities.finder.cards import marks
from facilities.models import Facility, RankedFacility, Ranking
from facilities.ranking import Change, CriterionData, FacilityData, Inputs, Reason, State, write


class Line(NamedTuple):
    """What one fact gave. Lines and sections of two places are equal where they say the same: see `{% once %}`."""

    label: str
    is_reported: bool  # to the government; otherwise it is ours
    state: State
    points: int


class Section(NamedTuple):
    label: str
    points: int
    most: int
    lines: tuple[Line, ...]


MOST_CHANGES: Final = 20  # that a page names
OF_TODAY: Final = tuple(
    f"facility__{name}"
    for name in (
        *("slug", "for_opioids", "delisted_on", "relationship", "contradictions", "edition__invented"),
        *("phone", "intake1", "intake2", "street1", "street2", "postal_city", "state", "zip", "website"),
    )
)


@dataclass(frozen=True)
class Standing:
    """`told` is what the snapshot says of the facility; `facility` is its row of today."""

    told: FacilityData
    facility: Facility
    facts: Sequence[str]
    sections: Sequence[Section]

    @property
    def marks(self) -> list[str]:
        """For whom alone it is, as it said then."""
        return marks(self.told["codes"])

    @property
    def number(self) -> Number | None:
        """Of today: the one to call first. None for a place that is no longer listed."""
        if self.facility.delisted_on or not self.facility.for_opioids:
            return None
        return next((one for one in self.facility.contact().numbers if one.phone.href), None)


@dataclass(frozen=True)
class Named:
    """What the snapshot says of a facility, outside of its place. `facility` is none where the words name no one."""

    told: Mapping[str, object]
    facility: Facility | None


@dataclass(frozen=True)
class Place:
    position: int
    score: int
    shared_by: int
    standings: Sequence[Standing]

    @property
    def rank(self) -> str:
        return str(ordinal(self.position))


def head(document: Inputs, differences: Sequence[Change]) -> dict[str, Any]:
    """What a page says of the ranking as a whole, found once: the document itself grows with the city.

    `digest` is of ranking.json: by it a reader can tell that a copy is the one that was published. Where not
    `all_invented`, each one that is so is marked: a demo's facilities may be among real ones.
    """
    edition, facilities = document["edition"], document["facilities"]
    return {
        **{name: document[name] for name in ("edition", "criteria", "left_out")},
        "changes": list(differences[:MOST_CHANGES]),
        "more_changes": len(differences[MOST_CHANGES:]),
        "count": len(facilities),
        "most": sum(criterion["points"] for criterion in document["criteria"]),
        "digest": sha256(write(document).encode()).hexdigest(),
        "all_invented": edition["invented"] and all(one["edition"] == edition["name"] for one in facilities),
    }


def rows(ranking: Ranking) -> QuerySet[RankedFacility]:
    """In the order of the document, with what a page shows of each facility today."""
    ranked = ranking.rows.select_related("facility__edition").order_by("pk")
    return ranked.only("ranking", "position", "score", "shared_by", "reasons", "told", *OF_TODAY)


def places(ranking: Ranking, rows: Iterable[RankedFacility]) -> list[Place]:
    """`rows` are some of the ranking's, in their order."""
    criteria: Sequence[CriterionData] = ranking.head["criteria"]
    return [
        Place(position, score, shared_by, [_standing(criteria, row) for row in group])
        for (position, score, shared_by), group in groupby(
            rows, key=lambda row: (row.position, row.score, row.shared_by)
        )
    ]


def named(told: Sequence[Mapping[str, object]]) -> list[Named]:
    """Changes, or facilities left out: who pays us is to be seen at these names too."""
    slugs = [one["slug"] for one in told if one["slug"]]
    today = Facility.objects.only("slug", "relationship").in_bulk(slugs, field_name="slug") if slugs else {}
    return [Named(one, today.get(str(one["slug"]))) for one in told]


def _standing(criteria: Sequence[CriterionData], row: RankedFacility) -> Standing:
    pairs = list(zip(criteria, row.reasons, strict=True))
    codes = set(row.told["codes"])
    facts = [words for criterion in criteria for code, words in criterion["short"].items() if code in codes]
    groups = groupby(pairs, key=lambda pair: pair[0]["group"])
    return Standing(row.told, row.facility, facts, [_section(label, list(group)) for label, group in groups])


def _section(label: str, pairs: Sequence[tuple[CriterionData, Reason]]) -> Section:
    lines = tuple(
        Line(criterion["label"], criterion["within_days"] is None, reason["state"], reason["points"])
        for criterion, reason in pairs
    )
    points = sum(line.points for line in lines)
    return Section(label, points, sum(criterion["points"] for criterion, _reason in pairs), lines)
