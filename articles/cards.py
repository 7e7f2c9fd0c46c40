"""What is on the cards: the pictures of an article and of the site where someone sends their address.

A card's name follows from what it says. So a picture is shown and served only while all that it says holds.
"""

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.models import Article, ArticleRevision
from markup import files
from markup.share_cards import Card


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
