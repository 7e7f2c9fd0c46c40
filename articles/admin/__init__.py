"""The editors' side, in Django's admin."""

from articles.admin import articles, doors, others, questions, terms

__all__ = ["articles", "doors", "others", "questions", "terms"]
