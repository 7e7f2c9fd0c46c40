"""Articles, the people who make them, and what is around them."""

from articles.models.article import (
    Article,
    ArticleQuerySet,
    ArticleQuestion,
    ArticleRevision,
    Correction,
    FormerSlug,
    Source,
)
from articles.models.listed import Beside, Door, Listed
from articles.models.question import Question, QuestionRevision
from articles.models.tag import Tag
from articles.models.term import Term, TermRevision, Wording

__all__ = [
    "Article",
    "ArticleQuerySet",
    "ArticleQuestion",
    "ArticleRevision",
    "Beside",
    "Correction",
    "Door",
    "FormerSlug",
    "Listed",
    "Question",
    "QuestionRevision",
    "Source",
    "Tag",
    "Term",
    "TermRevision",
    "Wording",
]
