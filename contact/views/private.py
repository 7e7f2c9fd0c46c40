"""What every private page keeps to: no one stores it, no one finds it, and no answer tells more than it must."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from contact.crypto import links
from contact.models import Inquiry
from contact.services.disclosing import Dark

log = logging.getLogger(__name__)
Answers = Callable[..., HttpResponse]
DJANGO_ANSWERS = (BadRequest, Http404, MultiPartParserError, SuspiciousOperation)


def private(view: Answers) -> Answers:
    """For views of private pages, which may raise `Dark`: all of them then answer alike.

    An error gets a page of its own: Django's says what was not stored, and here no one knows. What may be written
    down about it is `rehabsite.private_logging`'s matter.
    """

    @csrf_exempt
    @sensitive_post_parameters()
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Dark:
            response = dark(request)
        except DJANGO_ANSWERS:
            raise
        except DatabaseError:
            log.exception("The database does not answer a private page.")
            response = page(request, "away", status=503)
        except Exception:
            log.exception("A private page failed.")
            response = page(request, "away", status=500)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return guarded


def inquiry_of(token: str) -> Inquiry:
    """The inquiry behind a person's link, also when its words are gone. Raises Dark."""
    inquiry = Inquiry.objects.select_related("city").filter(link_digest=links.digest_of(token)).first()
    if inquiry is None:
        raise Dark
    return inquiry


def page(request: HttpRequest, name: str, /, *, status: int = 200, **context: Any) -> HttpResponse:
    """Without the page's own address, which other pages of the site name in their heads and in print. Times are those
    of the city that the person chose.
    """
    inquiry: Inquiry | None = context.get("inquiry")
    city = inquiry.city if inquiry else None
    with timezone.override(city.time_zone or None if city else None):
        context = {"canonical": "", "printed_address": "", **context}
        return render(request, f"contact/{name}.html", context, status=status)


def dark(request: HttpRequest) -> HttpResponse:
    """The one answer for a link that opens nothing, whatever the reason. It does not look at what was asked for."""
    return page(request, "gone", status=404, request=None)


@private
def nothing(request: HttpRequest, **_parts: str) -> HttpResponse:
    """Addresses below those of private pages that are none of them, such as a link that was cut or added to."""
    raise Dark
