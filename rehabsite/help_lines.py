"""Where to get help now: every number that the site tells, in the order in which pages show them.

A number that stands here stands nowhere else: templates ask with `{% help_lines %}`, which needs no request, so that
mails and the page of the last resort can ask too. Whoever opens a line's `source` and finds it right dates the line;
without a date, no page says that anyone has checked it.
"""

from dataclasses import dataclass, fields
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Way:
    """Another way to the same line. `kind` is for templates that need one of them in a sentence."""

    kind: str
    how: str | Promise
    shown: str
    href: str
    what: str | Promise = ""


@dataclass(frozen=True)
class HelpLine:
    name: str | Promise
    number: str
    href: str
    what: str | Promise
    whose: str | Promise
    source: str
    ways: tuple[Way, ...] = ()
    checked_on: date | None = None
    short: str | Promise = ""  # in the bar on top, which has little room on a phone

    @property
    def long(self) -> str:
        """What follows the “1-” that the smallest phones leave out, if the number has one."""
        return self.number.removeprefix("1-") if self.number.startswith("1-") else ""

    @property
    def text(self) -> Way | None:
        return next((way for way in self.ways if way.kind == "text"), None)


@dataclass(frozen=True)
class HelpLines:
    """By name for a sentence, in order for a list."""

    overdose: HelpLine
    crisis: HelpLine
    treatment: HelpLine
    alone: HelpLine
    poison: HelpLine

    @property
    def in_order(self) -> tuple[HelpLine, ...]:
        return self.overdose, self.crisis, self.treatment

    def named(self, name: str) -> HelpLine | None:
        """By the word that what somebody typed was read as."""
        return getattr(self, name) if name in {one.name for one in fields(self)} else None

    @property
    def all(self) -> tuple[HelpLine, ...]:
        """For the page that is about nothing but help."""
        return *self.in_order, self.alone, self.poison


OVERDOSE = HelpLine(
    _("Overdose"),
    "911",
    "tel:911",
    _("Call at once. Give naloxone if you have it, and stay."),
    _("Emergency services. Say where you are first."),
    "https://www.fcc.gov/consumers/guides/what-you-need-know-about-text-911",
    (
        Way("text", _("Text"), "911", "sms:911", _("If you cannot speak. It works in many places, not in all.")),
        Way("relay", _("TTY or relay"), "911", "tel:911", _("From a TTY, call 911 itself.")),
        Way("spanish", _("Spanish"), "911", "tel:911", _("Say “español”. Most centers can bring in an interpreter.")),
    ),
)
CRISIS = HelpLine(
    _("Crisis"),
    "988",
    "tel:988",
    _("Suicide and Crisis Lifeline. Call or text, day or night."),
    _("For thoughts of suicide, and for a crisis with drugs or alcohol. Free. Families may call too."),
    "https://988lifeline.org/get-help/what-to-expect",
    (
        Way("text", _("Text"), "988", "sms:988"),
        Way("chat", _("Chat"), "988lifeline.org", "https://988lifeline.org/", _("In your browser.")),
        Way("relay", _("TTY or relay"), "711", "tel:711", _("Then 988. Or use the relay service that you know.")),
        Way("asl", _("In ASL"), "988", "tel:988", _("Call from a videophone.")),
        Way("veterans", _("Veterans"), "988", "tel:988", _("Press 1. By text, write to 838255.")),
        Way("spanish", _("Spanish"), "988", "tel:988", _("Press 2. By text, send AYUDA to 988.")),
    ),
)
TREATMENT = HelpLine(
    _("Find treatment"),
    "1-800-662-4357",
    "tel:+18006624357",
    _("SAMHSA’s helpline. Free, private, any hour, English and Spanish."),
    _("A United States government line. It refers you to places nearby. It doesn’t give counseling."),
    "https://www.samhsa.gov/find-help/national-helpline",
    (
        Way(
            "text",
            _("Text your ZIP code"),
            "435748 (HELP4U)",
            "sms:435748",
            _("It answers with places. English only."),
        ),
        Way("relay", _("TTY"), "1-800-487-4889", "tel:+18004874889", _("If you are deaf or hard of hearing.")),
        Way("spanish", _("Spanish"), "1-800-662-4357", "tel:+18006624357", _("Choose Spanish at the start.")),
    ),
    short=_("Helpline"),
)
ALONE = HelpLine(
    _("Using alone"),
    "1-800-972-0590",
    "tel:+18009720590",
    _("SafeSpot. Someone stays on the line while you use. If you stop answering, they send help."),
    _("A hotline in Massachusetts that takes calls from the whole country. Free, day and night."),
    "https://helplinema.org/safespot-preventing-overdose-deaths-on-the-phone/",
)
POISON = HelpLine(
    _("Poison Help"),
    "1-800-222-1222",
    "tel:+18002221222",
    _("If a child or someone else swallowed medication and seems fine. Sleepy or hard to wake? Call 911."),
    _("Your nearest poison center. Free, day and night."),
    "https://www.poisoncontrol.org/",
)
HELP_LINES = HelpLines(OVERDOSE, CRISIS, TREATMENT, ALONE, POISON)
