"""A ranking as its page shows it: places, the facilities that share each, and why. All from the snapshot.

Only five things are of today: a facility's address on this site and its phone, whether it is still listed or
invented, and who pays this site.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby

from django.contrib.humanize.templatetags.humanize import ordinal

from facilities.contacts import Number
from facilities.finder.cards import marks
from facilities.models import Facility, RankedFacility, Ranking
from facilities.ranking import CriterionData, FacilityData, Inputs, Reason, Row, write


@dataclass(frozen=True)
class Line:
    criterion: CriterionData
    reason: Reason


@dataclass(frozen=True)
class Section:
    label: str
    points: int
    most: int
    lines: Sequence[Line]


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


def places(ranking: Ranking, rows: Sequence[RankedFacility], start: int = 0) -> list[Place]:
    """`rows` are those of the ranking in the order of `pk`, from number `start` on: the order of the document's."""
    document: Inputs = ranking.document
    told = {facility["slug"]: facility for facility in document["facilities"]}
    shared = Counter(row["position"] for row in document["rows"])
    pairs = zip(document["rows"][start : start + len(rows)], rows, strict=True)
    return [
        Place(position, score, shared[position], [_standing(document, told, row, one.facility) for row, one in group])
        for (position, score), group in groupby(pairs, key=lambda pair: (pair[0]["position"], pair[0]["score"]))
    ]


def named(told: Sequence[Mapping[str, object]]) -> list[Named]:
    """Changes, or facilities left out: who pays us is to be seen at these names too."""
    today = Facility.objects.in_bulk([one["slug"] for one in told if one["slug"]], field_name="slug")
    return [Named(one, today.get(str(one["slug"]))) for one in told]


def all_invented(document: Inputs) -> bool:
    """Otherwise each one is marked: a demo's facilities may be among real ones."""
    name = document["edition"]["name"]
    return document["edition"]["invented"] and all(one["edition"] == name for one in document["facilities"])


def most_points(document: Inputs) -> int:
    return sum(criterion["points"] for criterion in document["criteria"])


def digest(document: Inputs) -> str:
    """SHA-256 of ranking.json, by which a reader can tell that a copy is the one that was published."""
    return sha256(write(document).encode()).hexdigest()


def _standing(document: Inputs, told: dict[str, FacilityData], row: Row, facility: Facility) -> Standing:
    lines = [Line(*pair) for pair in zip(document["criteria"], row["reasons"], strict=True)]
    said = told[row["slug"]]
    facts = [words for line in lines for code, words in line.criterion["short"].items() if code in said["codes"]]
    sections = [
        _section(label, list(group)) for label, group in groupby(lines, key=lambda one: one.criterion["group"])
    ]
    return Standing(said, facility, facts, sections)


def _section(label: str, lines: Sequence[Line]) -> Section:
    points = sum(line.reason["points"] for line in lines)
    return Section(label, points, sum(line.criterion["points"] for line in lines), lines)
