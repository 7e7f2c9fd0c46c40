"""System checks of our own."""

import sqlite3
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, register
from django.core.checks import Warning as Caution
from django.db import DatabaseError, connection

import guards
from rehabsite.configuration.kinds import LOOPBACK

SQLITE = (3, 35)  # of March 2021


@register("guards")
def check_guards(**kwargs: Any) -> list[CheckMessage]:
    """The database's triggers stand as declared. A database that cannot be reached is another check's matter."""
    try:
        return [_of(fault) for fault in guards.missing()]
    except DatabaseError:
        return []


def _of(fault: guards.Fault) -> CheckMessage:
    if fault.code == "undeclared":
        hint = "Find out who made it and what it does, then drop it."
        return Error(f"The database has a trigger that no one declared: {fault.trigger}.", hint=hint, id="guards.E2")
    hint = "Run manage.py migrate: it creates guards. If none of you did this, find out who can write to the database."
    return Error(f"The database's guard {fault.trigger} is {fault.code}.", hint=hint, id="guards.E1")


@register("sqlite")
def check_sqlite(**kwargs: Any) -> list[CheckMessage]:
    """Messages are counted by a statement that older ones cannot read, and none would be stored."""
    if connection.vendor != "sqlite" or sqlite3.sqlite_version_info >= SQLITE:
        return []
    hint = "Use a Python that brings a newer one, or PostgreSQL (DATABASE_URL)."
    sentence = (
        f"This Python has SQLite {sqlite3.sqlite_version}. The site needs {'.'.join(map(str, SQLITE))} or newer."
    )
    return [Error(sentence, hint=hint, id="sqlite.E1")]


@register("inquiries", deploy=True)
def check_contact_form(**kwargs: Any) -> list[CheckMessage]:
    """No warning: a site may do without the form."""
    if settings.INQUIRY_PUBLIC_KEY:
        return []
    hint = "Run manage.py make_keys, and read the guide for operators."
    return [Info("INQUIRY_PUBLIC_KEY is not set: the contact form is closed.", hint=hint, id="inquiries.I1")]


@register("mail", deploy=True)
def check_mail(**kwargs: Any) -> list[CheckMessage]:
    if hasattr(settings, "EMAIL_FILE_PATH"):
        hint = "Set EMAIL_URL to your mail server."
        sentence = "No mail leaves this machine: it is written to files that no one reads."
        return [Caution(sentence, hint=hint, id="mail.W1")]
    encrypted = settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL
    if settings.EMAIL_HOST not in LOOPBACK and not encrypted:
        hint = "Start EMAIL_URL with smtp+tls: or smtp+ssl:."
        sentence = "Mail is sent unencrypted: addresses, private links, and the mail server's password."
        return [Caution(sentence, hint=hint, id="mail.W2")]
    return []


@register("proxy", deploy=True)
def check_proxy(**kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if not settings.TRUSTED_PROXIES:
        sentence = "All visitors seem to have the proxy's address: one person's wrong passwords lock out everyone."
        found.append(Caution(sentence, hint="Name your proxy in TRUSTED_PROXIES.", id="proxy.W1"))
    if settings.HTTPS and not settings.BEHIND_TLS_PROXY:
        sentence = "The site does not handle https: itself, and redirects to itself forever."
        hint = "Set BEHIND_TLS_PROXY=on, and let your proxy set X-Forwarded-Proto."
        found.append(Caution(sentence, hint=hint, id="proxy.W2"))
    return found


@register("fronts", deploy=True)
def check_fronts(**kwargs: Any) -> list[CheckMessage]:
    if not settings.FRONT_SECONDS or settings.FRONTS:
        return []
    sentence = "A cache in front may show a withdrawn page while the site is down."
    return [Caution(sentence, hint="Name each cache's inner address in FRONTS.", id="fronts.W1")]


@register("hosts", deploy=True)
def check_hosts(**kwargs: Any) -> list[CheckMessage]:
    if "*" not in settings.ALLOWED_HOSTS:
        return []
    hint = "Name the hosts in ALLOWED_HOSTS, or leave it empty."
    return [Caution("The site answers to any host name, even a forged one.", hint=hint, id="hosts.W1")]
