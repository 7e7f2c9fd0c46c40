import pytest

from facilities import service_codes
from facilities.code_table import TABLE
from facilities.directory.names import known_codes
from facilities.finder import traits
from facilities.phases import SLUGS


def test_every_code_belongs_to_one_of_the_five_phases() -> None:
    assert {phase for phase, _ in service_codes.CODES.values()} == set(SLUGS)


def test_each_code_has_one_row_and_is_samhsas() -> None:
    codes = [row.code for row in TABLE]
    assert len(codes) == len(set(codes))
    # The one that FindTreatment.gov adds from the survey of mental health facilities.
    assert set(codes) - {code.code for code in known_codes()} == {"DBT"}


def test_each_answer_of_the_table_can_be_asked_for_and_found() -> None:
    assert {answer for row in TABLE for answer in row.answers.split()} == {
        ".".join(name) for name, codes in traits.CODES.items() if codes
    }
    assert all(codes for (question, _answer), codes in traits.CODES.items() if question != "phase")


def test_core_codes_offer_a_phase_and_supporting_ones_do_so_partly() -> None:
    assert service_codes.profile(["MU", "CBT", "ACC", "RELP", "DT", "ODTX"]) == dict.fromkeys(SLUGS, "yes")
    assert service_codes.profile(["MXM", "PEER", "NOE", "MOA", "DB"]) == dict.fromkeys(SLUGS, "partly")


def test_nothing_reported_is_not_a_no() -> None:
    assert service_codes.profile([]) == dict.fromkeys(SLUGS, "not-reported")
    assert service_codes.medication([]) == ""
    assert service_codes.medicines([]) == {"methadone": "", "buprenorphine": "", "naltrexone": ""}


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
    assert service_codes.profile(codes)["detoxification"] == offer


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
    assert service_codes.medication(codes) == medication
    assert service_codes.profile(codes)["medication"] == offer


def test_naltrexone_alone_is_neither_methadone_nor_buprenorphine() -> None:
    assert service_codes.medicines(["NU"]) == {"methadone": "", "buprenorphine": "", "naltrexone": "on-site"}


def test_people_who_get_a_medicine_elsewhere_are_accepted_with_each() -> None:
    assert service_codes.medicines(["BU", "MOA"]) == {
        "methadone": "accepts",
        "buprenorphine": "on-site",
        "naltrexone": "accepts",
    }


def test_a_no_beside_a_medicine_on_site_says_nothing_about_the_others() -> None:
    assert service_codes.medicines(["NMOA", "MU"])["buprenorphine"] == ""
    assert service_codes.medicines(["NMOA"])["buprenorphine"] == "no"


@pytest.mark.parametrize("code", ["NOOP", "AUDO", "DUO"])
def test_a_facility_not_for_opioids_stays_off_their_pages_also_when_it_contradicts_itself(code: str) -> None:
    assert not service_codes.for_opioids([code, "OTP", "MU"])
    assert service_codes.for_opioids(["OTP", "MU"])


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
    assert service_codes.contradictions(codes) == found
    assert set(found) <= set(service_codes.CONTRADICTIONS)


def test_a_name_may_contradict_the_codes() -> None:
    assert service_codes.contradictions(["SA"], "Invented Road OTP") == ["program-without-medicine"]
    assert service_codes.contradictions(["SA"], "Footpath Center") == []


def test_codes_that_others_have_mixed_up() -> None:
    assert str(service_codes.GROUPS["payment"]["MC"]) == "Medicare"
    assert str(service_codes.GROUPS["payment"]["MD"]) == "Medicaid"
    assert str(service_codes.GROUPS["payment"]["SS"]).startswith("Sliding fee")
    assert str(service_codes.GROUPS["payment"]["SF"]).startswith("Cash")
    assert str(service_codes.GROUPS["special-groups"]["GL"]) == "LGBTQ people"
    assert str(service_codes.GROUPS["special-groups"]["SE"]) == "Older adults"  # a program of their own
    assert str(service_codes.GROUPS["age"]["SNR"]) == "65 or older"  # accepted, no more
    assert str(service_codes.GROUPS["special-groups"]["VET"]) == "Veterans"
    assert not any("VAMC" in group for group in service_codes.GROUPS.values())  # who runs it, not whom it serves


def test_payment_stands_first_with_what_people_ask_for_most() -> None:
    assert next(iter(service_codes.GROUPS)) == next(iter(service_codes.GROUP_NAMES)) == "payment"
    assert [code for code, _ in service_codes.labels({"PI", "MD", "SS", "NP", "MC"}, "payment")] == [
        "MD",
        "MC",
        "SS",
        "NP",
        "PI",
    ]


def test_naloxone_stands_on_its_own() -> None:
    assert service_codes.naloxone(["NOE"])
    assert not service_codes.naloxone(["RELP", "RPN"])
