"""The five phases of care, the programs described by them, and the words proposed for both."""

from programs.models.phase import Phase
from programs.models.program import Program, ProgramPhase
from programs.models.proposal import Proposal

__all__ = ["Phase", "Program", "ProgramPhase", "Proposal"]
