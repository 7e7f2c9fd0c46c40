"""The editors' side, in Django's admin."""

from facilities.admin import cities, directory, facilities, rankings, reports, tonight

__all__ = ["cities", "directory", "facilities", "rankings", "reports", "tonight"]
