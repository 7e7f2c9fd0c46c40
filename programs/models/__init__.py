"""The five phases of care, programs, cities, and the facilities of SAMHSA's directory."""

from programs.models.city import City
from programs.models.edition import DirectoryEdition, ProposedMatch, ServiceCode
from programs.models.facility import Facility, FacilityQuerySet, ProblemReport
from programs.models.phase import Phase, PhaseRevision
from programs.models.program import Program, ProgramPart, ProgramRevision
from programs.models.ranking import LeftOut, RankedFacility, Ranking

__all__ = [
    "City",
    "DirectoryEdition",
    "Facility",
    "FacilityQuerySet",
    "LeftOut",
    "Phase",
    "PhaseRevision",
    "ProblemReport",
    "Program",
    "ProgramPart",
    "ProgramRevision",
    "ProposedMatch",
    "RankedFacility",
    "Ranking",
    "ServiceCode",
]
