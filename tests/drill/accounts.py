"""What must be nought after the drill, counted from outside: from what visitors were told and what was mailed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from tests.contact.mailserver import Taken
from tests.drill.site import Site
from tests.drill.visitors import Visitor

GRACE = 1.0  # seconds in which a mail that was on its way may still arrive after a withdrawal


@dataclass(frozen=True)
class Books:
    visitors: Sequence[Visitor]
    notices: Sequence[Taken]  # mails with a reference

    @property
    def kept(self) -> list[Visitor]:
        """Those who must be forwarded."""
        return [one for one in self.visitors if one.told and one.allows and not one.withdrawn_at]

    @property
    def withdrawn(self) -> list[Visitor]:
        return [one for one in self.visitors if one.withdrawn_at]

    def of(self, visitor: Visitor) -> list[Taken]:
        return [mail for mail in self.notices if mail.reference in visitor.references]

    @property
    def missing(self) -> int:
        """How many are still to be forwarded."""
        there = {mail.reference for mail in self.notices}
        return sum(not one.references & there for one in self.kept)


def settle(books: Books) -> dict[str, int]:
    keys: dict[str | None, set[str]] = defaultdict(set)
    for mail in books.notices:
        keys[mail.reference].add(mail.key)
    return {
        "never told that it was stored": sum(not one.told for one in books.visitors),
        "stored, allowed, and never forwarded": books.missing,
        "forwarded without permission": sum(bool(books.of(one)) for one in books.visitors if not one.allows),
        "forwarded after it was withdrawn": sum(_too_late(one, books.of(one)) for one in books.withdrawn),
        "forwarded under two keys": sum(len(one) > 1 for one in keys.values()),
        "stored twice": sum(len(one.references) > 1 for one in books.visitors),
    }


def _too_late(visitor: Visitor, mails: Iterable[Taken]) -> bool:
    return any(mail.at > (visitor.withdrawn_at or 0) + GRACE for mail in mails)


def open_links(site: Site, books: Books, most: int) -> dict[str, int]:
    links = {mail.reference: urlsplit(mail.link).path for mail in books.notices}

    def shows(visitor: Visitor, method: str) -> list[bool]:
        paths = [links[reference] for reference in visitor.references if reference in links]
        return [visitor.mark in site.ask(method, path)[2] for path in paths]

    kept = [one for one in books.kept if one.references & links.keys()][:most]
    return {
        "link that does not open": sum(not all(shows(one, "POST")) for one in kept),
        "link that shows words before the button": sum(any(shows(one, "GET")) for one in kept),
        "withdrawn, and the link still opens": sum(any(shows(one, "POST")) for one in books.withdrawn[:most]),
    }


def leaks(site: Site, books: Books, mails: Iterable[Taken], places: dict[str, bytes]) -> dict[str, int]:
    """Words in mails or in a place where data lie, and links in the log."""
    wire = b"\n".join(mail.message.as_bytes() for mail in mails)
    marks = [one.mark.encode() for one in books.visitors]
    found = {
        f"words in {name}": sum(mark in data or mark.hex().encode() in data for mark in marks)
        for name, data in {**places, "mails": wire, "the log": site.log.read_bytes()}.items()
    }
    log = site.log.read_text()
    tokens = {urlsplit(mail.link).path.split("/")[2] for mail in books.notices}
    return found | {"links in the log": sum(token in log for token in tokens)}
