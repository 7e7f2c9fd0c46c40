"""The checklist beside the text. It warns; it never refuses."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.language import Phrase, find
from articles.links import Trouble, troubles
from articles.models import Wording
from articles.readability import grade, reading_minutes
from articles.services.markup_checks import Finding, not_taken
from articles.words import Words
from markup.rendering import Rendered, render

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
        sentence = _(
            "The text reads at grade %(grade).1f. Aim for %(target).0f or lower: shorter sentences help most."
        )
        yield Finding("grade", sentence % {"grade": found, "target": GRADE_TARGET})


def _wording(words: Words) -> Iterator[Finding]:
    terms = [
        Phrase(w.kind, w.avoid, w.instead, tuple(part.strip() for part in w.allowed_in.split(",") if part.strip()))
        for w in Wording.objects.all()
    ]
    for where, text in ((_("title"), words.title), (_("summary"), words.summary), ("", words.body)):
        for match in find(text, terms):
            sentence = _("“%(found)s”: %(instead)s") % {"found": match.found, "instead": match.term.instead}
            yield Finding(match.term.kind, sentence, None if where else match.line, where or match.excerpt)


def _sources(words: Words, rendered: Rendered) -> Iterator[Finding]:
    if not words.sources:
        yield Finding("no-sources", _("No sources are given. Readers and the reviewer need to check what it says."))
    cited, given = set(rendered.citations), len(words.sources)
    for number in sorted(n for n in cited if not 1 <= n <= given):
        yield Finding("source-missing", _("The text cites [^%(n)d], but there is no source %(n)d.") % {"n": number})
    for number in sorted(set(range(1, given + 1)) - cited):
        yield Finding("source-not-cited", _("Source %(n)d is never cited in the text.") % {"n": number})
    for number, source in enumerate(words.sources, start=1):
        if not source.url:
            yield Finding("source-no-address", _("Source %(n)d has no address to check it at.") % {"n": number})


def _pictures(rendered: Rendered) -> Iterator[Finding]:
    for picture in rendered.images:
        if not picture.alt.strip():
            sentence = _("A picture has no text that says what it shows.")
            yield Finding("no-alt-text", sentence, picture.line, picture.src)


def _headings(body: str, rendered: Rendered) -> Iterator[Finding]:
    level = 1
    for heading in rendered.outline:
        if heading.level > level + 1:
            sentence = _("The heading “%(text)s” skips a level. Use one # less.") % {"text": heading.text}
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
        return _("The page that this leads to has a new address: %(now)s") % {"now": now}
    if kind == Trouble.MISSING:
        return _("This link leads nowhere on the site.")
    return _("This link leads nowhere for readers. %(why)s.") % {"why": kind.label}


def summary(checklist: Checklist) -> str:
    count = len(checklist.findings)
    return ngettext("%(count)d thing to look at", "%(count)d things to look at", count) % {"count": count}
