"""A facility's page. GET shows only a button: mail programs open links by themselves. POST shows the words."""

import logging

from django.conf import settings
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_variables

from contact import consent_words
from contact.crypto import keys, sealing
from contact.models import Notice
from contact.services import disclosing
from contact.services.disclosing import Dark
from contact.views.private import page, private

log = logging.getLogger(__name__)


@private
def forwarded(request: HttpRequest, token: str) -> HttpResponse:
    if request.method != "POST":
        return _closed(request, token)
    try:
        return _answer(request, token) if "answer" in request.POST else _show(request, token)
    except IntegrityError:
        # The database's own gate saw something that ours did not.
        log.critical("The database refused what a facility's link would have allowed.")
        raise Dark from None


def _closed(request: HttpRequest, token: str, *, status: int = 200) -> HttpResponse:
    notice = disclosing.find(token)
    if not keys.can_read():
        return _without_key(request, notice)
    return page(request, "forwarded", notice=notice, status=status)


@sensitive_variables()
def _show(request: HttpRequest, token: str) -> HttpResponse:
    try:
        shown = disclosing.disclose(token=token)
    except sealing.NoKey:
        return _without_key(request, disclosing.find(token))
    except sealing.SealError as error:
        notice = disclosing.find(token)
        log.critical("The seal of %s does not open: %s.", notice.consent.inquiry, type(error).__name__)
        return page(request, "unreadable", status=500, notice=notice)
    lines = consent_words.lines(shown.words)
    return page(request, "opened", notice=shown.notice, lines=lines, part2=settings.PART2_MODE)


def _answer(request: HttpRequest, token: str) -> HttpResponse:
    answer = request.POST["answer"]
    if answer not in Notice.Answer.values:
        return _closed(request, token, status=422)
    return page(request, "answered", notice=disclosing.answer(token=token, answer=answer))


def _without_key(request: HttpRequest, notice: Notice) -> HttpResponse:
    log.error("No private key here opens %s. Set INQUIRY_PRIVATE_KEYS.", notice.consent.inquiry)
    return page(request, "unreadable", status=503, notice=notice, no_key=True)
