"""Facilities, and rankings of them, for tests."""

from datetime import date
from typing import Any

from facilities.finder.traits import columns, traits
from facilities.models import City, DirectoryEdition, Facility, Ranking
from facilities.ranking import METHOD, FacilityData, Inputs
from facilities.services.rankings import make_ranking, publish_ranking

MADE_ON = date(2026, 5, 1)


def told(slug: str = "harbor", *codes: str, name: str = "", confirmed: str | None = None) -> FacilityData:
    return {
        "slug": slug,
        "name": name or slug.title(),
        "address": "1 Main Street, Austin, TX 78701",
        "edition": "2023",
        "codes": sorted(codes),
        "last_confirmed_on": confirmed,
    }


def inputs(*facilities: FacilityData) -> Inputs:
    return {
        "method": METHOD.version,
        "city": {"slug": "austin", "name": "Austin", "state": "TX"},
        "number": 1,
        "edition": {"name": "2023", "source": "test", "survey_year": 2022, "sha256": "0" * 64, "invented": False},
        "made_on": MADE_ON.isoformat(),
        "criteria": METHOD.criteria(),
        "facilities": list(facilities),
        "left_out": [],
    }


def austin() -> City:
    return City.objects.get(slug="austin")


def edition(name: str = "2023", **more: Any) -> DirectoryEdition:
    return DirectoryEdition.objects.get_or_create(name=name, defaults={"survey_year": 2022, "source": "test", **more})[
        0
    ]


def make_facility(slug: str, *codes: str, name: str = "", **more: Any) -> Facility:
    first, second = columns(traits(codes))
    if "edition" not in more:
        more["edition"] = edition()
    if more.get("latitude") is not None:
        more.setdefault("point", Facility.PointFrom.ZIP)
    return Facility.objects.create(
        slug=slug,
        traits=first,
        languages=second,
        key=slug,
        name1=name or slug.title(),
        codes=sorted(codes),
        **{
            "street1": "1 Main Street",
            "zip": "78701",
            "postal_city": "Austin",
            "state": "TX",
            "city": austin(),
            "for_opioids": True,
            **more,
        },
    )


def make_three() -> None:
    """Harbor alone in front, Elm and Oak tied behind it."""
    make_facility("harbor", "MU", "BU", "NOE", "MD", "DT", "ODTX")
    make_facility("oak", "BU", "SS", "TELE")
    make_facility("elm", "BU", "PA")


def published() -> Ranking:
    ranking = make_ranking(by=None, city=austin(), on=MADE_ON)
    publish_ranking(by=None, ranking=ranking, on=MADE_ON)
    return ranking
