"""The editors' side: one kit for the pages of every reviewed thing, and the people who sign."""

from review.admin import people

__all__ = ["people"]
