"""The editors' side, in Django's admin."""

from articles.admin import articles, others, reviewed_rows

__all__ = ["articles", "others", "reviewed_rows"]
