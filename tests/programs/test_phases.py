import pytest

from programs import phases


def test_every_code_belongs_to_one_of_the_five_phases() -> None:
    assert {phase for phase, _ in phases.CODES.values()} == set(phases.PHASES)
    assert len(phases.CODES) == sum(len(codes.split()) for _, _, codes in phases._TABLE)


def test_core_codes_offer_a_phase_and_supporting_ones_do_so_partly() -> None:
    assert phases.profile(["MU", "CBT", "ACC", "RELP", "DT", "ODTX"]) == dict.fromkeys(phases.PHASES, "yes")
    assert phases.profile(["MXM", "PEER", "NOE", "MOA", "DB"]) == dict.fromkeys(phases.PHASES, "partly")


def test_nothing_reported_is_not_a_no() -> None:
    assert phases.profile([]) == dict.fromkeys(phases.PHASES, "not-reported")
    assert phases.medication([]) == ""
    assert phases.medicines([]) == {"methadone": "", "buprenorphine": "", "naltrexone": ""}


@pytest.mark.parametrize(
    ("codes", "offer"),
    [
        (["DT", "ODTX"], "yes"),
        (["DT", "DB"], "yes"),
        (["DT", "DLC"], "yes"),
        (["ODTX"], "partly"),
        (["DT"], "partly"),
        (["RD"], "partly"),
        (["DT", "ADTX"], "not-reported"),
        (["DT", "ADTX", "ODTX"], "yes"),
        (["CLND"], "not-reported"),
        (["NOOP"], "not-reported"),
    ],
)
def test_detoxification_counts_where_it_is_for_opioids(codes: list[str], offer: str) -> None:
    assert phases.profile(codes)["detoxification"] == offer


@pytest.mark.parametrize(
    ("codes", "medication", "offer"),
    [
        (["OTP"], "on-site", "yes"),
        (["NU"], "on-site", "yes"),
        (["MOA"], "accepts", "partly"),
        (["PC"], "accepts", "partly"),
        (["NMOA"], "no", "no"),
        (["NOOP"], "no", "no"),
        (["NMOA", "BU"], "on-site", "yes"),
        (["NMOA", "MOA"], "accepts", "partly"),
        (["OMB"], "", "partly"),
    ],
)
def test_medication_is_on_site_accepted_from_elsewhere_or_not_used(
    codes: list[str], medication: str, offer: str
) -> None:
    assert phases.medication(codes) == medication
    assert phases.profile(codes)["medication"] == offer


def test_naltrexone_alone_is_neither_methadone_nor_buprenorphine() -> None:
    assert phases.medicines(["NU"]) == {"methadone": "", "buprenorphine": "", "naltrexone": "on-site"}


def test_people_who_get_a_medicine_elsewhere_are_accepted_with_each() -> None:
    assert phases.medicines(["BU", "MOA"]) == {
        "methadone": "accepts",
        "buprenorphine": "on-site",
        "naltrexone": "accepts",
    }


def test_a_no_beside_a_medicine_on_site_says_nothing_about_the_others() -> None:
    assert phases.medicines(["NMOA", "MU"])["buprenorphine"] == ""
    assert phases.medicines(["NMOA"])["buprenorphine"] == "no"


@pytest.mark.parametrize("code", ["NOOP", "AUDO", "DUO"])
def test_a_facility_not_for_opioids_stays_off_their_pages_also_when_it_contradicts_itself(code: str) -> None:
    assert not phases.for_opioids([code, "OTP", "MU"])
    assert phases.for_opioids(["OTP", "MU"])


@pytest.mark.parametrize(
    ("codes", "found"),
    [
        (["NMOA", "BU"], ["medication-and-none"]),
        (["NMOA", "MOA"], ["accepts-and-none"]),
        (["NOOP", "NU"], ["opioids-and-not"]),
        (["NOOP", "DT", "ODTX"], ["opioids-and-not"]),
        (["NOOP", "MOA"], []),
        (["OUDO", "NOOP"], ["only-opioids-and-not"]),
        (["OUDO", "AUDO"], ["only-opioids-and-only-others"]),
        (["OTP"], ["program-without-medicine"]),
        (["NP", "MD"], ["free-and-paid"]),
        (["NP", "NU", "MOA"], []),
    ],
)
def test_contradictory_reports_are_found(codes: list[str], found: list[str]) -> None:
    assert phases.contradictions(codes) == found
    assert set(found) <= set(phases.CONTRADICTIONS)


def test_a_name_may_contradict_the_codes() -> None:
    assert phases.contradictions(["SA"], "Invented Road OTP") == ["program-without-medicine"]
    assert phases.contradictions(["SA"], "Footpath Center") == []


def test_codes_that_others_have_mixed_up() -> None:
    assert str(phases.GROUPS["payment"]["MC"]) == "Medicare"
    assert str(phases.GROUPS["payment"]["MD"]) == "Medicaid"
    assert str(phases.GROUPS["payment"]["SS"]).startswith("Sliding fee")
    assert str(phases.GROUPS["payment"]["SF"]).startswith("Cash")
    assert str(phases.GROUPS["special-groups"]["GL"]) == "LGBTQ people"
    assert str(phases.GROUPS["special-groups"]["SE"]) == "Older adults"  # a program of their own
    assert str(phases.GROUPS["age"]["SNR"]) == "65 or older"  # accepted, no more
    assert str(phases.GROUPS["special-groups"]["VET"]) == "Veterans"
    assert not any("VAMC" in group for group in phases.GROUPS.values())  # who runs it, not whom it serves


def test_payment_stands_first_with_what_people_ask_for_most() -> None:
    assert next(iter(phases.GROUPS)) == next(iter(phases.GROUP_NAMES)) == "payment"
    assert [code for code, _ in phases.labels({"PI", "MD", "SS", "NP", "MC"}, "payment")] == [
        "MD",
        "MC",
        "SS",
        "NP",
        "PI",
    ]


def test_naloxone_stands_on_its_own() -> None:
    assert phases.naloxone(["NOE"])
    assert not phases.naloxone(["RELP", "RPN"])
