"""Parts of pages that are the same on many, rendered once for a public version and day.

`{% once "footer" %}…{% endonce %}`: what is inside may depend on nothing but public rows, settings, and the values
after the name. It counts only where the request says which version holds, as all do that come through the pages kept
whole: everywhere else it is rendered as if this were not there.
"""

from typing import Any, Generic, TypeVar

from django import template
from django.template import Context, NodeList, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token
from django.utils.translation import get_language

# Where a request says which version and day hold. No header of a visitor can have this name.
GENERATION = "search.generation"
MOST = 1000
register = template.Library()


Part = TypeVar("Part")


class Parts(Generic[Part]):
    """Those of the newest generation. Whoever renders under another goes without."""

    def __init__(self, most: int = MOST) -> None:
        self.generation: object = None
        self.texts: dict[object, Part] = {}
        self._most = most

    def under(self, generation: object) -> dict[object, Part]:
        if generation != self.generation or len(self.texts) > self._most:
            self.generation, self.texts = generation, {}
        return self.texts


parts = Parts[str]()


class Once(template.Node):
    def __init__(self, name: str, values: list[FilterExpression], inside: NodeList) -> None:
        self.name, self.values, self.inside = name, values, inside

    def render(self, context: Context) -> Any:
        request = context.get("request")
        generation = request and request.META.get(GENERATION)
        # Whoever makes up addresses makes no parts: the values are often made of the address.
        if request is None or not generation or not request.resolver_match:
            return self.inside.render(context)
        texts = parts.under(generation)
        key = (self.name, get_language(), *(value.resolve(context) for value in self.values))
        text = texts.get(key)
        if text is None:
            text = texts[key] = self.inside.render(context)
        return text


@register.tag
def once(parser: Parser, token: Token) -> Once:
    _tag, *words = token.split_contents()
    if not words or words[0][0] not in "'\"":
        raise TemplateSyntaxError('once wants a name in quotation marks, as in {% once "footer" %}')
    inside = parser.parse(("endonce",))
    parser.delete_first_token()
    return Once(words[0][1:-1], [parser.compile_filter(word) for word in words[1:]], inside)
