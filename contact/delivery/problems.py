"""Why something could not be sent. Rows and logs hold the code, and staff read its sentence."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PROBLEMS: dict[str, str | Promise] = {
    "mail-away": _("We could not reach the mail server, or it cut us off."),
    "mail-later": _("The mail server asked us to try again later."),
    "mail-settings": _("The mail server does not accept this site. Check EMAIL_URL and DEFAULT_FROM_EMAIL."),
    "mail-refused": _(
        "The mail server refused this address or this e-mail, and trying again will not help. Ask for another address."
    ),
    "bad-address": _("E-mail cannot be sent to this address."),
    "hook-away": _("We could not reach the facility’s webhook, or it cut us off."),
    "hook-later": _("The facility’s webhook asked us to try again later, or is out of order."),
    "hook-certificate": _("The facility’s webhook has no valid certificate."),
    "hook-refused": _(
        "The facility’s webhook refused the notice. Ask the facility whether its address and secret are right."
    ),
    "hook-redirect": _(
        "The facility’s webhook redirects us to another address, and we do not follow. Enter its new address."
    ),
    "hook-address": _("The webhook’s address is not https, is wrong, or does not lead to the public internet."),
    "too-slow": _("It took too long, so we stopped."),
    "interrupted": _("The program that sends it was stopped each time before it was done."),
    "no-recipient": _("The facility has no address to write to. Enter one."),
    "no-key": _("No private key here opens the inquiry, so the person’s address is not known."),
    "seal-broken": _("The inquiry’s encrypted words were changed, or belong to another inquiry. Tell the operators."),
    "link-lost": _("SECRET_KEY was changed, so we cannot make the same link again. Send a new link."),
    "not-allowed": _("The consent no longer covers it: it ran out, or the facility changed since it was shown."),
    "not-proved": _("The consent was not written by this site. Nothing was sent. Tell the operators at once."),
    "recipient-changed": _(
        "The address where we tell this facility was changed. Check the new address, and try again."
    ),
    "recipient-not-proved": _(
        "The address where we tell this facility was not entered here. Nothing was sent. Check the address, save it "
        "again, and tell the operators."
    ),
    "restored": _(
        "The database was restored from a backup. The person took this back after the backup was made, so nothing "
        "was sent."
    ),
    "unexpected": _("Something unexpected went wrong. The log names the place in the code."),
}
# Trying again would not help before someone has changed something.
FOR_GOOD = frozenset(
    {
        *("mail-refused", "bad-address", "hook-refused", "hook-redirect", "hook-address"),
        *("no-recipient", "seal-broken", "link-lost", "not-allowed"),
        *("not-proved", "restored", "recipient-changed", "recipient-not-proved"),
    }
)


class Failed(Exception):
    """It was not handed over, as far as we know. Holds a code and never an address or a word."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def sentence(code: str) -> str:
    """What `Outgoing.problem` means. Empty for none."""
    return str(PROBLEMS.get(code, code))
