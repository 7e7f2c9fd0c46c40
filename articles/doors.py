"""The doors of the first page, each with the article behind it."""

from typing import Final

from articles.listing import heads
from articles.models import Article, Door
from search.prepared import Prepared
from search.services import public_changed


def doors() -> dict[str, Article]:
    """By slot; a door whose article readers cannot see now is not among them."""
    rows = dict(_DOORS.rows())
    found = {article.pk: article for article in heads(list(rows.values()))}
    return {slot: found[article] for slot, article in rows.items() if article in found}


_DOORS = Prepared(lambda: Door.objects.values_list("slot", "article"))


def door(slot: str) -> Article | None:
    behind = Door.objects.filter(slot=slot).values("article")
    return Article.objects.published().heads().filter(pk__in=behind).first()


DOORS: Final = {
    "emergency": "naloxone-and-overdose",
    "loved": "for-families",
    "withdrawal": "in-withdrawal-right-now",
    "overdose": "after-an-overdose",
    "pregnant": "pregnancy-and-opioid-use-disorder",
    "uninsured": "no-insurance",
    "out": "out-of-medication-or-away-from-home",
    "again": "return-to-use-plan",
}


def load_doors() -> int:
    articles = Article.objects.in_bulk(DOORS.values(), field_name="slug")
    for slot, slug in DOORS.items():
        Door.objects.get_or_create(slot=slot, defaults={"article": articles[slug]})
    public_changed()
    return len(DOORS)
