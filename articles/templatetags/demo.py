"""`{% has_demo_content as demo %}`: whether any page that readers see was signed by someone who does not exist."""

from django import template

from review.kinds import kinds

register = template.Library()


@register.simple_tag
def has_demo_content() -> bool:
    signed = (kind.rows().published().filter(live_revision__reviewer__invented=True) for kind in kinds())
    return any(rows.exists() for rows in signed)
