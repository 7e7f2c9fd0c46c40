"""Who may read the figures for Prometheus. `figures` makes them."""

import hmac

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse


def metrics(request: HttpRequest) -> HttpResponse:
    """For whoever has METRICS_TOKEN. For all others, and where none is set, there is no such page."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not hmac.compare_digest(given.encode(), settings.METRICS_TOKEN.encode()):
        raise Http404
    from rehabsite import figures  # most sites have no one who asks

    return HttpResponse(
        figures.text(), content_type=figures.CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"}
    )
