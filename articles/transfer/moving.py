"""Moving in from WordPress or Ghost: posts and pages become drafts, with all that was lost on the way said of each.

Nothing goes live by it: what it brings is handed in and reviewed like anything that is written here.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.db import DatabaseError, transaction
from django.utils.html import escape
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Article, Tag
from articles.services.checking import not_taken
from articles.services.saving import Placement, create_article
from articles.transfer import wxr
from articles.words import Words
from markup.characters import one_line
from markup.images import ImageRefused, store_image
from markup.names import fold
from markup.pasting import TooMuch, to_markdown
from markup.rendering import MAX_LENGTH, TextTooLong, render
from review.refusals import Refused
from review.services.people import free_slug, named
from search import redirects
from search.models import Redirect

TITLE, SUMMARY = 120, 300
TAKEN = ("post", "page")
STATES = ("publish", "draft", "pending", "future", "private")
QUIET_FIELDS = (
    "_edit_last",
    "_edit_lock",
    "_thumbnail_id",
    "_wp_page_template",
    "_wp_old_slug",
    "_pingme",
    "_encloseme",
)
NO_TAGS = {"uncategorized", "allgemein", "sin categoría", "non classé"}
_SHORTCODE = re.compile(r"\[/?([a-z][\w-]{1,40})(?=[\s\]/])[^\]\n]{0,500}\]", re.IGNORECASE)
_CAPTION = re.compile(r"\[caption[^\]]{0,500}\](.{0,5000}?)\[/caption\]", re.DOTALL | re.IGNORECASE)
_EMBED = re.compile(r"\[embed[^\]]{0,200}\]\s*(https?://[^\s\[]{1,500})\s*\[/embed\]", re.IGNORECASE)
_BLOCK = re.compile(r"<!--\s*/?wp:(\S+)")
_PICTURES = re.compile(r"/(?:uploads|content/images)/")
_SIZED = re.compile(r"-\d{1,5}x\d{1,5}(?=\.[a-zA-Z]{3,4}$)")
_TAGS = re.compile(r"<(?:p|div|h[1-6]|ul|ol|table|blockquote|pre|figure)[\s>]", re.IGNORECASE)
_MEANT = {"caption", "embed", "gallery", "audio", "video", "playlist"}


@dataclass
class Report:
    """What happened to one item: "new", "same", "left" or "failed", and what was lost of it."""

    outcome: str
    what: str
    title: str
    address: str = ""
    lost: list[str] = field(default_factory=list)


@dataclass
class _Known:
    """What the first reading of the file found."""

    authors: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, wxr.Item] = field(default_factory=dict)
    slugs: dict[str, str] = field(default_factory=dict)  # of posts and pages, by their old address
    home: str = ""


Reader = Callable[[Path], Iterator[wxr.Item | wxr.Author]]


def move_in(
    file: Path, pictures: Path | None = None, *, dry: bool = False, read: Reader = wxr.read
) -> Iterator[Report]:
    """Each post and page in a transaction of its own. `pictures` is the folder that was wp-content/uploads, or
    content/images of Ghost; `read` is what reads such a file.

    A dry run does the same and keeps nothing. Doing it twice changes nothing: an item is known by its number.
    """
    known = _first_reading(read(file))
    left: Counter[str] = Counter()
    for item in read(file):
        if isinstance(item, wxr.Author) or item.kind == "attachment":
            continue
        if item.kind not in TAKEN or item.status not in STATES:
            left[item.kind if item.kind not in TAKEN else f"{item.kind}, {item.status}"] += 1
            continue
        yield _taken(item, known, pictures, dry)
    for what, count in sorted(left.items()):
        yield Report("left", what or "?", str(count))


def _first_reading(items: Iterator[wxr.Item | wxr.Author]) -> _Known:
    known = _Known()
    for item in items:
        if isinstance(item, wxr.Author):
            known.authors[item.login] = one_line(item.name)[:120] or item.login[:120]
        elif item.kind == "attachment":
            known.pictures[item.id] = item
        elif item.kind in TAKEN and item.link:
            known.slugs[_path(item.link)] = _slug(item)
            scheme, host, *_path_and_rest = urlsplit(item.link)
            known.home = known.home or (f"{scheme}://{host}" if host else "")
    return known


def _taken(item: wxr.Item, known: _Known, pictures: Path | None, dry: bool) -> Report:
    report = Report("new", item.kind, one_line(item.title)[:TITLE] or _slug(item))
    try:
        with transaction.atomic():
            _Move(item, known, pictures, dry, report).make()
            if dry:
                transaction.set_rollback(True)
    except (Refused, TooMuch, TextTooLong, redirects.WrongAddress) as refused:
        report.outcome, report.lost = "failed", [str(refused)]
    except DatabaseError as error:
        report.outcome, report.lost = "failed", [_("The database refused it: %(why)s") % {"why": error}]
    return report


class _Move:
    """One item on its way in."""

    def __init__(self, item: wxr.Item, known: _Known, pictures: Path | None, dry: bool, report: Report) -> None:
        self.item, self.known, self.folder, self.dry, self.report = item, known, pictures, dry, report

    def make(self) -> None:
        item, report = self.item, self.report
        if there := Redirect.objects.filter(old__in=item.short[:1]).first():
            report.outcome, report.address = "same", there.leads_to
            return
        body = self._body()
        words = Words(title=self._title(), body=body, summary=self._summary(), writer=self._writer())
        place = Placement(slug=free_slug(Article, _slug(item), 110), tags=frozenset(self._tags()))
        if place.slug != _slug(item):
            self._say(_("Its address was taken, so it got a new one: %(slug)s") % {"slug": place.slug})
        article = create_article(words=words, place=place, by=None, note=self._note())
        report.address = article.get_absolute_url()
        self._redirects(article)
        self._others()
        report.lost += [f"{found.sentence} {found.excerpt}".strip() for found in not_taken(body, render(body))]

    def _say(self, sentence: str) -> None:
        self.report.lost.append(sentence)

    def _title(self) -> str:
        title = one_line(self.item.title) or _slug(self.item)
        if len(title) > TITLE:
            self._say(_("The title was cut at %(n)d characters: %(title)s") % {"n": TITLE, "title": title})
        return title[:TITLE].rstrip()

    def _summary(self) -> str:
        text = one_line(render(to_markdown(self.item.excerpt).markdown[:20_000]).text)
        if len(text) > SUMMARY:
            self._say(_("The excerpt was cut at %(n)d characters.") % {"n": SUMMARY})
            text = f"{text[: SUMMARY - 1].rpartition(' ')[0]}…"
        return text

    def _writer(self) -> Any:
        name = self.known.authors.get(self.item.author, one_line(self.item.author)[:120])
        return named(name) if name else None

    def _tags(self) -> Iterator[Tag]:
        for name in dict.fromkeys(one_line(term) for term in self.item.terms):
            if name and fold(name) not in NO_TAGS:
                if len(name) > 60:
                    self._say(_("This tag is too long, and was left out: %(name)s") % {"name": name})
                    continue
                tag = Tag.objects.filter(name_folded=fold(name)).first()
                yield tag or Tag.objects.create(name=name, slug=free_slug(Tag, name, 50))

    def _note(self) -> str:
        day = self.item.date[:10]
        return _("Imported. First published there on %(day)s.") % {"day": day} if day > "0001" else _("Imported")

    def _body(self) -> str:
        html = self._shortcodes(self.item.html)
        blocks = set(_BLOCK.findall(html))
        if not blocks and not _TAGS.search(html):
            html = _paragraphs(html)
        elif not blocks:
            html = _paragraphs(html, mixed=True)
        if cover := self._cover():
            html = f"<p>{cover}</p>{html}"
        pasted = to_markdown(html, own=self.known.home, picture=self._picture)
        self.report.lost += [_("Lost: %(what)s") % {"what": what} for what in pasted.lost]
        body = re.sub(r"(\]\()(/[^)\s]*)", lambda found: found[1] + self._inside(found[2]), pasted.markdown)
        if len(body) > MAX_LENGTH:
            raise TooMuch(_("The text has over %(n)d characters. Split it into several.") % {"n": MAX_LENGTH})
        if not body:
            body = _("(This had no text.)")
            self._say(_("It had no text, or nothing that could be imported."))
        return body

    def _inside(self, path: str) -> str:
        """A link within the old site, to where the page is here."""
        slug = self.known.slugs.get(_path(path))
        return f"/articles/{slug}/" if slug else path

    def _shortcodes(self, html: str) -> str:
        html = _CAPTION.sub(_caption, html)
        html = _EMBED.sub(lambda found: f'<p><a href="{escape(found[1])}">{escape(found[1])}</a></p>', html)
        lost: Counter[str] = Counter()

        def drop(found: re.Match[str]) -> str:
            if not found[0].startswith("[/"):
                lost[found[1].lower()] += 1
            return ""

        html = _SHORTCODE.sub(lambda found: drop(found) if _is_shortcode(found) else found[0], html)
        for name, count in sorted(lost.items()):
            said = ngettext("Lost: [%(name)s], %(n)d time", "Lost: [%(name)s], %(n)d times", count)
            self._say(said % {"name": name, "n": count})
        return html

    def _cover(self) -> str:
        attached = self.known.pictures.get(self.item.fields.get("_thumbnail_id", ""))
        if not attached:
            return ""
        self._say(_("Its cover picture comes first in the text."))
        alt = attached.fields.get("_wp_attachment_image_alt", "")
        return f'<img src="{escape(attached.attachment)}" alt="{escape(alt)}">'

    def _picture(self, address: str, alt: str) -> str | None:
        """Our own address of a picture of the old site, whose file lies in the folder."""
        file = self._file(unquote(urlsplit(address).path))
        if file is None:
            self._say(_("No file for this picture: %(name)s") % {"name": address[:200]})
            return None
        if self.dry:
            return "/media/images/0000000000000000-16x16.jpg"
        try:
            with file.open("rb") as data:
                image = store_image(data, by=None)
        except (ImageRefused, OSError) as refused:
            self._say(f"{address[:200]}: {refused}")
            return None
        if alt and not image.alt:
            image.alt = one_line(alt)[:250]
            image.save(update_fields=["alt"])
        if not alt:
            self._say(_("No words say what this picture shows: %(name)s") % {"name": file.name})
        return image.picture.src

    def _file(self, path: str) -> Path | None:
        if self.folder is None or not _PICTURES.search(path):
            return None
        inside = _PICTURES.split(path)[-1]
        for name in dict.fromkeys((_SIZED.sub("", inside), inside)):
            try:
                file = (self.folder / name).resolve(strict=True)
            except (OSError, ValueError, RuntimeError):
                continue
            if file.is_file() and file.is_relative_to(self.folder.resolve()):
                return file
        return None

    def _redirects(self, article: Article) -> None:
        """From its old address, and from the short one that every post has."""
        to = article.get_absolute_url()
        olds = list(self.item.short)
        if self.item.status == "publish" and self.item.link:
            olds.append(self.item.link)
        for old in olds:
            row = Redirect(old=old, leads_to=to, made_by=Redirect.Source.IMPORT)
            try:
                if redirects.normal(old) != redirects.normal(to):
                    redirects.save(by=None, redirect=row)
            except redirects.WrongAddress as wrong:
                self._say(_("No redirect from %(old)s: %(why)s") % {"old": old, "why": wrong})

    def _others(self) -> None:
        item = self.item
        self.report.lost += item.notes
        if item.comments:
            said = ngettext("Lost: %(n)d comment", "Lost: %(n)d comments", item.comments)
            self._say(said % {"n": item.comments})
        own = sorted(
            name for name in item.fields if name and name not in QUIET_FIELDS and not name.startswith("_oembed")
        )
        if own:
            self._say(_("Lost: its custom fields %(names)s") % {"names": ", ".join(own[:20])})
        if item.other_terms:
            self._say(_("Lost: %(names)s") % {"names": ", ".join(item.other_terms[:20])})
        if item.password:
            self._say(_("It was behind a password there. Everything here is open to all."))
        if item.status in ("private", "future"):
            self._say(_("It was not public there: %(status)s.") % {"status": item.status})


def _is_shortcode(found: re.Match[str]) -> bool:
    """`[see above]` is words. A shortcode is known, or has a sign that no words have."""
    name = found[1].lower()
    return name in _MEANT or "=" in found[0] or "_" in name or "-" in name or found[0].startswith("[/")


def _caption(found: re.Match[str]) -> str:
    inside = found[1]
    end = max(inside.rfind("/>"), inside.rfind("</a>"), inside.rfind(">"))
    return f"<p>{inside[: end + 1]}</p><p><em>{inside[end + 1 :].strip()}</em></p>" if end >= 0 else inside


def _paragraphs(html: str, *, mixed: bool = False) -> str:
    """As the old editor did: an empty line parts paragraphs, and a line break is one."""
    parts = [part.strip() for part in re.split(r"\n\s*\n", html.replace("\r\n", "\n"))]
    return "\n\n".join(
        part if mixed and _TAGS.match(part) else "<p>" + part.replace("\n", "<br>\n") + "</p>"
        for part in parts
        if part
    )


def _slug(item: wxr.Item) -> str:
    return slugify(unquote(item.slug) or item.title)[:110].strip("-") or f"post-{item.id}"


def _path(link: str) -> str:
    parts = urlsplit(link)
    return f"{parts.path.rstrip('/')}?{parts.query}" if parts.query else parts.path.rstrip("/")
