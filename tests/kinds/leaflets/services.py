from datetime import date

from django.db import transaction

from search.services import refresh
from tests.kinds.leaflets.kinds import LEAFLETS
from tests.kinds.leaflets.models import Leaflet


@transaction.atomic
def publish(*, leaflet: Leaflet, on: date, next_review_due: date) -> None:
    leaflet.published_on, leaflet.next_review_due = on, next_review_due
    leaflet.save(update_fields=["published_on", "next_review_due"])
    refresh(LEAFLETS, leaflet.pk)
