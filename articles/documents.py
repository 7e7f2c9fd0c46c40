"""What the search knows of articles, questions and terms.

Services that change what readers see call `refresh` with these.
"""

from articles.models import Article, ArticleRevision, Question, Tag, Term
from markup.rendering import render
from search.services import Entry, Source, refresh


def _article(article: Article) -> Entry:
    revision = article.live_revision or ArticleRevision()
    return Entry(
        kind="article",
        key=str(article.pk),
        url=article.get_absolute_url(),
        title=revision.title,
        text=f"{revision.summary}\n{render(revision.body).text}",
        keywords=_names(article, article.city.name if article.city else ""),
        weight=3,
    )


def _question(question: Question) -> Entry:
    return Entry(
        kind="question",
        key=str(question.pk),
        url=question.get_absolute_url(),
        title=question.question,
        text=render(question.answer).text,
        keywords=_names(question),
        weight=2,
    )


def _term(term: Term) -> Entry:
    return Entry(
        kind="term",
        key=str(term.pk),
        url=term.get_absolute_url(),
        title=term.term,
        text=term.meaning,
        keywords=term.also_called,
        weight=2,
    )


def _names(row: Article | Question, *more: str) -> str:
    return " ".join([*(tag.name for tag in row.tags.all()), *more])


ARTICLES = Source("article", lambda: Article.objects.published().prefetch_related("tags"), _article)
QUESTIONS = Source("question", lambda: Question.objects.published().prefetch_related("tags"), _question)
TERMS = Source("term", lambda: Term.objects.published(), _term)
SOURCES = (TERMS, QUESTIONS, ARTICLES)


def refresh_tagged(tag: Tag) -> None:
    """A tag's name leads to what it stands on."""
    refresh(ARTICLES, *tag.articles.values_list("pk", flat=True))
    refresh(QUESTIONS, *tag.questions.values_list("pk", flat=True))
