"""The checklist next to the text. It warns; it never refuses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles.language import Phrase, find
from articles.models import Wording
from articles.readability import grade, reading_minutes
from articles.words import Words
from markup.rendering import Rendered, render
from search.links import troubles
from search.models import Trouble


@dataclass(frozen=True)
class Finding:
    """Something to look at. `line` is the text's, counted from 1, where there is one."""

    code: str
    sentence: str
    line: int | None = None
    excerpt: str = ""


_SENTENCES: Final[Mapping[str, str | Promise]] = {
    "bold": _("Readers see these stars or lines. Put a space or punctuation on each outer side of bold and italics."),
    "box": _("Check boxes do not work here. Write a plain list."),
    "code": _("A tab or four spaces at the start of a line made this a block of code. Remove them."),
    "comment": _("Readers see this comment. Remove it."),
    "container": _(
        "There is no notice of that kind. Start one with ::: note, ::: warning or ::: stay-alive, and end it with :::."
    ),
    "definition": _("Readers do not see this line. It was read as the address of a link that is not in the text."),
    "entity": _("Readers see this code. Type the character itself."),
    "heading": _("This did not become a heading. Put a plain space after the #."),
    "html": _("HTML does not work here, so readers see it. Write it as Markdown."),
    "link": _("This did not become a link. Leave no space in its address or before it: [call](tel:+18005550100)."),
    "list": _("This did not become a list. Start each item with a plain - and a space."),
    "long-heading": _("A line of - or = below made all this a heading. Put an empty line between them."),
    "lost-sign": _("A character was lost here before the text came to us. Type it again."),
    "note": _(
        "This does not lead to a source. A note is the number of a source, such as [^1]. Its words go under Sources."
    ),
    "open-container": _("This notice does not end where you meant. Put ::: on its own line below the text."),
    "picture": _("This did not become a picture. Upload it again, or give its file a name without spaces."),
    "shortcode": _("This was for another system, and readers see it as it is. Remove it."),
    "struck": _("Readers see these marks. Words cannot be struck out or marked here."),
    "table": _(
        "This did not become a table. Under its first row, put a row like this: | --- | --- |, with the same number "
        "of parts."
    ),
    "wiki-link": _("This did not become a link. Write it like this: [words](/articles/address/)."),
}


def not_taken(body: str, rendered: Rendered) -> Iterator[Finding]:
    from markup.untaken import untaken  # with the parser, which few processes need

    for found in untaken(body):
        yield Finding(found.code, str(_SENTENCES[found.code]), found.line, found.found)
    for link in rendered.refused:
        sentence = _("This address is not allowed here, so readers see plain words. Start it with / or https://.")
        yield Finding("refused-address", str(sentence), link.line, link.href)


GRADE_TARGET = 8.0


@dataclass(frozen=True)
class Checklist:
    words: int
    reading_minutes: int
    grade: float | None
    findings: tuple[Finding, ...]


def check(words: Words) -> Checklist:
    rendered = render(words.body)
    found = grade(rendered.text)
    findings = (
        *_grade(found),
        *_wording(words),
        *_sources(words, rendered),
        *_pictures(rendered),
        *_headings(words.body, rendered),
        *_links(rendered),
        *not_taken(words.body, rendered),
    )
    return Checklist(rendered.words, reading_minutes(rendered.words), found, findings)


def _grade(found: float | None) -> Iterator[Finding]:
    if found and found > GRADE_TARGET:
        sentence = gettext(
            "The text reads at grade %(grade).1f. Aim for %(target).0f or lower: shorter sentences help most."
        )
        yield Finding("grade", sentence % {"grade": found, "target": GRADE_TARGET})


def _wording(words: Words) -> Iterator[Finding]:
    terms = [
        Phrase(w.kind, w.avoid, w.instead, tuple(part.strip() for part in w.allowed_in.split(",") if part.strip()))
        for w in Wording.objects.all()
    ]
    for where, text in ((gettext("title"), words.title), (gettext("summary"), words.summary), ("", words.body)):
        for match in find(text, terms):
            sentence = gettext("“%(found)s”: %(instead)s") % {"found": match.found, "instead": match.term.instead}
            yield Finding(match.term.kind, sentence, None if where else match.line, where or match.excerpt)


def _sources(words: Words, rendered: Rendered) -> Iterator[Finding]:
    if not words.sources:
        yield Finding(
            "no-sources", gettext("No sources are given. Readers and the reviewer need to check what it says.")
        )
    cited, given = set(rendered.citations), len(words.sources)
    for number in sorted(n for n in cited if not 1 <= n <= given):
        yield Finding(
            "source-missing", gettext("The text cites [^%(n)d], but there is no source %(n)d.") % {"n": number}
        )
    for number in sorted(set(range(1, given + 1)) - cited):
        yield Finding("source-not-cited", gettext("Source %(n)d is never cited in the text.") % {"n": number})
    for number, source in enumerate(words.sources, start=1):
        if not source.url:
            yield Finding("source-no-address", gettext("Source %(n)d has no address to check it at.") % {"n": number})


def _pictures(rendered: Rendered) -> Iterator[Finding]:
    for picture in rendered.images:
        if not picture.alt.strip():
            sentence = gettext("There is no text that says what this picture shows.")
            yield Finding("no-alt-text", sentence, picture.line, picture.src)


def _headings(body: str, rendered: Rendered) -> Iterator[Finding]:
    level = 1
    for heading in rendered.outline:
        if heading.level > level + 1:
            sentence = gettext("The heading “%(text)s” skips a level. Use one # fewer.") % {"text": heading.text}
            yield Finding("heading-jump", sentence)
        level = heading.level


def _links(rendered: Rendered) -> Iterator[Finding]:
    ids = {heading.id for heading in rendered.outline}
    wrong = troubles(link.href for link in rendered.links)
    for link in rendered.links:
        if link.href in wrong or (link.href.startswith("#") and link.href[1:] not in ids):
            yield Finding("dead-link", _link_sentence(wrong.get(link.href)), link.line, link.href)


def _link_sentence(trouble: tuple[Trouble, str] | None) -> str:
    kind, now = trouble or (Trouble.MISSING, "")
    if now:
        return gettext("The page that this leads to has a new address: %(now)s") % {"now": now}
    if kind == Trouble.MISSING:
        return gettext("This link does not lead to any page of the site.")
    return gettext("This link does not work for readers. %(why)s.") % {"why": kind.label}


def summary(checklist: Checklist) -> str:
    count = len(checklist.findings)
    return ngettext("%(count)d thing to look at", "%(count)d things to look at", count) % {"count": count}
