"""The editors' side, in Django's admin."""

from articles.admin import articles, doors, others, pictures, questions, terms

__all__ = ["articles", "doors", "others", "pictures", "questions", "terms"]
