"""What did not become what its writer meant, said to the writer: in the checklist, and after an import."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from markup.rendering import Rendered
from markup.untaken import untaken


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
        "There is no such notice. Begin one with ::: note, ::: warning or ::: stay-alive, and end it with :::."
    ),
    "definition": _(
        "Readers do not see this line. It was taken for the address of a link that the text does not have."
    ),
    "entity": _("Readers see this code. Type the character itself."),
    "heading": _("This did not become a heading. Put a plain space after the #."),
    "html": _("HTML does not work here, so readers see it. Write it as Markdown."),
    "link": _(
        "This did not become a link. Leave no space in its address, and none before it: [call](tel:+18005550100)."
    ),
    "list": _("This did not become a list. Begin each item with a plain - and a space."),
    "long-heading": _("A line of - or = below made all this a heading. Put an empty line between them."),
    "lost-sign": _("A character was lost here before the text came to us. Type it again."),
    "note": _("This leads to no source. A note is the number of a source, such as [^1]. Its words go under Sources."),
    "open-container": _("This notice does not end where you meant. Put ::: on a line of its own below its text."),
    "picture": _("This did not become a picture. Upload it again, or give its file a name without spaces."),
    "shortcode": _("This was for another system, and readers see it as it is. Remove it."),
    "struck": _("Readers see these marks. Words cannot be struck out or marked here."),
    "table": _(
        "This did not become a table. Below its first row goes one like this: | --- | --- |, with as many parts."
    ),
    "wiki-link": _("This did not become a link. Write it like this: [words](/articles/address/)."),
}


def not_taken(body: str, rendered: Rendered) -> Iterator[Finding]:
    for found in untaken(body):
        yield Finding(found.code, str(_SENTENCES[found.code]), found.line, found.found)
    for link in rendered.refused:
        sentence = _("This address is not allowed here, so readers see plain words. Begin it with / or https://.")
        yield Finding("refused-address", str(sentence), link.line, link.href)
