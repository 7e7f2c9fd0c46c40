"""Asking other sites whether what our pages link to is still there, some addresses at a time."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from articles.link_visitor import Visitor, in_turn
from articles.links import Links
from articles.models import CheckedLink

AT_ONCE = 500


def agent() -> str:
    """Who asks, and where to complain. The name is what a robots.txt goes by."""
    return f"RehabsiteLinkCheck/1.0 (+{settings.SITE_URL}/)"


def due(*, again: timedelta) -> list[str]:
    """Addresses never asked first, then those that are longest ago; none that was asked within `again`."""
    others = Links().others
    asked = dict(CheckedLink.objects.values_list("url", "checked_at"))
    before = timezone.now() - again
    never = [url for url in others if url not in asked]
    return [*never, *sorted((url for url in others if asked.get(url, before) < before), key=asked.__getitem__)]


def check_links(*, most: int, again: timedelta, visitor: Visitor) -> Iterator[CheckedLink]:
    """Ask at most so many, and write each answer down as it comes. Addresses that no page has anymore are dropped."""
    kept = set(Links().others)
    gone = [url for url in CheckedLink.objects.values_list("url", flat=True) if url not in kept]
    for start in range(0, len(gone), AT_ONCE):
        CheckedLink.objects.filter(url__in=gone[start : start + AT_ONCE]).delete()
    for url in in_turn(due(again=again)[:most]):
        if visitor.is_resting(url):
            continue
        answer = visitor.visit(url)
        leads_to = answer.leads_to if len(answer.leads_to) <= 1000 else ""
        fields = {"state": answer.state, "code": answer.code, "leads_to": leads_to, "checked_at": timezone.now()}
        checked, _new = CheckedLink.objects.update_or_create(url=url, defaults=fields)
        yield checked
