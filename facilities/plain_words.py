"""Service codes in readers' words. SAMHSA's own are short for those who fill in its survey.

Only what a page says by code is here; payment, languages and the like are in `facilities.service_codes`.
"""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REPORTED: Final[dict[str, Promise]] = {
    # Detoxification
    "DT": _("Detoxification (withdrawal management)"),
    "ODTX": _("Opioid detoxification"),
    "HID": _("Detoxification in a hospital"),
    "OD": _("Detoxification as an outpatient"),
    "RD": _("Detoxification in a residential program"),
    "DB": _("Detoxification with buprenorphine"),
    "DM": _("Detoxification with methadone"),
    "DLC": _("Detoxification with lofexidine or clonidine"),
    "ULC": _("Detoxification with lofexidine or clonidine"),
    "MDET": _("Medication is routine during detoxification"),
    "LFXD": _("Lofexidine"),
    "CLND": _("Clonidine"),
    # Medication
    "OTP": _("Certified opioid treatment program"),
    "MU": _("Methadone"),
    "BU": _("Buprenorphine"),
    "NU": _("Naltrexone"),
    "OMB": _("Medication as an outpatient"),
    "MM": _("Methadone for as long as it helps"),
    "MMW": _("Methadone for a set time"),
    "BUM": _("Buprenorphine for as long as it helps"),
    "BMW": _("Buprenorphine for a set time"),
    "UB": _("Prescribes buprenorphine"),
    "UN": _("Prescribes naltrexone"),
    "MWS": _("Medication, then tapering off under medical care"),
    "METH": _("Methadone"),
    "BWN": _("Buprenorphine with naloxone"),
    "BWON": _("Buprenorphine without naloxone"),
    "BERI": _("Buprenorphine shot, weekly or monthly"),
    "BSDM": _("Buprenorphine implant (no longer sold in the United States)"),
    "NXN": _("Naltrexone tablets"),
    "VTRL": _("Naltrexone shot, monthly"),
    "SOTP": _("SAMHSA certification as an opioid treatment program"),
    "MOA": _("Accepts people whose medication is prescribed elsewhere"),
    "INPE": _("Medication from a prescriber in its network"),
    "RPE": _("Medication from a prescriber under contract"),
    "PC": _("Medication from a prescriber of your own"),
    # Therapy
    "CBT": _("Cognitive behavioral therapy (CBT)"),
    "MOTI": _("Motivational interviewing"),
    "FCO": _("Family counseling"),
    "CMI": _("Contingency management"),
    "TRC": _("Trauma counseling"),
    "SACA": _("Substance use disorder counseling"),
    "ICO": _("Individual counseling"),
    "GCO": _("Group counseling"),
    "DBT": _("Dialectical behavior therapy (DBT)"),
    "CRV": _("Community reinforcement with vouchers"),
    "MXM": _("Matrix Model"),
    "BIA": _("Brief intervention"),
    "ANG": _("Anger management"),
    "TWFA": _("12-step facilitation"),
    "MCO": _("Couples counseling"),
    "TELE": _("Telehealth"),
    # Aftercare
    "ACC": _("Aftercare, continuing care"),
    "OFD": _("Follow-up after discharge"),
    "DP": _("Planning for discharge"),
    "HH": _("Transitional or sober housing"),
    "HS": _("Help with housing"),
    "SHG": _("Self-help groups"),
    "PEER": _("Peer support"),
    "RC": _("Recovery coach"),
    "EMP": _("Help with finding work"),
    "VOC": _("Job training or schooling"),
    "AOSS": _("Help with social services"),
    "CM": _("Case management"),
    "SSD": _("Social skills"),
    "TA": _("Help with getting there"),
    # Relapse prevention
    "RELP": _("Relapse prevention"),
    "RPN": _("Relapse prevention with naltrexone"),
    "NOE": _("Naloxone and overdose education"),
}
