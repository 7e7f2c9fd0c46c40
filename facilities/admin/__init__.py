"""The editors' side, in Django's admin."""

from facilities.admin import cities, directory, facilities, rankings, reports

__all__ = ["cities", "directory", "facilities", "rankings", "reports"]
