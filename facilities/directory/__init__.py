"""Readers of SAMHSA's directory, in the forms in which it is published. They know no models."""

from facilities.directory.download import read_findtreatment_download
from facilities.directory.errors import BadFile, BadRow, Problems
from facilities.directory.findtreatment import read_findtreatment_json
from facilities.directory.rows import Code, Row, Rows
from facilities.directory.workbook import read_workbook

__all__ = [
    "BadFile",
    "BadRow",
    "Code",
    "Problems",
    "Row",
    "Rows",
    "read_findtreatment_download",
    "read_findtreatment_json",
    "read_workbook",
]
