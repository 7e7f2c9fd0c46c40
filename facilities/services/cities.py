"""Cities that the site writes about: changing one, and taking one away on which nothing hangs."""

from collections.abc import Sequence

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from facilities.kinds import CITIES
from facilities.models import City, Facility
from facilities.services.locating import assign_cities
from review.refusals import Refused
from review.rights import may
from search.services import refresh

CHANGE, DELETE = "facilities.change_city", "facilities.delete_city"


@transaction.atomic
def save_city(*, city: City, by: AbstractUser) -> None:
    """Facilities are put into their cities again, since its names or ZIP prefixes may have changed."""
    may(CHANGE if city.pk else "facilities.add_city", by)
    city.save()
    refresh(CITIES, city.pk)
    assign_cities()


@transaction.atomic
def delete_city(*, city: City, by: AbstractUser) -> None:
    """Its facilities stay, on the pages of their towns. Refused while something that people made hangs on it."""
    may(DELETE, by)
    if hanging := hanging_on(city):
        sentence = _("%(city)s cannot be deleted while these depend on it: %(things)s. You can hide it instead.")
        raise Refused("in-use", sentence % {"city": city.name, "things": ", ".join(hanging)})
    pk = city.pk
    Facility.objects.filter(city=city).update(city=None)
    city.delete()
    assign_cities()
    refresh(CITIES, pk)


def hanging_on(city: City) -> Sequence[str]:
    """Names of the articles, programs, rankings and inquiries of a city. Its facilities do not count."""
    try:
        with transaction.atomic():
            Facility.objects.filter(city=city).update(city=None)
            City.objects.filter(pk=city.pk).delete()
            transaction.set_rollback(True)
    except ProtectedError as error:
        return sorted(str(thing) for thing in error.protected_objects)
    return ()
