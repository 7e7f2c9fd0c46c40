"""What each of SAMHSA's service codes means here: one row a code, in the order in which pages show them.

`directory/service_codes.csv` has SAMHSA's own names for them. Codes are those of the editions of 2022 and 2023.
MC is Medicare and MD is Medicaid: others have mixed them up.
"""

from typing import Final, Literal, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Role = Literal["core", "support", "accepts", "negative", "other"]


class Code(NamedTuple):
    """`phase` and `role` are what it says of one of the five phases, `said` its words there in a list.

    `group` and `label` are where else a page shows it, and as what. `answers` are the answers by which readers find a
    place that has it, each with its question, such as "payment.medicaid".
    """

    code: str
    phase: str = ""
    role: Role | Literal[""] = ""
    said: str | Promise = ""
    group: str = ""
    label: str | Promise = ""
    answers: str = ""


TABLE: Final = (
    # Ways to pay
    Code("MD", group="payment", label=_("Medicaid"), answers="payment.medicaid"),
    Code("MC", group="payment", label=_("Medicare"), answers="payment.medicare"),
    Code("SS", group="payment", label=_("Sliding fee, by income"), answers="payment.none payment.sliding-fee"),
    Code("PA", group="payment", label=_("Help with payment"), answers="payment.none payment.help-with-payment"),
    Code("NP", group="payment", label=_("Free: takes no payment"), answers="payment.none payment.free"),
    Code("PI", group="payment", label=_("Private insurance"), answers="payment.private-insurance"),
    Code("SF", group="payment", label=_("Cash or self-payment"), answers="payment.cash"),
    Code(
        "SI", group="payment", label=_("State health insurance other than Medicaid"), answers="payment.state-insurance"
    ),
    Code("MI", group="payment", label=_("Military insurance, such as TRICARE"), answers="payment.military-insurance"),
    Code(
        "FSA",
        group="payment",
        label=_("Government funding for treatment"),
        answers="payment.none payment.government-funds",
    ),
    Code(
        "SAMF", group="payment", label=_("SAMHSA funding or block grants"), answers="payment.none payment.block-grants"
    ),
    Code(
        "ITU", group="payment", label=_("Indian Health Service, tribal or urban funds"), answers="payment.tribal-funds"
    ),
    # Settings
    Code("OP", group="settings", label=_("Outpatient"), answers="setting.outpatient"),
    Code("OIT", group="settings", label=_("Intensive outpatient"), answers="setting.intensive-outpatient"),
    Code(
        "ODT", group="settings", label=_("Day treatment or partial hospitalization"), answers="setting.day-treatment"
    ),
    Code(
        "OMB",
        "medication",
        "support",
        said=_("Medication as an outpatient"),
        group="settings",
        label=_("Outpatient medication treatment"),
        answers="setting.outpatient",
    ),
    Code("RES", group="settings", label=_("Residential"), answers="setting.residential"),
    Code("RS", group="settings", label=_("Residential, short stay"), answers="setting.residential"),
    Code("RL", group="settings", label=_("Residential, long stay"), answers="setting.residential"),
    Code("HI", group="settings", label=_("Hospital inpatient"), answers="setting.hospital"),
    Code(
        "HH",
        "aftercare",
        "support",
        said=_("Transitional or sober housing"),
        group="settings",
        label=_("Transitional or sober housing"),
        answers="setting.sober-housing",
    ),
    Code(
        "TELE",
        "therapy",
        "support",
        said=_("Telehealth"),
        group="settings",
        label=_("Telehealth"),
        answers="setting.telehealth",
    ),
    # Programs for groups of people
    Code("PW", group="special-groups", label=_("Pregnant women and new mothers"), answers="group.pregnancy"),
    Code("WN", group="special-groups", label=_("Women"), answers="group.women"),
    Code("MN", group="special-groups", label=_("Men"), answers="group.men"),
    Code("AD", group="special-groups", label=_("Adolescents"), answers="group.adolescents"),
    Code("TAY", group="special-groups", label=_("Young adults"), answers="group.young-adults"),
    Code("SE", group="special-groups", label=_("Older adults"), answers="group.older-adults"),
    Code("GL", group="special-groups", label=_("LGBTQ people"), answers="group.lgbtq"),
    Code("VET", group="special-groups", label=_("Veterans"), answers="group.veterans"),
    Code("ADM", group="special-groups", label=_("Active duty military"), answers="group.active-duty"),
    Code("MF", group="special-groups", label=_("Military families"), answers="group.military-families"),
    Code(
        "CJ",
        group="special-groups",
        label=_("People in the criminal justice system"),
        answers="group.criminal-justice",
    ),
    Code(
        "CO",
        group="special-groups",
        label=_("People with a mental health condition too"),
        answers="group.mental-health",
    ),
    Code("COPSU", group="special-groups", label=_("People with pain too"), answers="group.pain"),
    Code("HV", group="special-groups", label=_("People with HIV"), answers="group.hiv"),
    Code(
        "XA",
        group="special-groups",
        label=_("People who have lived through sexual violence"),
        answers="group.sexual-violence",
    ),
    Code(
        "DV",
        group="special-groups",
        label=_("People who have lived through violence at home"),
        answers="group.violence-at-home",
    ),
    Code("TRMA", group="special-groups", label=_("People who have lived through trauma"), answers="group.trauma"),
    # Ages accepted
    Code("CHLD", group="age", label=_("17 or younger")),
    Code("YAD", group="age", label=_("18 to 25")),
    Code("ADLT", group="age", label=_("26 to 64")),
    Code("SNR", group="age", label=_("65 or older")),
    # Languages
    Code("SP", group="languages", label=_("Spanish"), answers="language.spanish"),
    Code("AH", group="languages", label=_("Sign language"), answers="language.sign-language"),
    Code("F4", group="languages", label=_("Arabic"), answers="language.arabic"),
    Code("F17", group="languages", label=_("Chinese"), answers="language.chinese"),
    Code("F19", group="languages", label=_("Creole"), answers="language.creole"),
    Code("F25", group="languages", label=_("Farsi"), answers="language.farsi"),
    Code("F28", group="languages", label=_("French"), answers="language.french"),
    Code("F30", group="languages", label=_("German"), answers="language.german"),
    Code("F31", group="languages", label=_("Greek"), answers="language.greek"),
    Code("F35", group="languages", label=_("Hebrew"), answers="language.hebrew"),
    Code("F36", group="languages", label=_("Hindi"), answers="language.hindi"),
    Code("F37", group="languages", label=_("Hmong"), answers="language.hmong"),
    Code("F42", group="languages", label=_("Italian"), answers="language.italian"),
    Code("F43", group="languages", label=_("Japanese"), answers="language.japanese"),
    Code("F47", group="languages", label=_("Korean"), answers="language.korean"),
    Code("F66", group="languages", label=_("Polish"), answers="language.polish"),
    Code("F67", group="languages", label=_("Portuguese"), answers="language.portuguese"),
    Code("F70", group="languages", label=_("Russian"), answers="language.russian"),
    Code("F81", group="languages", label=_("Tagalog"), answers="language.tagalog"),
    Code("F92", group="languages", label=_("Vietnamese"), answers="language.vietnamese"),
    Code("N24", group="languages", label=_("Ojibwa"), answers="language.ojibwa"),
    Code("N40", group="languages", label=_("Yupik"), answers="language.yupik"),
    Code(
        "NX",
        group="languages",
        label=_("American Indian or Alaska Native languages"),
        answers="language.native-languages",
    ),
    Code("FX", group="languages", label=_("Other languages"), answers="language.others"),
    # Licenses and accreditation
    Code(
        "SOTP",
        "medication",
        "support",
        said=_("SAMHSA certification as an opioid treatment program"),
        group="accreditation",
        label=_("SAMHSA certification as an opioid treatment program"),
    ),
    Code("CARF", group="accreditation", label=_("CARF")),
    Code("JC", group="accreditation", label=_("The Joint Commission")),
    Code("COA", group="accreditation", label=_("Council on Accreditation")),
    Code("NCQA", group="accreditation", label=_("NCQA")),
    Code("HFAP", group="accreditation", label=_("HFAP")),
    Code("FQHC", group="accreditation", label=_("Federally Qualified Health Center")),
    Code("STAG", group="accreditation", label=_("State substance use treatment agency")),
    Code("STMH", group="accreditation", label=_("State mental health department")),
    Code("STDH", group="accreditation", label=_("State department of health")),
    Code("HLA", group="accreditation", label=_("Hospital licensing authority")),
    Code("DEA", group="accreditation", label=_("Drug Enforcement Administration")),
    # Detoxification
    Code("DT", "detoxification", "core", said=_("Detoxification (withdrawal management)")),
    Code("ODTX", "detoxification", "core", said=_("Opioid detoxification")),
    Code("HID", "detoxification", "core", said=_("Detoxification in a hospital"), answers="setting.hospital"),
    Code("OD", "detoxification", "core", said=_("Detoxification as an outpatient"), answers="setting.outpatient"),
    Code(
        "RD",
        "detoxification",
        "core",
        said=_("Detoxification in a residential program"),
        answers="setting.residential",
    ),
    Code("DB", "detoxification", "support", said=_("Detoxification with buprenorphine")),
    Code("DM", "detoxification", "support", said=_("Detoxification with methadone")),
    Code("DLC", "detoxification", "support", said=_("Detoxification with lofexidine or clonidine")),
    Code("ULC", "detoxification", "support", said=_("Detoxification with lofexidine or clonidine")),
    Code("MDET", "detoxification", "support", said=_("Medication is routine during detoxification")),
    Code("LFXD", "detoxification", "support", said=_("Lofexidine")),
    Code("CLND", "detoxification", "support", said=_("Clonidine")),
    # Medication
    Code(
        "OTP",
        "medication",
        "core",
        said=_("Certified opioid treatment program"),
        answers="setting.opioid-treatment-program",
    ),
    Code("MU", "medication", "core", said=_("Methadone"), answers="medicine.methadone"),
    Code("BU", "medication", "core", said=_("Buprenorphine"), answers="medicine.buprenorphine"),
    Code("NU", "medication", "core", said=_("Naltrexone"), answers="medicine.naltrexone"),
    Code("MM", "medication", "support", said=_("Methadone maintenance")),
    Code("MMW", "medication", "support", said=_("Methadone for a set time")),
    Code("BUM", "medication", "support", said=_("Buprenorphine maintenance")),
    Code("BMW", "medication", "support", said=_("Buprenorphine for a set time")),
    Code("UB", "medication", "support", said=_("Prescribes buprenorphine")),
    Code("UN", "medication", "support", said=_("Prescribes naltrexone")),
    Code("MWS", "medication", "support", said=_("Medication, then tapering off under medical care")),
    Code("METH", "medication", "support", said=_("Methadone")),
    Code("BWN", "medication", "support", said=_("Buprenorphine with naloxone")),
    Code("BWON", "medication", "support", said=_("Buprenorphine without naloxone")),
    Code("BERI", "medication", "support", said=_("Buprenorphine shot, weekly or monthly")),
    Code("BSDM", "medication", "support", said=_("Buprenorphine implant (no longer sold in the United States)")),
    Code("NXN", "medication", "support", said=_("Naltrexone tablets")),
    Code("VTRL", "medication", "support", said=_("Naltrexone shot, monthly")),
    Code(
        "MOA",
        "medication",
        "accepts",
        said=_("Accepts people whose medication is prescribed elsewhere"),
        answers="medicine.from-elsewhere",
    ),
    # Who prescribes what people bring from elsewhere: asked of places that reported MOA. In the edition of 2023, all
    # with INPE or RPE have it too, and 5,061 of 5,062 with PC.
    Code(
        "INPE",
        "medication",
        "accepts",
        said=_("Medication from a prescriber in its network"),
        answers="medicine.from-elsewhere",
    ),
    Code(
        "RPE",
        "medication",
        "accepts",
        said=_("Medication from a prescriber under contract"),
        answers="medicine.from-elsewhere",
    ),
    Code(
        "PC",
        "medication",
        "accepts",
        said=_("Medication from a prescriber it has no formal relationship with"),
        answers="medicine.from-elsewhere",
    ),
    # Therapy
    Code("CBT", "therapy", "core", said=_("Cognitive behavioral therapy (CBT)")),
    Code("MOTI", "therapy", "core", said=_("Motivational interviewing")),
    Code("FCO", "therapy", "core", said=_("Family counseling")),
    Code("CMI", "therapy", "core", said=_("Contingency management")),
    Code("TRC", "therapy", "core", said=_("Trauma counseling")),
    Code("SACA", "therapy", "core", said=_("Substance use disorder counseling")),
    Code("ICO", "therapy", "core", said=_("Individual counseling")),
    Code("GCO", "therapy", "core", said=_("Group counseling")),
    Code("DBT", "therapy", "support", said=_("Dialectical behavior therapy (DBT)")),
    Code("CRV", "therapy", "support", said=_("Community reinforcement with vouchers")),
    Code("MXM", "therapy", "support", said=_("Matrix Model")),
    Code("BIA", "therapy", "support", said=_("Brief intervention")),
    Code("ANG", "therapy", "support", said=_("Anger management")),
    Code("TWFA", "therapy", "support", said=_("12-step facilitation")),
    Code("MCO", "therapy", "support", said=_("Couples counseling")),
    # Aftercare
    Code("ACC", "aftercare", "core", said=_("Aftercare, continuing care")),
    Code("OFD", "aftercare", "core", said=_("Follow-up after discharge")),
    Code("DP", "aftercare", "core", said=_("Planning for discharge")),
    Code("HS", "aftercare", "support", said=_("Help with housing")),
    Code("SHG", "aftercare", "support", said=_("Self-help groups")),
    Code("PEER", "aftercare", "support", said=_("Peer support")),
    Code("RC", "aftercare", "support", said=_("Recovery coach")),
    Code("EMP", "aftercare", "support", said=_("Help with finding work")),
    Code("VOC", "aftercare", "support", said=_("Job training or schooling")),
    Code("AOSS", "aftercare", "support", said=_("Help with social services")),
    Code("CM", "aftercare", "support", said=_("Case management")),
    Code("SSD", "aftercare", "support", said=_("Social skills")),
    Code("TA", "aftercare", "support", said=_("Help with getting there")),
    # Relapse prevention
    Code("RELP", "relapse-prevention", "core", said=_("Relapse prevention")),
    Code("RPN", "relapse-prevention", "support", said=_("Relapse prevention with naltrexone")),
    Code("NOE", "relapse-prevention", "support", said=_("Naloxone and overdose education")),
    # Detoxification
    Code("ADTX", "detoxification", "other"),
    Code("BDTX", "detoxification", "other"),
    Code("CDTX", "detoxification", "other"),
    Code("MDTX", "detoxification", "other"),
    # Medication
    Code("NMOA", "medication", "negative"),
    Code("NOOP", "medication", "negative"),
    # Only to find a place by
    Code("ORT", answers="setting.outpatient"),
    Code("HIT", answers="setting.hospital"),
    Code("VAMC", answers="group.veterans only.veterans"),
)
