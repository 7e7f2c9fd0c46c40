"""From what someone typed to a place on the map, to several places to choose from, or to the reason for none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from django.db.models import Q

from facilities.models import Area, TownName, ZipCode
from facilities.places.asking import Asked, Name, is_only_a_word, take_apart
from facilities.places.distance import Point
from facilities.places.folding import in_full
from facilities.places.spelling import nearest
from facilities.places.states import State, state, state_typed
from search.prepared import Prepared

BIG: Final = 50_000
TIMES: Final = 10  # how much bigger a town is than its next namesake, if it is the one that is meant
KNOWN_ALONE: Final = 100_000  # people in a town that is asked about as well as a state of its name
MOST: Final = 10
COMPARED: Final = 300
# Why the miles start elsewhere than at the middle of what was typed.
Elsewhere = Literal["", "boxes", "firm", "no-point", "unknown"]


@dataclass(frozen=True)
class Start:
    """Where the miles begin. `name` and `zip` are shown; `typed` is what links carry on."""

    typed: str
    name: str
    state: State
    place: Point
    zip: str = ""
    prefix: str = ""
    town: str = ""
    elsewhere: Elsewhere = ""
    namesakes: bool = False
    population: int = 0  # of a town

    @property
    def title(self) -> str:
        """As in "El Paso, TX 79901"."""
        where = f"{self.name}, {self.state.code}" if self.name else self.state.name
        return f"{where} {self.zip}" if self.zip and not self.elsewhere else where


@dataclass(frozen=True)
class Which:
    """Several places share the name: the biggest first. `states` were meant perhaps, too."""

    name: str
    total: int
    towns: Sequence[Start]
    states: Sequence[State] = ()


@dataclass(frozen=True)
class NotFound:
    """`reason` is `unknown`, `military`, `here`, `line` for a help line, whose name is in `line`, or `word` for two
    letters that are more often a word."""

    reason: str
    towns: Sequence[Start] = ()
    states: Sequence[State] = ()
    line: str = ""


_ZIP_CODE: Final = Prepared(
    lambda code: ZipCode.objects.filter(code=code).values_list(
        "kind", "state", "latitude", "longitude", "point", "town_id", "town__name"
    )
)
Answer = Start | Which | NotFound | State | None


def find(typed: str, *, ask: bool = False, alike: bool = True) -> Answer:
    """A state has a page of its own; None is for nothing typed. With `ask`, namesakes are asked about in any case.
    Without `alike`, no town that is spelled nearly so is looked for."""
    asked = take_apart(typed)
    if asked.line:
        return NotFound("line", line=asked.line)
    if asked.digits:
        return _by_digits(asked)
    if asked.here:
        maine = state_typed(asked.text)
        return NotFound("here", states=[maine] if maine else ())
    if asked.state and is_only_a_word(asked) and not asked.names[0].state:
        return NotFound("word", states=[asked.state])
    if asked.empty:
        return NotFound("unknown") if asked.text else None
    return _by_name(asked, ask=ask, alike=alike)


def _by_digits(asked: Asked) -> Start | NotFound:
    rows = _ZIP_CODE.rows(asked.digits)
    if not rows:
        return _by_prefix(asked)
    [(kind, its_state, latitude, longitude, point, town, name)] = rows
    if kind == ZipCode.Kind.MILITARY or latitude is None or longitude is None:
        return NotFound("military")
    elsewhere: Elsewhere = ""
    if kind in (ZipCode.Kind.BOXES, ZipCode.Kind.FIRM):
        elsewhere = "boxes" if kind == ZipCode.Kind.BOXES else "firm"
    elif point != ZipCode.From.OWN:
        elsewhere = "no-point"
    return Start(
        typed=asked.text,
        name=name or "",
        state=state(its_state),
        place=Point(latitude, longitude),
        zip=asked.digits,
        town=town or "",
        elsewhere=elsewhere,
    )


def _by_prefix(asked: Asked) -> Start | NotFound:
    digits = asked.digits[:3]
    area = Area.objects.filter(name=digits).first() if len(asked.digits) <= 5 else None
    if area is None:
        return NotFound("unknown")
    place = Point(area.latitude, area.longitude)
    elsewhere: Elsewhere = "" if asked.digits == digits else "unknown"
    return Start(asked.text, "", state(area.state), place, prefix=digits, elsewhere=elsewhere)


def _by_name(asked: Asked, *, ask: bool, alike: bool) -> Answer:
    if asked.county and (counties := _counties(asked)):
        return counties[0] if len(counties) == 1 else Which(asked.text, len(counties), counties[:MOST])
    towns = _towns(asked.names)
    if asked.state:
        known = [town for population, town in towns if population >= KNOWN_ALONE]
        name = asked.state.name if known and known[0].name == asked.state.name else asked.text
        return Which(name, len(known) + 1, known[:MOST], [asked.state]) if known else asked.state
    if not towns:
        return NotFound("unknown", _like(asked.names) if alike else ())
    populations = [population for population, _town in towns] + [0]
    named_by_state = any(name.state for name in asked.names) and len({town.state for _p, town in towns}) == 1
    is_the_one = len(towns) == 1 or named_by_state
    is_big = populations[0] >= BIG and populations[0] >= TIMES * populations[1]
    if (is_the_one or is_big) and not (ask and len(towns) > 1):
        return _with_typed(towns[0][1], asked.text, namesakes=not is_the_one)
    return Which(towns[0][1].name, len(towns), [town for _population, town in towns[:MOST]])


def _with_typed(start: Start, typed: str, *, namesakes: bool) -> Start:
    return replace(start, typed=typed, namesakes=namesakes)


def _towns(names: Sequence[Name]) -> list[tuple[int, Start]]:
    """Of the likeliest name that any town has, as its own rather than as one that only the post knows.

    "Mt" and "Mount" are one name: the few towns that the post writes short are not meant more often than the others.
    """
    if not names:
        return []
    wanted = Q()
    for name in names:
        wanted |= Q(folded=name.folded, town__state=name.state) if name.state else Q(folded=name.folded)
    rows = list(TownName.objects.filter(wanted).select_related("town").order_by("rank", "-town__population", "pk"))
    for name in names:
        full = in_full(name.folded)
        fitting = [one for one in rows if in_full(one.folded) == full and name.state in ("", one.town.state)]
        if fitting:
            best = {one.town_id: one for one in reversed(fitting) if one.rank == fitting[0].rank}
            return [(one.population, _start(one)) for one in reversed(best.values())]
    return []


def _start(name: TownName) -> Start:
    """Its links carry a name that leads to it alone."""
    return Start(
        typed=f"{name.shown}, {name.town.state}",
        name=name.shown,
        state=state(name.town.state),
        place=Point(name.latitude, name.longitude),
        town=name.town_id,
        population=name.town.population,
    )


def _counties(asked: Asked) -> list[Start]:
    """Those that stand nearest the middle of the alphabet have no claim: by state."""
    county = asked.county
    if county is None:
        return []
    found = Area.objects.filter(name=county.folded).order_by("state")
    if county.state:
        found = found.filter(state=county.state)
    return [
        Start(f"{one.shown}, {one.state}", one.shown, state(one.state), Point(one.latitude, one.longitude))
        for one in found
    ]


def _like(names: Iterable[Name]) -> list[Start]:
    """Towns that are spelled nearly so, the nearest first: offered, never taken for what was meant."""
    name = next(iter(names), None)
    if name is None:
        return []
    there = TownName.objects.filter(beginning=name.folded[:2], rank=0)
    if name.state:
        there = there.filter(town__state=name.state)
    words = list(there.order_by("-population").values_list("folded", "pk")[:COMPARED])
    pks = [pk for _word, pk in nearest(name.folded, words)]
    found = TownName.objects.select_related("town").in_bulk(pks)
    starts: dict[str, Start] = {}
    for pk in pks:
        starts.setdefault(found[pk].town_id, _start(found[pk]))
    return list(starts.values())
