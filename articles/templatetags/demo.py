"""`{% has_demo_content as demo %}`: whether any page that readers see was signed by somebody who does not exist."""

from django import template

from articles.models import Article, Question, Term

register = template.Library()


@register.simple_tag
def has_demo_content() -> bool:
    signed = (
        Article.objects.published().filter(live_revision__reviewer__invented=True),
        Question.objects.published().filter(reviewer__invented=True),
        Term.objects.published().filter(reviewer__invented=True),
    )
    return any(rows.exists() for rows in signed)
