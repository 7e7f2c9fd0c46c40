"""`{% translate "…" %}` and `{% url "name" %}` without values, found once for each language: a page has dozens.

The settings load this before any template is read, and it takes the place of Django's own tags.
"""

from typing import Any

from django import template
from django.template import Context, Node
from django.template.base import Parser, Token, Variable
from django.template.defaulttags import URLNode, url
from django.templatetags import i18n
from django.urls import get_script_prefix, get_urlconf
from django.utils.translation import get_language

register = template.Library()


class Steady(Node):
    """A node that says the same each time, in one language."""

    def __init__(self, node: Any) -> None:
        self.node = node
        self.texts: dict[object, str] = {}

    def render(self, context: Context) -> Any:
        key = get_language(), context.autoescape, get_script_prefix(), get_urlconf()
        if key not in self.texts:
            said = self.node.render(context)
            self.texts[key] = context[self.node.asvar] if self.node.asvar else said
        if not self.node.asvar:
            return self.texts[key]
        context[self.node.asvar] = self.texts[key]
        return ""


def steady_words(parser: Parser, token: Token) -> Node:
    node = i18n.do_translate(parser, token)
    words: Any = getattr(node, "filter_expression", None)
    literal = words and isinstance(words.var, Variable) and words.var.literal is not None
    return Steady(node) if literal and not words.filters and not node.message_context else node


i18n.register.tag("translate", steady_words)


@register.tag("url")
def steady_url(parser: Parser, token: Token) -> Node:
    node: URLNode = url(parser, token)
    name = node.view_name
    fixed = isinstance(name.var, str) and not (node.args or node.kwargs or name.filters or ":" in name.var)
    return Steady(node) if fixed else node
