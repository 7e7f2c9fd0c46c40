"""The editors' side, in Django's admin."""

from programs.admin import phases, programs

__all__ = ["phases", "programs"]
