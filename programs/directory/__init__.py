"""Readers of SAMHSA's directory, in the forms in which it is published. They know no models."""

from programs.directory.errors import BadFile, Problems
from programs.directory.findtreatment import read_findtreatment_json
from programs.directory.rows import Code, Row
from programs.directory.workbook import read_workbook

__all__ = ["BadFile", "Code", "Problems", "Row", "read_findtreatment_json", "read_workbook"]
