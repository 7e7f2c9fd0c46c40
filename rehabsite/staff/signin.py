"""Logging in: name, password and code on one page, in one go; and how often someone may try, by name and by place."""

from datetime import timedelta
from ipaddress import ip_network
from typing import Any

from axes.models import AccessAttempt
from django import forms
from django.db.models import QuerySet, Sum
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_otp.admin import OTPAdminAuthenticationForm
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from rehabsite.models import User
from visitors.addresses import client_address, network_of

HOUR = timedelta(hours=1)
BY_NAME_AND_PLACE, BY_NAME, BY_PLACE = 5, 10, 20
BY_PLACE_WITH_CODES = 100  # codes are too long to guess, but no one may try forever


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


# One sentence for every reason: which of the three was wrong is no one's business who has not all of them.
WRONG = _(
    "That did not match. Check your name, your password and the code. A one-time code works only once. After a "
    "wrong code, wait a minute before you try the next one."
)


class SignInForm(OTPAdminAuthenticationForm):  # type: ignore[misc]  # django-otp has no types
    """django-otp's form asks for the device in a second round. Here the code's own shape tells it: an authenticator
    app shows six digits, and a one-time code has letters.
    """

    otp_device = None
    otp_challenge = None
    otp_token = forms.CharField(
        label=_("Code"),
        required=True,
        help_text=_("Six digits from your authenticator app, or one of your one-time codes."),
        widget=forms.TextInput({"autocomplete": "one-time-code", "spellcheck": "false", "autocapitalize": "none"}),
    )
    wrong = WRONG
    error_messages = dict.fromkeys(OTPAdminAuthenticationForm.error_messages, WRONG)
    otp_error_messages = dict.fromkeys(OTPAdminAuthenticationForm.otp_error_messages, WRONG)

    def clean_username(self) -> str:
        return User.objects.spelled(self.cleaned_data["username"])

    def clean_otp_token(self) -> str:
        return "".join(self.cleaned_data["otp_token"].split()).lower()

    def _chosen_device(self, user: Any) -> Device | None:
        kind = TOTPDevice if self.cleaned_data.get("otp_token", "").isdecimal() else StaticDevice
        return kind.objects.select_for_update().filter(user=user, confirmed=True).order_by("-pk").first()

    def _update_form(self, user: Any) -> None:
        """Nothing: the parent would write the password into the page."""
