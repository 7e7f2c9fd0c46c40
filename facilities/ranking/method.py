"""How facilities are compared: points for facts that a facility reported, in a table that readers can read.

A published ranking keeps its own copy of the table. A changed table is a new version; `METHODS` has both.
"""

from dataclasses import dataclass
from typing import Final

from facilities.ranking.scoring import CriterionData


def _(words: str) -> str:
    """Marks words for the translators' files. They are stored as they are, and translated where they are shown."""
    return words


@dataclass(frozen=True)
class Criterion:
    """One fact and its points. `codes`: any one of them counts. `denied_by`: codes that report the opposite."""

    key: str
    label: str
    counts: str
    points: int
    codes: tuple[str, ...] = ()
    denied_by: tuple[str, ...] = ()
    within_days: int | None = None  # Instead of codes: how lately one of us confirmed the listing.
    short: tuple[tuple[str, str], ...] = ()  # Codes that a list names too, with the words for it.


@dataclass(frozen=True)
class Group:
    label: str
    why: str
    criteria: tuple[Criterion, ...]

    @property
    def points(self) -> int:
        return sum(criterion.points for criterion in self.criteria)


@dataclass(frozen=True)
class Method:
    version: str
    groups: tuple[Group, ...]
    not_counted: tuple[tuple[str, str], ...]

    @property
    def points(self) -> int:
        return sum(group.points for group in self.groups)

    def criteria(self) -> list[CriterionData]:
        """The table as a ranking keeps it."""
        return [_data(group, criterion) for group in self.groups for criterion in group.criteria]


def _data(group: Group, criterion: Criterion) -> CriterionData:
    return {
        "key": criterion.key,
        "group": group.label,
        "label": criterion.label,
        "short": dict(criterion.short),
        "counts": criterion.counts,
        "points": criterion.points,
        "codes": list(criterion.codes),
        "denied_by": list(criterion.denied_by),
        "within_days": criterion.within_days,
    }


METHOD: Final = Method(
    version="1",
    groups=(
        Group(
            _("Medication"),
            _(
                "Methadone and buprenorphine do most to keep people alive, so they count most. A place with both gives"
                " people a choice. Naltrexone counts less: it can only be started after days without any opioids."
            ),
            (
                Criterion(
                    "methadone",
                    _("Methadone on site"),
                    _("Methadone is used in treatment here."),
                    15,
                    ("MU",),
                    ("NMOA",),
                    short=(("MU", _("Methadone")),),
                ),
                Criterion(
                    "buprenorphine",
                    _("Buprenorphine on site"),
                    _("Buprenorphine is used in treatment here."),
                    15,
                    ("BU",),
                    ("NMOA",),
                    short=(("BU", _("Buprenorphine")),),
                ),
                Criterion(
                    "naltrexone",
                    _("Naltrexone on site"),
                    _("Naltrexone is used in treatment here."),
                    5,
                    ("NU",),
                    ("NMOA",),
                    short=(("NU", _("Naltrexone")),),
                ),
                Criterion(
                    "accepts-medication",
                    _("Accepts people who get their medication elsewhere"),
                    _("It takes people on medication from another prescriber, or works with one."),
                    5,
                    ("MOA", "INPE", "RPE"),
                    ("NMOA",),
                    short=(("MOA", _("Accepts people on medication")),),
                ),
            ),
        ),
        Group(
            _("Naloxone"),
            _("Naloxone reverses an opioid overdose. It saves lives at once, so one fact counts this much."),
            (
                Criterion(
                    "naloxone",
                    _("Naloxone and overdose education"),
                    _("It offers naloxone and teaches what to do in an overdose."),
                    12,
                    ("NOE",),
                    short=(("NOE", _("Naloxone")),),
                ),
            ),
        ),
        Group(
            _("Payment"),
            _("Care that people cannot pay for does not help them. A free place gets the points for both lines."),
            (
                Criterion(
                    "medicaid",
                    _("Medicaid, or free"),
                    _("It takes Medicaid, or takes no payment at all."),
                    8,
                    ("MD", "NP"),
                    short=(("MD", _("Medicaid")), ("NP", _("Free"))),
                ),
                Criterion(
                    "sliding-fee",
                    _("Sliding fee, help with payment, or free"),
                    _("What people pay depends on their income, or there is help with it, or it is free."),
                    6,
                    ("SS", "PA", "NP"),
                    short=(("SS", _("Sliding fee")), ("PA", _("Help with payment"))),
                ),
            ),
        ),
        Group(
            _("Therapy"),
            _("Five kinds of therapy. Nearly every place reports some, so each counts little."),
            (
                Criterion("cbt", _("Cognitive behavioral therapy"), _("It is reported as offered."), 2, ("CBT",)),
                Criterion(
                    "motivational", _("Motivational interviewing"), _("It is reported as offered."), 2, ("MOTI",)
                ),
                Criterion("contingency", _("Contingency management"), _("It is reported as offered."), 2, ("CMI",)),
                Criterion("family", _("Family counseling"), _("It is reported as offered."), 2, ("FCO",)),
                Criterion("trauma", _("Trauma-related counseling"), _("It is reported as offered."), 2, ("TRC",)),
            ),
        ),
        Group(
            _("License and accreditation"),
            _("Someone from outside has looked at how the place works."),
            (
                Criterion(
                    "accredited",
                    _("Accredited by an independent body"),
                    _("CARF, the Joint Commission, the Council on Accreditation, NCQA or HFAP."),
                    5,
                    ("CARF", "JC", "COA", "NCQA", "HFAP"),
                ),
                Criterion(
                    "licensed",
                    _("Licensed or certified by a government agency"),
                    _("A state agency, a hospital licensing authority, or SAMHSA for opioid treatment programs."),
                    3,
                    ("STAG", "STDH", "STMH", "HLA", "SOTP"),
                ),
            ),
        ),
        Group(
            _("Aftercare"),
            _("The weeks after a program are risky. A plan and a call help."),
            (
                Criterion("aftercare", _("Aftercare"), _("Care goes on after the program."), 3, ("ACC",)),
                Criterion(
                    "follow-up", _("Follow-up after discharge"), _("They ask later how people are."), 3, ("OFD",)
                ),
                Criterion("discharge-plan", _("Discharge planning"), _("People leave with a plan."), 2, ("DP",)),
            ),
        ),
        Group(
            _("Relapse prevention"),
            _("Most places report it, so it counts little."),
            (Criterion("relapse-prevention", _("Relapse prevention"), _("It is reported as offered."), 4, ("RELP",)),),
        ),
        Group(
            _("Confirmed by us"),
            _(
                "How fresh the listing is, not how good the place is. One of us phoned and went through it. It counts"
                " little: which places we have phoned so far should not decide much."
            ),
            (
                Criterion(
                    "confirmed-year",
                    _("Listing confirmed in the last year"),
                    _("We confirmed it within 365 days before the ranking was made."),
                    2,
                    within_days=365,
                ),
                Criterion(
                    "confirmed-half-year",
                    _("Listing confirmed in the last half-year"),
                    _("We confirmed it within 182 days before the ranking was made."),
                    2,
                    within_days=182,
                ),
            ),
        ),
    ),
    not_counted=(
        (
            _("Detoxification"),
            _(
                "A clinic that starts people on methadone or buprenorphine needs none. So it gives no points, and"
                " lacking it never lowers a place."
            ),
        ),
        (
            _("Money"),
            _("What a facility pays us, or whether it is affiliated with us. The computation cannot see it."),
        ),
        (_("Opinions"), _("Reviews, stars, and our own impressions.")),
        (_("Size, price and comfort"), _("They are not reported, or say nothing about care.")),
        (
            _("Results"),
            _("How people do afterward matters most of all. The directory does not ask, so we cannot compare it."),
        ),
    ),
)

METHODS: Final = {METHOD.version: METHOD}
