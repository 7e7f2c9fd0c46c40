"""The editors' side, in Django's admin."""

from articles.admin import articles, others, pictures, questions, terms

__all__ = ["articles", "others", "pictures", "questions", "terms"]
