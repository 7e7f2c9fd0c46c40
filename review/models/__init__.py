"""People, what they sign, and what all reviewed things have in common."""

from review.models.person import Joining, Person
from review.models.reviewed import Reviewed, ReviewedQuerySet, Shown, live_revision
from review.models.revision import Revision, revision_constraints
from review.models.roster import NewsRead, RosterChange

__all__ = [
    "Joining",
    "NewsRead",
    "Person",
    "Reviewed",
    "ReviewedQuerySet",
    "Revision",
    "RosterChange",
    "Shown",
    "live_revision",
    "revision_constraints",
]
