"""What the database refuses about people and who signs under which name, whoever asks."""

from guards import only_grows
from review.models import Joining, RosterChange

GUARDS = [
    *only_grows(Joining, "Who a log-in was ever joined to"),
    *only_grows(RosterChange, "What changed about who signs under which name"),
]
