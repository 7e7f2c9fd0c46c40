"""Miles between two points of the earth, in a straight line. Plain."""

from collections.abc import Callable, Iterable
from math import asin, cos, degrees, radians, sin, sqrt
from statistics import median
from typing import Final, NamedTuple

RADIUS: Final = 3958.8  # of the earth, in miles


class Point(NamedTuple):
    latitude: float
    longitude: float


class Box(NamedTuple):
    """South to north and west to east. It holds every point within its miles, and some beyond."""

    south: float
    north: float
    west: float
    east: float


def miles(one: tuple[float, float], other: tuple[float, float]) -> float:
    return miles_from(one)(*other)


def miles_from(start: tuple[float, float]) -> Callable[[float, float], float]:
    """By the haversine formula: right to half a percent, also for points that are close together. Asked for thousands
    of points, it works out once what belongs to the start."""
    south, west = radians(start[0]), start[1]
    narrow = cos(south)

    def away(latitude: float, longitude: float) -> float:
        north = radians(latitude)
        up, along = sin((north - south) / 2), sin(radians(longitude - west) / 2)
        return 2 * RADIUS * asin(min(1.0, sqrt(up * up + narrow * cos(north) * along * along)))

    return away


def boxes(start: Point, within: float) -> list[Box]:
    """One box, or two where it lies across the line between east and west, as around the Aleutians."""
    up = degrees(within / RADIUS)
    south, north = max(-90.0, start[0] - up), min(90.0, start[0] + up)
    narrow = cos(radians(start[0]))
    if max(-south, north) >= 90 or sin(within / RADIUS) >= narrow:
        return [Box(south, north, -180, 180)]
    along = degrees(asin(sin(within / RADIUS) / narrow))
    west, east = start[1] - along, start[1] + along
    if west < -180:
        return [Box(south, north, -180, east), Box(south, north, west + 360, 180)]
    if east > 180:
        return [Box(south, north, west, 180), Box(south, north, -180, east - 360)]
    return [Box(south, north, west, east)]


def middle(points: Iterable[Point]) -> Point | None:
    """The median, which a few points far off do not move."""
    there = list(points)
    if not there:
        return None
    return Point(round(median(one[0] for one in there), 4), round(median(one[1] for one in there), 4))
