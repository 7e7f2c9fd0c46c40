"""The editors' side, in Django's admin."""

from articles.admin import corrections, doors, pictures, subjects, tags, wordings

__all__ = ["corrections", "doors", "pictures", "subjects", "tags", "wordings"]
