"""Phone numbers as people in the United States write them: read, dialed, or refused with what is wrong. Plain."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

import phonenumbers
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from phonenumbers import NumberParseException, PhoneNumberFormat

from markup.characters import bare

_KEYPAD: Final = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
# Word processors, keyboards and other languages have many dashes. The sign of a keycap is no part of its digit.
_DASHES: Final = dict.fromkeys("‐‑‒–—―−﹘﹣－ー～~_", "-") | {"\u20e3": "", "⁄": "/"}
_LABEL = re.compile(
    r"(?:tel(?:ephone)?|phone|ph|call|intake|main)\b[.:]*\s*(?=[+(\d])|(?:tel|callto|sms):", re.IGNORECASE
)
_EXTENSION = re.compile(
    r"[\s,;.(-]*(?:;?ext=|(?:x|extension|extn|ext|opt|option|press)[\s.:#-]*|[,;]{1,2}(?=\d{1,6}$))\s*(?P<number>\d{1,8})\)?$",
    re.IGNORECASE | re.ASCII,
)
# `HELP (4357)`, or the other way around: the same keys twice.
_TWICE = re.compile(r"^(?P<first>.*[A-Z0-9])\s*\((?P<again>[A-Z0-9 -]{3,15})\)$", re.IGNORECASE | re.ASCII)
_VANITY = re.compile(r"[\d ().-]*(?:[A-Z]+[ .-]?)+\d{0,4}", re.ASCII)
_SIGNS = re.compile(r"[\d ().+/-]+", re.ASCII)
# A second number, whole or from its last digits on.
_SEVERAL = re.compile(r"\d\D*(?:/|,|;|&|\bor\b|\band\b|\|)\D*\d", re.IGNORECASE | re.ASCII)
_AT_HOME = re.compile(r"1?([2-9]\d{2}[2-9]\d{6})", re.ASCII)


# What is wrong, for the person who typed it.
SENTENCES: Final[Mapping[str, str | Promise]] = {
    "several": _("Please give only one number here, like this: 512-555-0100"),
    "hash": _("We cannot tell what the # means. Write an extension like this: 512-555-0100 ext. 12"),
    "words": _(
        "Please write only the number, without other words. Write an extension like this: 512-555-0100 ext. 12"
    ),
    "no-area-code": _("This number has no area code. Write it with its area code, like this: 512-555-0100"),
    "short": _("This number is too short to call. Write it with its area code, like this: 512-555-0100"),
    "long": _("This number has too many digits. Write it with its area code, like this: 512-555-0100"),
    "no-number": _("We cannot call this number. Write it with its area code, like this: 512-555-0100"),
}


class Phone(NamedTuple):
    """`href` is empty for what cannot be dialed: then the text stands alone."""

    text: str
    href: str


class Read(NamedTuple):
    """A number, such as `+15125550100`, or what is wrong, as a key of SENTENCES. All empty for no text."""

    e164: str = ""
    extension: str = ""
    problem: str = ""


@lru_cache(maxsize=60_000)
def dial(text: str) -> Phone:
    """`251-847-2223 x287` is dialed with a pause before the extension. Letters are those of a phone's keys."""
    found = read(text)
    href = f"tel:{found.e164}" if found.e164 else ""
    return Phone(text, f"{href},{found.extension}" if href and found.extension else href)


def clean(text: str) -> str:
    """As it was written, without what no one sees, and with plain dashes and digits."""
    plain = unicodedata.normalize("NFKC", bare(text)).translate({ord(sign): to for sign, to in _DASHES.items()})
    plain = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in plain)
    return " ".join(re.sub(r"[\ufe0e\ufe0f]", "", plain).split())


def read(text: str) -> Read:
    number = _LABEL.sub("", clean(text), count=1)
    # Signs around it, such as a picture of a phone, quotation marks or a full stop.
    number = re.sub(r"^[^\w+(]+|[^\w)]+$", "", number)
    if not number:
        return Read(problem="no-number" if clean(text) else "")
    extension = _EXTENSION.search(number)
    number = number[: extension.start()] if extension else number
    number, problem = _digits(number.strip())
    return Read(problem=problem) if problem else _called(number, extension["number"] if extension else "")


@lru_cache(maxsize=60_000)
def digits(text: str) -> str:
    """For comparing: the ten digits of a number of the United States, or all of another's; "" for none."""
    return read(text).e164.removeprefix("+1").removeprefix("+")


def _digits(number: str) -> tuple[str, str]:
    """A + or not, and digits; or what is wrong."""
    twice = _TWICE.match(number)
    if twice and _keys(twice["first"]).endswith(_keys(twice["again"])) and re.search("[A-Za-z]", number):
        number = twice["first"]
    if re.search(r"#", number):
        return "", "hash" if re.search(r"\d\D*#\s*\d{1,8}$", number) else "no-number"
    count = len(re.findall(r"\d", number))
    if re.search(r"[^\W\d_]", number):
        return _with_letters(number.upper(), count)
    if not _SIGNS.fullmatch(number):
        return "", "several" if count > 11 and _SEVERAL.search(number) else "no-number"
    plain = re.sub(r"\D", "", number)
    if "/" in number and (count > 11 or not _AT_HOME.fullmatch(plain)) and _SEVERAL.search(number):
        return "", "several"
    if number.count("+") > 1 or "+" in number[1:].lstrip("("):
        return "", "several"
    return ("+" if "+" in number else "") + plain, ""


def _with_letters(number: str, count: int) -> tuple[str, str]:
    """`1-800-RECOVERY` has more letters than a phone needs; a word next to a whole number is no part of it."""
    if count >= 10:
        return "", "several" if count >= 14 and _SEVERAL.search(number) else "words"
    runs = re.findall("[A-Z]+", re.sub(r"[ .()-]", "", number))
    spelled = _VANITY.fullmatch(number.lstrip("+")) and all(len(run) > 2 and set(run) - set("OIL") for run in runs)
    keys = _keys(number).removeprefix("1")
    if not spelled or count < 3 or len(keys) < 10:
        return "", "words" if count else "no-number"
    return keys[:10], ""


def _keys(text: str) -> str:
    return re.sub(r"\D", "", text.upper().translate(_KEYPAD))


def _called(number: str, extension: str) -> Read:
    # From a phone in the United States, 011 leads abroad; from most others, 00.
    abroad = re.sub(r"\A(?:\+|011|00)", "", number)
    at_home = _AT_HOME.fullmatch(abroad if abroad != number else number)
    if at_home:
        return Read(f"+1{at_home[1]}", extension)
    if abroad == number or abroad.startswith("1"):
        return Read(problem=_wrong_at_home(abroad if abroad == number else abroad[1:]))
    try:
        parsed = phonenumbers.parse(f"+{abroad}", None)
    except NumberParseException:
        return Read(problem="no-number")
    if not phonenumbers.is_possible_number(parsed):
        return Read(problem="short" if len(abroad) < 9 else "long" if len(abroad) > 12 else "no-number")
    return Read(phonenumbers.format_number(parsed, PhoneNumberFormat.E164), extension)


def _wrong_at_home(number: str) -> str:
    count = len(number) - (len(number) in (8, 11) and number.startswith("1"))
    if count == 7:
        return "no-area-code"
    return "short" if count < 10 else "long" if count > 10 else "no-number"
