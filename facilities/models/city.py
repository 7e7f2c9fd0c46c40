from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from markup.names import AddressField, FoldedField, NamedRows, NameField, can_be_seen, in_small_letters


class CityQuerySet(NamedRows["City"]):
    def shown(self) -> "CityQuerySet":
        """Those whose page readers may see. Of a hidden one, the town's page stands for it."""
        return self.filter(hidden=False)


class Zone(models.TextChoices):
    """Of the United States. Left empty, a city has the site's own."""

    EASTERN = "America/New_York", _("Eastern")
    CENTRAL = "America/Chicago", _("Central")
    MOUNTAIN = "America/Denver", _("Mountain")
    ARIZONA = "America/Phoenix", _("Arizona")
    PACIFIC = "America/Los_Angeles", _("Pacific")
    ALASKA = "America/Anchorage", _("Alaska")
    HAWAII = "Pacific/Honolulu", _("Hawaii")
    ATLANTIC = "America/Puerto_Rico", _("Puerto Rico and the Virgin Islands")
    CHAMORRO = "Pacific/Guam", _("Guam and the Northern Mariana Islands")
    SAMOA = "Pacific/Pago_Pago", _("American Samoa")


class City(models.Model):
    """A place that the site writes about: postal city names, and ZIP prefixes for what lies around them."""

    slug = AddressField(
        _("address"),
        unique=True,
        help_text=_("The last part of the page’s address, such as austin. Readers save it, so do not change it."),
    )
    name = NameField(max_length=80, help_text=_("The city’s name, as readers know it."))
    state = models.CharField(max_length=2, help_text=_("Two letters, such as TX."))
    name_folded = FoldedField("name", "state")
    summary = models.CharField(
        max_length=300,
        blank=True,
        help_text=_("One or two sentences about care in this city. They are shown at the top of its page."),
    )
    postal_names = models.CharField(
        max_length=500,
        blank=True,
        help_text=_(
            "City names in addresses that belong here, with commas between. Leave it empty if the name above is all."
        ),
    )
    zip_prefixes = models.CharField(
        _("ZIP prefixes"),
        max_length=200,
        blank=True,
        help_text=_(
            "The first three digits of its ZIP codes, with commas between. From … to … works too: 900-918, 935."
        ),
    )

    time_zone = models.CharField(
        max_length=40,
        blank=True,
        choices=Zone,
        help_text=_("For the times on the private page of someone who wrote from this city."),
    )
    hidden = models.BooleanField(
        default=False,
        help_text=_("Check this to take its page down. Readers then see the plain list of the town’s places instead."),
    )

    objects = CityQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = _("cities")
        constraints = [can_be_seen("name_folded"), *in_small_letters()]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("city", args=[self.slug])
