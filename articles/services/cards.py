"""Drawing cards when words go live, again where one is missing, and taking away those that no one needs."""

import logging
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.models import Article, ArticleQuerySet, ArticleRevision
from markup import files
from markup.share_cards import FOLDER, Card, draw
from search.batches import one_by_one
from search.services import public_changed


def card_of(revision: ArticleRevision) -> Card | None:
    """What the revision's card has to say now, drawn or not. None for words that no one reviewed."""
    reviewer, on = revision.reviewer, revision.reviewed_on
    if reviewer is None or on is None:
        return None
    reviewed = (
        _("Medically reviewed on %(date)s") % {"date": date_format(on)},
        _("Reviewer: %(person)s") % {"person": reviewer},
    )
    invented = (_("Demo content: no clinician has reviewed it"),)
    card = Card(settings.SITE_NAME, revision.title, invented if reviewer.invented else reviewed)
    return card if card.title else None


def live_card(revision: ArticleRevision) -> Card | None:
    """The card of a live revision, if it was drawn and is still true."""
    card = card_of(revision)
    return card if card and card.name == revision.card else None


def card_of_site() -> Card | None:
    """For pages that speak for the site, drawn or not. It says nothing of a place, and of no one's review."""
    words = (_("Opioid treatment in plain words:"), _("what it is, what to ask, and where to find it."))
    card = Card("", settings.SITE_NAME, words)
    return card if card.title else None


def site_card() -> Card | None:
    """The same, if it was drawn."""
    card = card_of_site()
    return card if card and files.size(card.path) else None


def is_public(name: str) -> bool:
    """Whether readers may have the picture of that name, wherever it came from."""
    live = Article.objects.published().filter(live_revision__card=name)
    cards = [card_of_site(), *(live_card(article.live_revision) for article in live if article.live_revision)]
    return any(card and card.name == name for card in cards)


logger = logging.getLogger(__name__)
MOST_AHEAD = 8
_ahead: dict[str, bytes] = {}  # drawn by this process, and waiting for their transaction
_FILE = re.compile(r"[0-9a-f]{32}\.png")


@dataclass
class Drawn:
    """How many cards were drawn, and how many could not be."""

    drawn: int = 0
    failed: int = 0

    def count(self, done: bool) -> None:
        self.drawn += done
        self.failed += not done


def put_card(revision: ArticleRevision) -> bool:
    """Draw the card of a live revision. Call it in the transaction that changed what readers see, after
    `public_changed`: `sweep` waits there, and so takes no file away whose row does not stand yet.

    False if it could not be drawn, which is logged and stops nothing: the page then names no picture. A file
    without its row, which a transaction that fails leaves behind, is never served.
    """
    card = card_of(revision)
    done = card is None or _stored(card)  # drawn before, as a rule: see `draw_ahead`
    revision.card = card.name if card and done else ""
    revision.save(update_fields=["card"])
    return done


def draw_ahead(revision: ArticleRevision) -> None:
    """Before the transaction that may make it live, in which everyone who writes waits. It is written there: two that
    write one file at once would make two. Whatever goes wrong is tried again there, and told.
    """
    if card := card_of(revision):
        _draw_ahead(card)


def _draw_ahead(card: Card) -> None:
    if card.name in _ahead:
        return
    with suppress(Exception):
        _ahead[card.name] = draw(card)
    while len(_ahead) > MOST_AHEAD:
        _ahead.pop(next(iter(_ahead)), None)


def _stored(card: Card) -> bool:
    try:
        data = _ahead.pop(card.name, None) or draw(card)
        if files.size(card.path) != len(data):
            files.write(card.path, data)
    # A full disk, or a mistake in Pillow, is no reason to hold reviewed words back.
    except Exception:
        logger.warning("A card was not drawn. Fix the cause, then run manage.py draw_cards.", exc_info=True)
        return False
    return True


def draw_missing(articles: ArticleQuerySet | None = None, *, pause: Callable[[], object] = lambda: None) -> Drawn:
    """Draw what is missing or no longer true, of these live articles or of all and the site. One transaction each.
    `pause` is called after each, and may raise to end it."""
    counts = Drawn()
    live = Article.objects.published() if articles is None else articles
    for article in one_by_one(live.defer("live_revision__body", "live_revision__html")):
        revision = article.live_revision
        card = card_of(revision) if revision else None
        if revision and card and not (revision.card == card.name and files.size(card.path)):
            draw_ahead(revision)
            with transaction.atomic():
                if now := _locked(article.pk):
                    counts.count(put_card(now))
        pause()
    site = card_of_site()
    if articles is None and site and not files.size(site.path):
        _draw_ahead(site)
        with transaction.atomic():
            public_changed()
            counts.count(_stored(site))
    return counts


def redraw_after_commit(articles: ArticleQuerySet) -> None:
    """When something next to the words changed that is on cards. Not before, since it may take long, and everyone
    who writes would wait.
    """
    transaction.on_commit(lambda: draw_missing(articles), robust=True)


def _locked(pk: int) -> ArticleRevision | None:
    """The live revision as it stands now, in a transaction that has begun a new public version."""
    Article.objects.select_for_update().get(pk=pk)
    public_changed()
    article = Article.objects.published().filter(pk=pk).first()
    return article.live_revision if article else None


def sweep() -> int:
    """Take away the files that no live revision uses, and tell how many. Readers could not get them before."""
    if not _unused():
        return 0
    with transaction.atomic():
        # Whoever publishes holds this until its row stands: what is unused from here on is so for good.
        public_changed()
        unused = _unused()
        for file in unused:
            default_storage.delete(FOLDER + file)
    return len(unused)


def _unused() -> list[str]:
    try:
        _folders, found = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return []
    site = card_of_site()
    used = set(Article.objects.published().values_list("live_revision__card", flat=True)) | {site.name if site else ""}
    return [file for file in found if _FILE.fullmatch(file) and file.removesuffix(".png") not in used]
