"""The five phases of care: names and order, the same everywhere. What the site says about each is `programs.Phase`."""

from typing import Final, NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Phase(NamedTuple):
    """A row of the table. `position` is 1 to 5, and what other tables keep."""

    position: int
    slug: str
    name: Promise

    def get_absolute_url(self) -> str:
        return reverse("phase", args=[self.slug])


PHASES: Final = (
    Phase(1, "detoxification", _("Detoxification")),
    Phase(2, "medication", _("Medication")),
    Phase(3, "therapy", _("Therapy")),
    Phase(4, "aftercare", _("Aftercare")),
    Phase(5, "relapse-prevention", _("Relapse prevention")),
)
SLUGS: Final = tuple(phase.slug for phase in PHASES)
POSITIONS: Final = {phase.slug: phase.position for phase in PHASES}
