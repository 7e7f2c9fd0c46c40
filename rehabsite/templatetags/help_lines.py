"""`{% help_lines as lines %}`: the numbers of `rehabsite.help_lines`, on any page and without a request."""

from django import template

from rehabsite.help_lines import HELP_LINES, HelpLine, HelpLines

register = template.Library()


@register.simple_tag
def help_lines() -> HelpLines:
    return HELP_LINES


@register.simple_tag
def help_line(name: str) -> HelpLine | None:
    return HELP_LINES.named(name)
