"""The five phases of care, and programs described by them."""

from programs.models.phase import Phase, PhaseRevision
from programs.models.program import Program, ProgramPart, ProgramRevision

__all__ = ["Phase", "PhaseRevision", "Program", "ProgramPart", "ProgramRevision"]
