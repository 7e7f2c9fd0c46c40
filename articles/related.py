"""What stands beside an article."""

from django.db.models import Count, Q

from articles.models import Article, Question

MOST_QUESTIONS = 6
MOST_ARTICLES = 4


def related_questions(article: Article) -> list[Question]:
    """Those an editor chose, in the editor's order, then those that share the article's tags, most shared first."""
    published = Question.objects.published()
    place = {row.question_id: row.position for row in article.chosen_questions.all()}
    chosen = sorted(published.filter(pk__in=place), key=lambda question: place[question.pk])
    shared = (
        published.filter(tags__in=article.tags.all())
        .exclude(pk__in=[question.pk for question in chosen])
        .annotate(shared=Count("tags"))
        .order_by("-shared", "live_revision__question")
    )
    # All that an editor chose are shown; the cap is for those found by tags.
    return [*chosen, *shared[: max(MOST_QUESTIONS - len(chosen), 0)]]


def related_articles(article: Article) -> list[Article]:
    """Live articles that share most tags and phases with this one."""
    return list(
        Article.objects.published()
        .exclude(pk=article.pk)
        .annotate(
            shared=Count("tags", filter=Q(tags__in=article.tags.all()), distinct=True)
            + Count("phases", filter=Q(phases__in=article.phases.all()), distinct=True)
        )
        .filter(shared__gt=0)
        .order_by("-shared", "-published_on", "-pk")[:MOST_ARTICLES]
    )
