"""Miles, and the boxes that hold all that is within them."""

import math
import random

import pytest

from facilities.places.distance import Box, Point, boxes, middle, miles

EL_PASO, AUSTIN, HONOLULU = Point(31.7587, -106.4869), Point(30.2672, -97.7431), Point(21.3069, -157.8583)
ADAK, ATTU = Point(51.88, -176.65), Point(52.9, 172.9)


def is_in(place: Point, box: Box) -> bool:
    return box.south <= place[0] <= box.north and box.west <= place[1] <= box.east


@pytest.mark.parametrize(
    ("one", "other", "away"),
    [(EL_PASO, AUSTIN, 528), (EL_PASO, EL_PASO, 0), (AUSTIN, HONOLULU, 3754), (ADAK, ATTU, 443)],
)
def test_miles_are_those_of_the_earth(one: Point, other: Point, away: float) -> None:
    assert miles(one, other) == pytest.approx(away, rel=0.01, abs=0.001)


@pytest.mark.parametrize(
    "start", [EL_PASO, HONOLULU, ADAK, ATTU, Point(71.29, -156.79), Point(89, 0), Point(-14, -170)]
)
@pytest.mark.parametrize("within", [5, 25, 250])
def test_every_point_within_the_miles_is_in_a_box(start: Point, within: int) -> None:
    chance = random.Random(7)
    around = boxes(start, within)
    high = within / 60  # degrees; a little more than the miles
    wide = min(180, high / math.cos(math.radians(min(89.9, abs(start[0]) + high))))
    inside = 0
    for _ in range(600):
        longitude = (start[1] + chance.uniform(-wide, wide) + 180) % 360 - 180
        place = Point(max(-90, min(90, start[0] + chance.uniform(-high, high))), longitude)
        if miles(start, place) <= within:
            inside += 1
            assert any(is_in(place, box) for box in around)
    assert inside > 60


def test_across_the_line_between_east_and_west_there_are_two_boxes() -> None:
    assert len(boxes(ATTU, 500)) == len(boxes(ADAK, 250)) == 2
    assert len(boxes(EL_PASO, 250)) == 1


def test_a_few_points_far_off_do_not_move_the_middle() -> None:
    assert middle([EL_PASO, EL_PASO, AUSTIN]) == EL_PASO
    assert middle([]) is None
