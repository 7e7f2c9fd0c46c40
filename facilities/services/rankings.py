"""Making, publishing and withdrawing a city's rankings, and leaving out of them. What readers see is a snapshot."""

from collections import Counter
from datetime import date
from typing import Final

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from facilities.models import City, DirectoryEdition, Facility, LeftOut, RankedFacility, Ranking
from facilities.models.ranking import LONGEST_REASON
from facilities.ranking import METHOD, Change, FacilityData, Inputs, changes, rank
from facilities.ranking_page import head
from review.refusals import Refused
from review.rights import may
from search.services import public_changed

MAKE: Final = "facilities.add_ranking"
PUBLISH: Final = "facilities.change_ranking"


@transaction.atomic
def make_ranking(*, city: City, by: AbstractUser | None, on: date | None = None) -> Ranking:
    """A draft over the city's listed facilities as they are now. It takes the place of the city's older draft."""
    may(MAKE, by)
    City.objects.select_for_update().get(pk=city.pk)
    city.rankings.filter(published_on=None).delete()
    last = city.rankings.first()
    inputs, edition = _inputs(city, last.number + 1 if last else 1, on or timezone.localdate())
    inputs["rows"] = rank(inputs)
    differences = _differences(last, inputs)
    ranking = Ranking.objects.create(
        city=city,
        number=inputs["number"],
        method=inputs["method"],
        edition=edition,
        made_on=inputs["made_on"],
        document=inputs,
        head=head(inputs, differences),
        differences=differences,
    )
    facilities = Facility.objects.in_bulk([row["slug"] for row in inputs["rows"]], field_name="slug")
    told = {one["slug"]: one for one in inputs["facilities"]}
    shared = Counter(row["position"] for row in inputs["rows"])
    RankedFacility.objects.bulk_create(
        RankedFacility(
            ranking=ranking,
            facility=facilities[row["slug"]],
            position=row["position"],
            score=row["score"],
            shared_by=shared[row["position"]],
            reasons=row["reasons"],
            told=told[row["slug"]],
        )
        for row in inputs["rows"]
    )
    ranking.refresh_from_db()
    return ranking


@transaction.atomic
def publish_ranking(*, ranking: Ranking, by: AbstractUser | None, on: date | None = None) -> None:
    """From now on readers see it, and it never changes. A draft that the directory has overtaken is refused."""
    may(PUBLISH, by)
    City.objects.select_for_update().get(pk=ranking.city_id)
    draft = Ranking.objects.select_related("city").filter(pk=ranking.pk).first()
    if draft is None:
        raise Refused("gone", _("This draft is gone: a newer one took its place. Look at that one."))
    if draft.published_on:
        raise Refused("published", _("This ranking is already published. Make a new draft to replace it."))
    inputs, _edition = _inputs(draft.city, draft.number, draft.made_on)
    if inputs != {name: value for name, value in draft.document.items() if name != "rows"}:
        raise Refused("outdated", _("The listings or the method changed after this draft was made. Make a new draft."))
    draft.published_on = on or timezone.localdate()
    draft.save(update_fields=["published_on"])
    ranking.published_on = draft.published_on
    public_changed()


@transaction.atomic
def withdraw_ranking(*, ranking: Ranking, by: AbstractUser | None, because: str) -> None:
    """Take it from readers at once and for good. Its addresses answer with the reason, and no older one comes back."""
    may(PUBLISH, by)
    City.objects.select_for_update().get(pk=ranking.city_id)
    found = Ranking.objects.get(pk=ranking.pk)
    because = because.strip()
    if not found.published_on or found.withdrawn_on:
        raise Refused("not-live", _("Readers do not see this ranking."))
    if not because or len(because) > LONGEST_REASON:
        raise Refused("no-reason", _("Say why, in at most 2,000 characters. Readers see it."))
    found.withdrawn_on, found.withdrawn_because = timezone.localdate(), because
    found.save(update_fields=["withdrawn_on", "withdrawn_because"])
    ranking.withdrawn_on, ranking.withdrawn_because = found.withdrawn_on, because
    public_changed()


@transaction.atomic
def leave_out(*, facility: Facility, by: AbstractUser | None, reason: str) -> LeftOut:
    """Out of its city's rankings from the next one on. Readers see the reason there."""
    there = LeftOut.objects.filter(facility=facility).exists()
    may("facilities.change_leftout" if there else "facilities.add_leftout", by)
    if not reason.strip():
        raise Refused("no-reason", _("Write the reason. Readers will see it."))
    left_out, _made = LeftOut.objects.update_or_create(facility=facility, defaults={"reason": reason.strip()})
    public_changed()
    return left_out


@transaction.atomic
def take_back(*, facility: Facility, by: AbstractUser | None) -> None:
    """Into its city's next ranking again."""
    may("facilities.delete_leftout", by)
    LeftOut.objects.filter(facility=facility).delete()
    public_changed()


def _differences(before: Ranking | None, after: Inputs) -> list[Change]:
    return changes(before.document, after) if before else []


def _inputs(city: City, number: int, made_on: date) -> tuple[Inputs, DirectoryEdition]:
    """Everything that the computation may look at, and nothing else: no column here says who pays us."""
    listed = Facility.objects.listed().filter(city=city).select_related("edition", "left_out")
    there = [facility for facility in listed.order_by("slug") if not hasattr(facility, "left_out")]
    if not there:
        raise Refused("nothing-to-rank", _("No facility in this city is listed. Import the directory first."))
    edition = max((facility.edition for facility in there), key=lambda one: (one.imported_at, one.pk))
    left_out = LeftOut.objects.filter(facility__in=Facility.objects.listed(), facility__city=city)
    return {
        "method": METHOD.version,
        "city": {"slug": city.slug, "name": city.name, "state": city.state},
        "number": number,
        "edition": {
            "name": edition.name,
            "source": edition.source,
            "survey_year": edition.survey_year,
            "sha256": edition.sha256,
            "invented": edition.invented,
        },
        "made_on": made_on.isoformat(),
        "criteria": METHOD.criteria(),
        "facilities": [_facility(facility) for facility in there],
        "left_out": [
            {"slug": one.facility.slug, "name": str(one.facility), "reason": one.reason}
            for one in left_out.select_related("facility").order_by("facility__slug")
        ],
    }, edition


def _facility(facility: Facility) -> FacilityData:
    street = ", ".join(filter(None, (facility.street1, facility.street2, facility.postal_city)))
    confirmed = facility.last_confirmed_on
    return {
        "slug": facility.slug,
        "name": str(facility),
        "address": f"{street}, {facility.state} {facility.zip}",
        "edition": facility.edition.name,
        "codes": sorted(facility.codes),
        "last_confirmed_on": confirmed.isoformat() if confirmed else None,
    }
