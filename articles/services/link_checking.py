"""Asking other sites whether what our pages link to is still there, some addresses at a time."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from articles.link_visitor import Visitor, in_turn
from search.models import Link


def agent() -> str:
    """Who asks, and where to complain. The name is what a robots.txt goes by."""
    return f"RehabsiteLinkCheck/1.0 (+{settings.SITE_URL}/)"


def due(*, again: timedelta) -> "QuerySet[Link]":
    """Addresses never asked first, then those that are longest ago; none that was asked within `again`."""
    late = Q(checked_at__isnull=True) | Q(checked_at__lt=timezone.now() - again)
    return Link.objects.elsewhere().filter(late).order_by(F("checked_at").asc(nulls_first=True), "pk")


def check_links(*, most: int, again: timedelta, visitor: Visitor) -> Iterator[Link]:
    """Ask at most so many, and write each answer down as it comes."""
    rows = {link.href: link for link in due(again=again)[:most]}
    for url in in_turn(rows):
        if visitor.is_resting(url):
            continue
        answer, link = visitor.visit(url), rows[url]
        link.state, link.code, link.checked_at = answer.state, answer.code, timezone.now()
        link.leads_to = answer.leads_to if len(answer.leads_to) <= 1000 else ""
        link.wrong = answer.state != Link.State.FINE
        found = {name: getattr(link, name) for name in ("state", "code", "leads_to", "wrong", "checked_at")}
        Link.objects.filter(pk=link.pk).update(**found)  # none, if no page has it anymore
        yield link
