"""The editors' side, in Django's admin."""

from programs.admin import cities, directory, facilities, phases, programs, rankings, reports

__all__ = ["cities", "directory", "facilities", "phases", "programs", "rankings", "reports"]
