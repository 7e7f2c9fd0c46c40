"""The editors' side, in Django's admin."""

from articles.admin import articles, others, questions, terms

__all__ = ["articles", "others", "questions", "terms"]
