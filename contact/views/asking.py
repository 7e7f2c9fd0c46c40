"""The form by which visitors write in. "Stored" is said only after COMMIT; otherwise their words stay in the form."""

import json
import logging
from functools import cache, partial

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from contact import consent_words
from contact.crypto import keys
from contact.crypto.sealing import BadKey
from contact.forms import InquiryForm, bare_form, facility_of, make_form, read_form, takes_messages, typed
from contact.services.receiving import Press, Received, TooMany, receive
from contact.views.private import page, private
from visitors.addresses import client_address
from visitors.digests import keyed

log = logging.getLogger("rehabsite.contact")
ANY = "token"  # in place of one


class SeeOther(HttpResponseRedirect):
    """The next page is asked for with GET, so that reloading it sends nothing again."""

    status_code = 303


@private
def contact(request: HttpRequest) -> HttpResponse:
    return _sent(request) if request.method == "POST" else _blank(request)


@private
def contact_facility(request: HttpRequest, slug: str) -> HttpResponse:
    return _sent(request, slug) if request.method == "POST" else _blank(request, slug)


def see_other(name: str, token: str) -> HttpResponse:
    return SeeOther(_pattern(name).replace(ANY, token))


@cache
def _pattern(name: str) -> str:
    """Of addresses that hold a token. Django's `reverse` tries each anew."""
    return reverse(name, args=[ANY])


def _blank(request: HttpRequest, slug: str = "") -> HttpResponse:
    if not keys.is_open():
        return page(request, "contact", form=None)
    try:
        facility = facility_of(slug)
        if facility and not takes_messages(facility):
            return page(request, "no_messages", facility=facility, contact=facility.contact())
        form = make_form(facility=facility, form_key=_new_key(request))
    except DatabaseError:
        form = bare_form(None, slug, _new_key(request))
    return page(request, "contact", form=form)


@sensitive_variables()
def _sent(request: HttpRequest, slug: str = "") -> HttpResponse:
    problem = "closed"
    if keys.is_open():
        try:
            return _taken(request, slug)
        except (DatabaseError, BadKey) as error:
            # By its name alone: a database quotes what it could not store.
            log.error("An inquiry could not be stored: %s.", type(error).__name__)
            problem = "not-stored"
    said = typed(request.POST)
    form = bare_form(said, slug, said.get("form_key") or _new_key(request))
    return page(request, "contact", status=503, form=form, problem=problem)


@sensitive_variables()
def _taken(request: HttpRequest, slug: str) -> HttpResponse:
    address, browser = client_address(request), _browser(request)
    form = read_form(request.POST, slug, partial(_new_key, request))
    if form.former:
        return page(request, "contact", status=422, form=form, problem="not-offered", former=form.former)
    if not form.is_valid():
        return page(request, "contact", status=422, form=form)
    press = Press(request.path, form.data.get("form_key", ""), address, browser)
    try:
        received = receive(
            words=form.words,
            city=form.chosen_city,
            permission=form.permission,
            press=press,
            agreed=form.agreed,
        )
    except TooMany as full:
        form.add_error(None, full.as_error())
        return page(request, "contact", status=429, form=form)
    return _thanked(form, received)


def _thanked(form: InquiryForm, received: Received) -> HttpResponse:
    """Whoever has something to choose, or must know why nothing is passed on, goes to the page that says so."""
    chosen = bool(form.agreed) and not received.problem
    told_us = any(form.cleaned_data[name] for name in consent_words.NEVER_SENT)
    return see_other("inquiry-facilities" if told_us or form.permission and not chosen else "inquiry", received.token)


def _new_key(request: HttpRequest) -> str:
    """The same in every tab of one browser on one day, and after "back": sent twice, words are one inquiry."""
    who = [client_address(request), _browser(request), timezone.localdate().isoformat()]
    return keyed("contact.page", json.dumps(who))[:32]


def _browser(request: HttpRequest) -> str:
    return str(request.META.get("HTTP_USER_AGENT", ""))[:300]
