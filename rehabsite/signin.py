"""Logging in: name, password and code on one page, in one go."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_otp.admin import OTPAdminAuthenticationForm
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from rehabsite.models import User

# One sentence for every reason: which of the three was wrong is nobody's business who has not all of them.
WRONG = _(
    "That did not fit. Check your name, your password and the code. A one-time code works once. After a wrong code, "
    "wait a minute before you try the next."
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
