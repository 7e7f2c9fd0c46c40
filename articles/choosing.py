"""Tags, articles and questions, as they are chosen by typing."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from articles.models import Article, Question, Tag
from search.choosing import Choosable, by_columns, by_words, choosable


def _title(article: Any) -> str:
    return article.live_revision.title if article.live_revision else str(article)


TAGS = choosable(
    Choosable(
        name="tag",
        one=_("tag"),
        rows=lambda: Tag.objects.order_by("name", "pk"),
        matching=by_columns("name", "slug"),
        right="articles.view_tag",
    )
)
LIVE_ARTICLES = choosable(
    Choosable(
        name="article",
        one=_("live article"),
        rows=lambda: Article.objects.published(),
        matching=by_words("article"),
        right="articles.view_article",
        said=lambda article: article.slug,
        label=_title,
        few=0,
    )
)
QUESTIONS = choosable(
    Choosable(
        name="question",
        one=_("question"),
        rows=lambda: Question.objects.select_related("live_revision"),
        matching=by_words("question"),
        right="articles.view_question",
        said=lambda question: str(question.question),
        label=lambda question: str(question.question),
        few=0,
    )
)
