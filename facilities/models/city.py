from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from facilities.phones import SENTENCES, Phone, clean, dial, read
from facilities.places.states import by_code
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


class TonightQuerySet(models.QuerySet["Tonight"]):
    def of(self, *, state: str, city: City | None = None) -> "dict[str, Tonight]":
        """By kind: the city's own, and where it has none, its state's."""
        own = models.Q(city=city) if city else models.Q(pk__in=())
        rows = self.filter(own | models.Q(city=None, state=state)).select_related(None)
        return {row.kind: row for row in sorted(rows, key=lambda row: row.city_id is not None)}


class Tonight(models.Model):
    """What to do tonight in a city, or in a state where a city says nothing of its own: one line, emergency room and
    place to go today each, with its source and day.

    Readers act on it at night, so nothing is shown that no one has looked up: the database wants both.
    """

    class Kind(models.TextChoices):
        LINE = "line", _("A line that answers at night")
        EMERGENCY = "emergency", _("Emergency rooms")
        TODAY = "today", _("Where to go today")

    city = models.ForeignKey(
        City, on_delete=models.CASCADE, null=True, blank=True, related_name="tonight", verbose_name=_("city")
    )
    state = models.CharField(
        _("state"), max_length=2, blank=True, help_text=_("Two letters, such as TX. A city or a state, not both.")
    )
    kind = models.CharField(_("what it is"), max_length=12, choices=Kind)
    title = models.CharField(
        _("title"), max_length=80, help_text=_("What to do, such as: Call the county, day and night.")
    )
    text = models.CharField(
        _("text"), max_length=300, help_text=_("One to three short sentences: what happens there, and what to say.")
    )
    phone = models.CharField(_("phone"), max_length=40, blank=True, help_text=_("Readers dial it with one tap."))
    phone_note = models.CharField(
        _("after dialing"), max_length=60, blank=True, help_text=_("Such as: then press 2. It may be empty.")
    )
    source = models.CharField(_("source"), max_length=120, help_text=_("The organization whose page says so."))
    source_url = models.URLField(_("address of the source"), max_length=500)
    checked_on = models.DateField(_("checked on"), help_text=_("The day on which you read it there."))

    objects = TonightQuerySet.as_manager()

    class Meta:
        ordering = ["city", "kind"]
        verbose_name = _("thing to do tonight")
        verbose_name_plural = _("what to do tonight")
        constraints = [
            models.UniqueConstraint(fields=["city", "kind"], name="tonight_once_a_city"),
            models.UniqueConstraint(
                fields=["state", "kind"], condition=~models.Q(state=""), name="tonight_once_a_state"
            ),
            models.CheckConstraint(
                condition=models.Q(city=None) & ~models.Q(state="") | models.Q(city__isnull=False, state=""),
                name="tonight_in_a_city_or_a_state",
            ),
            models.CheckConstraint(
                condition=~models.Q(source="") & ~models.Q(source_url="") & ~models.Q(title="") & ~models.Q(text=""),
                name="tonight_says_where_it_is_from",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.city or self.state}: {self.get_kind_display()}"

    def clean(self) -> None:
        self.state = self.state.strip().upper()
        if bool(self.city_id) == bool(self.state):
            raise ValidationError(_("Name a city or a state, one of them."), code="city-or-state")
        if self.state and self.state not in by_code():
            raise ValidationError({"state": _("We know no state with these letters.")}, code="no-state")
        self.phone = clean(self.phone)
        if self.phone and not self.dialed.href:
            problem = read(self.phone).problem or "no-number"
            raise ValidationError({"phone": ValidationError(str(SENTENCES[problem]), f"phone-{problem}")})

    @property
    def dialed(self) -> Phone:
        """Three digits, such as 2-1-1, are a number, too."""
        digits = self.phone.replace("-", "")
        return Phone(self.phone, f"tel:{digits}") if len(digits) == 3 and digits.isdecimal() else dial(self.phone)
