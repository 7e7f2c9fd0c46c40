"""The facilities of SAMHSA's directory, the cities they are in, and how they compare."""

from facilities.models.city import City, Tonight
from facilities.models.edition import DirectoryEdition, ProposedMatch, ServiceCode
from facilities.models.facility import Facility, FacilityQuerySet, ProblemReport
from facilities.models.places import Area, Town, TownName, ZipCode
from facilities.models.ranking import LeftOut, RankedFacility, Ranking

__all__ = [
    "Area",
    "City",
    "DirectoryEdition",
    "Facility",
    "FacilityQuerySet",
    "LeftOut",
    "ProblemReport",
    "ProposedMatch",
    "RankedFacility",
    "Ranking",
    "ServiceCode",
    "Tonight",
    "Town",
    "TownName",
    "ZipCode",
]
