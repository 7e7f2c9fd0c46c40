"""The editors' side, in Django's admin."""

from articles.admin import articles, others

__all__ = ["articles", "others"]
