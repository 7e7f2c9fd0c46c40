"""People, as they are chosen by typing."""

from django.utils.translation import gettext_lazy as _

from review.models import Person
from search.choosing import Choosable, by_columns, choosable

PEOPLE = choosable(
    Choosable(
        name="person",
        one=_("person"),
        rows=lambda: Person.objects.order_by("name", "pk"),
        matching=by_columns("name", "credentials", "slug"),
        right="review.view_person",
        said=lambda person: person.name,
    )
)
