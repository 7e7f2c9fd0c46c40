"""Terms of the glossary in an article's text, for readers who want to look a word up."""

import re
from html import unescape

from django.utils.html import strip_tags

from articles.models import Term

MOST = 12


def term_keys(html: str) -> list[int]:
    return [term.pk for term in terms_in(html)]


def terms_in(html: str) -> list[Term]:
    """Reviewed terms that a text uses under any of their names, in the order in which they come first."""
    terms = {name: term for term in Term.objects.published() for name in term.names}
    if not terms:
        return []
    folded = {name.casefold(): term for name, term in terms.items()}
    # Longest first: "opioid use disorder" is one term, whatever "opioid" is.
    either = "|".join(_pattern(name) for name in sorted(terms, key=len, reverse=True))
    # A tag parts words: "</p><p>" has no space of its own.
    text = unescape(strip_tags(html.replace("<", " <")))
    found: dict[int, Term] = {}
    for match in re.finditer(rf"(?<![\w-])(?:{either})(?![\w-])", text):
        word = " ".join(match.group().casefold().split())
        term = folded.get(word) or folded.get(word.removesuffix("s"))
        if term:
            found.setdefault(term.pk, term)
    return list(found.values())[:MOST]


def _pattern(name: str) -> str:
    """Names of capitals, such as OTP, count as they are; other words whatever their case, and with an s."""
    words = r"\s+".join(map(re.escape, name.split()))
    return f"{words}s?" if name.isupper() else f"(?i:{words}s?)"
