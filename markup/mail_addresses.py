"""E-mail addresses as people paste them, and which of them a mail may go to."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from markup.characters import bare

_FRAMED = re.compile(r"[^<>]*<\s*(?:mailto:)?([^<>]+@[^<>]+)>\s*", re.IGNORECASE)


def clean_mail_address(text: str) -> str:
    """Without signs that no one sees, blanks, and what was around it: a name, `mailto:`, a full stop."""
    text = bare(text)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    framed = _FRAMED.fullmatch(text)
    text = framed[1] if framed else text
    return "".join(text.split()).strip(".,;:<>()[]\"'“”‘’").removeprefix("mailto:")


def validate_mail_address(address: str) -> None:
    """Django's own check, and what it lets pass. Python's mail classes decode `=?…?=`, so the mail would go to the
    address that it names; they drop quotation marks, and a sign inside them can cut the header. An address in brackets
    is a machine's.
    """
    if "=?" in address:
        raise ValidationError(
            _("An address cannot have =? in it. Write it plainly, like this: name@example.org"), "encoded"
        )
    if any(sign in address for sign in '"\\['):
        raise ValidationError(
            _("Write the address without quotation marks and brackets, like this: name@example.org"), "quoted"
        )
    if address.count("@") > 1:
        raise ValidationError(_("Give only one address, like this: name@example.org"), "several")
    validate_email(address)
    if "." not in address.rpartition("@")[2]:  # such as "localhost": Django lets it pass
        raise ValidationError(_("Write the whole address, with the part after the dot: name@example.org"), "no-dot")


class MailAddressField(forms.EmailField):
    default_validators = [validate_mail_address]

    def to_python(self, value: Any) -> str:
        return clean_mail_address(super().to_python(value) or "")
