"""How often somebody may try to log in, by name and by where they sit.

Wrong tries are axes' rows. A name is limited from everywhere, so that a thousand machines guess no faster than one;
whoever has a one-time code still comes in with it, so that nobody can lock the owner out by guessing.
"""

from datetime import timedelta
from ipaddress import ip_network

from axes.models import AccessAttempt
from django.db.models import QuerySet, Sum
from django.http import HttpRequest
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticToken

from visitors.addresses import client_address, network_of

HOUR = timedelta(hours=1)
BY_NAME_AND_PLACE, BY_NAME, BY_PLACE = 5, 10, 20
BY_PLACE_WITH_CODES = 100  # codes are too long to guess, but nobody is to try for ever


def place_of(request: HttpRequest) -> str:
    """For axes: of IPv6 the first address of the network, since one person has all of it."""
    return str(ip_network(network_of(client_address(request)), strict=False).network_address)


def are_over(*, username: str, code: str, place: str) -> bool:
    recent = AccessAttempt.objects.filter(attempt_time__gt=timezone.now() - HOUR)
    here, named = recent.filter(ip_address=place), recent.filter(username=username)
    tried_here = _count(here)
    if tried_here < BY_PLACE and _count(named) < BY_NAME and _count(named & here) < BY_NAME_AND_PLACE:
        return False
    return tried_here >= BY_PLACE_WITH_CODES or not _is_a_code_of(username, code)


def _count(attempts: QuerySet[AccessAttempt]) -> int:
    found: int | None = attempts.aggregate(all=Sum("failures_since_start"))["all"]
    return found or 0


def _is_a_code_of(username: str, code: str) -> bool:
    tokens = StaticToken.objects.filter(device__user__username=username, device__confirmed=True, token=code)
    return bool(tokens.exists())
