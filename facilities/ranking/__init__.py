"""Comparing facilities over what they reported. Plain: it knows no rows, no database, and no one's money.

`method` is the table, `scoring` the computation, `changes` what a new version changed, `file` reads and writes
ranking.json, and `verifying` recomputes it.
"""

from facilities.ranking.changes import Change, changes
from facilities.ranking.file import Unreadable, read, write
from facilities.ranking.method import METHOD, METHODS, Criterion, Group, Method
from facilities.ranking.scoring import CriterionData, FacilityData, Inputs, LeftOutData, Reason, Row, State, rank
from facilities.ranking.verifying import problems

__all__ = [
    "METHOD",
    "METHODS",
    "Change",
    "Criterion",
    "CriterionData",
    "FacilityData",
    "Group",
    "Inputs",
    "LeftOutData",
    "Method",
    "Reason",
    "Row",
    "State",
    "Unreadable",
    "changes",
    "problems",
    "rank",
    "read",
    "write",
]
