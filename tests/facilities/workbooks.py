"""Small files in the directory's two forms, with invented facilities."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

HEADS = (
    *("Name1", "Name2", "Street1", "Street2", "City", "State", "Zip", "Phone"),
    *("Intake1", "Intake2", "Intake1a", "Intake2a", "Service_code_info"),
)
REFERENCE = ("category_code", "category_name", "service_code", "service_name", "service_description")
CODES = (
    ("TC", "Type of Care", "SA", "Substance use treatment", "What it is"),
    ("TC", "Type of Care", "DT", "Detoxification", None),
    ("OM", "Opioid Medications used in Treatment", "MU", "Methadone used in Treatment", None),
    ("OM", "Opioid Medications used in Treatment", "BU", "Buprenorphine used in Treatment", None),
    ("OT", "Type of Opioid Treatment", "OTP", "Federally-certified Opioid Treatment Program", None),
    ("OT", "Type of Opioid Treatment", "NMOA", "Does not use MAT for opioid use disorders", None),
    ("OT", "Type of Opioid Treatment", "NOOP", "Does not treat opioid use disorders", None),
    ("TAP", "Treatment Approaches", "CBT", "Cognitive behavioral therapy", None),
)


def place(name1: str = "Paper Heron Clinic", codes: str = "SA * MU * CBT", **more: Any) -> dict[str, Any]:
    """A row by the heads' names in lower case."""
    return {
        "name1": name1,
        "street1": "212 Origami Street",
        "city": "Austin",
        "state": "TX",
        "zip": "78702",
        "phone": "512-555-0102",
        "service_code_info": codes,
        **more,
    }


def workbook(
    path: Path,
    *places: dict[str, Any],
    heads: Sequence[str] = HEADS,
    codes: Sequence[Sequence[str | None]] = CODES,
    sheets: tuple[str, str] = ("Facilities List", "Service Code Reference"),
) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    facilities, reference = (book.create_sheet(name) for name in sheets)
    facilities.append(list(heads))
    for one in places:
        facilities.append([one.get(head.lower()) for head in heads])
    for line in (REFERENCE, *codes):
        reference.append(list(line))
    book.save(path)
    return path


def found(name1: str = "Paper Heron Clinic", *services: tuple[str, str, str], **more: Any) -> dict[str, Any]:
    """A row of FindTreatment.gov's JSON. A service is a category's name, its code, and names joined by "; "."""
    listed = services or (("Type of Care", "TC", "Substance use treatment; Detoxification"),)
    return {
        "_irow": 1,
        "frid": "",
        "name1": name1,
        "name2": None,
        "street1": "212 Origami Street",
        "street2": None,
        "city": "Austin",
        "state": "TX",
        "zip": "78702",
        "phone": "512-555-0102",
        "intake1": None,
        "website": "http://",
        "latitude": "30.1",
        "longitude": "-97.2",
        "typeFacility": "SA",
        "services": [{"f1": name, "f2": code, "f3": names} for name, code, names in listed],
        **more,
    }


def page(path: Path, *rows: Any) -> Path:
    path.write_text(json.dumps({"page": 1, "totalPages": 1, "recordCount": len(rows), "rows": rows}), encoding="utf-8")
    return path
