"""The editors' side, in Django's admin."""

from programs.admin import cities, phases

__all__ = ["cities", "phases"]
