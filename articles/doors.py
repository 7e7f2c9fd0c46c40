"""The doors of the first page, each with the article behind it."""

from articles.models import Article, Door


def doors() -> dict[str, Article]:
    """By slot; a door whose article readers cannot see now is not among them."""
    rows = dict(Door.objects.values_list("slot", "article"))
    found = Article.objects.published().heads().in_bulk(rows.values()) if rows else {}
    return {slot: found[article] for slot, article in rows.items() if article in found}


def door(slot: str) -> Article | None:
    behind = Door.objects.filter(slot=slot).values("article")
    return Article.objects.published().heads().filter(pk__in=behind).first()
