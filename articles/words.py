"""What one revision of an article says."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import unescape

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from articles.models import ArticleRevision, Term
from markup.characters import one_line
from review.models import Person


def several_lines(text: str) -> str:
    """Line ends and outer blank lines differ between browsers and files; that is no change of the words."""
    from articles.front_matter import normal_text  # which reads YAML: only who compares words needs it

    return normal_text(text)


@dataclass(frozen=True)
class SourceWords:
    title: str
    publisher: str = ""
    year: int | None = None
    url: str = ""
    checked_on: date | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "title", one_line(self.title))
        object.__setattr__(self, "publisher", one_line(self.publisher))


@dataclass(frozen=True)
class Words:
    """All that one revision says. Sources are in the order in which the text numbers them."""

    title: str
    body: str
    summary: str = ""
    writer: Person | None = None
    sources: Sequence[SourceWords] = ()

    def __post_init__(self) -> None:
        """Two that say the same are equal, and each can be written to a file and read from it unchanged."""
        object.__setattr__(self, "title", one_line(self.title))
        object.__setattr__(self, "summary", one_line(self.summary))
        object.__setattr__(self, "body", several_lines(self.body))
        object.__setattr__(self, "sources", tuple(self.sources))


def words_of(revision: ArticleRevision) -> Words:
    return Words(
        title=revision.title,
        summary=revision.summary,
        body=revision.body,
        writer=revision.writer,
        sources=tuple(
            SourceWords(source.title, source.publisher, source.year, source.url, source.checked_on)
            for source in revision.sources.all()
        ),
    )


def as_text(words: Words) -> str:
    """All of it as lines, for a person who compares two versions."""
    by = _("Written by")
    lines = [words.title, "", words.summary, "", f"{by}: {words.writer or '—'}", "", words.body, ""]
    for number, source in enumerate(words.sources, start=1):
        parts = (source.title, source.publisher, source.year, source.url, source.checked_on)
        lines.append(f"[^{number}]: " + ", ".join(str(part) for part in parts if part))
    return "\n".join(lines)


MOST = 12


def term_keys(html: str) -> list[int]:
    return [term.pk for term in terms_in(html)]


def terms_in(html: str) -> list[Term]:
    """Reviewed terms that a text uses under any of their names, in the order in which they come first."""
    published = Term.objects.published().select_related(None).select_related("live_revision")
    terms = {name: term for term in published for name in term.names}
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
