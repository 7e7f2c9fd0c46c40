"""Why something could not be sent. Rows and logs hold the code, and staff read its sentence."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PROBLEMS: dict[str, str | Promise] = {
    "mail-away": _("The mail server could not be reached, or broke off."),
    "mail-later": _("The mail server asked to come back later."),
    "mail-settings": _("The mail server does not accept this site. Look at EMAIL_URL and DEFAULT_FROM_EMAIL."),
    "mail-refused": _("The mail server refuses this address or this mail for good. Ask for another address."),
    "bad-address": _("This is not an address that a mail could go to."),
    "hook-away": _("The facility’s webhook could not be reached, or broke off."),
    "hook-later": _("The facility’s webhook asked to come back later, or is out of order."),
    "hook-certificate": _("The facility’s webhook has no valid certificate."),
    "hook-refused": _("The facility’s webhook refused. Ask the facility whether its address and secret are right."),
    "hook-redirect": _("The facility’s webhook sends us elsewhere, where we do not follow. Enter its new address."),
    "hook-address": _("The webhook’s address is not https, is wrong, or does not lead to the public internet."),
    "too-slow": _("It took too long, so we broke off."),
    "interrupted": _("The program that sends was stopped each time before it was done."),
    "no-recipient": _("The facility has no address to write to. Enter one."),
    "no-key": _("No private key here opens the inquiry, so the person’s address is not known."),
    "seal-broken": _("The inquiry’s seal is broken, or belongs to another one. Tell the operators."),
    "link-lost": _("SECRET_KEY was changed, so the link cannot be written again. Send a new link."),
    "not-allowed": _("The consent no longer covers it: it ran out, or the facility changed since it was shown."),
    "not-proved": _("The consent was not written by this site. Nothing was sent. Tell the operators at once."),
    "recipient-changed": _("Where this facility is told was changed. Check the new address, and try again."),
    "recipient-not-proved": _(
        "Where this facility is told was not entered here. Nothing was sent. Check the address, save it again, and "
        "tell the operators."
    ),
    "restored": _(
        "The database was restored from a backup, and since that was made the person took this back. Nothing was sent."
    ),
    "unexpected": _("Something went wrong that the site does not know. The log names the place in the code."),
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
