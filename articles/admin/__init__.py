"""The editors' side, in Django's admin."""

from articles.admin import articles, corrections, doors, pictures, questions, tags, terms, wordings

__all__ = ["articles", "corrections", "doors", "pictures", "questions", "tags", "terms", "wordings"]
