from typing import Final

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from facilities.contacts import Contact, numbers
from facilities.models.city import City
from facilities.models.edition import DirectoryEdition
from facilities.models.places import Town
from markup.names import AddressField, in_small_letters

FOR_CARDS: Final = (
    *("slug", "name1", "name2", "street1", "street2", "postal_city", "state", "zip", "phone", "intake1", "intake2"),
    *("website", "codes", "contradictions", "town", "relationship", "last_confirmed_on"),
)


class FacilityQuerySet(models.QuerySet["Facility"]):
    def public(self) -> "FacilityQuerySet":
        """Those that have a page: treated opioid use disorder when last reported, listed or delisted."""
        return self.filter(for_opioids=True)

    def for_cards(self) -> "FacilityQuerySet":
        """With what a card in a list shows, and its edition's name and age."""
        edition = (f"edition__{name}" for name in ("name", "survey_year", "invented"))
        return self.select_related("edition").only(*FOR_CARDS, *edition)

    def listed(self) -> "FacilityQuerySet":
        """Those that lists, counts, rankings and the search show. With a real edition, no invented place is one."""
        # Said by "not in", which no index answers: SQLite would read a whole edition by the other way.
        return (
            self.public()
            .filter(delisted_on__isnull=True)
            .exclude(edition__in=DirectoryEdition.objects.not_answering())
        )


class Facility(models.Model):
    """A treatment facility as it was reported to SAMHSA. Never deleted: it is delisted, with a reason."""

    class Relationship(models.TextChoices):
        NONE = "none", _("None")
        FLAT_FEE = "flat-fee", _("Pays us a flat fee")
        AFFILIATE = "affiliate", _("Affiliated with us")

    class Medication(models.TextChoices):
        """Three-valued, and a fourth for nothing reported: unknown is not no."""

        ON_SITE = "on-site", _("On site")
        ACCEPTS = "accepts", _("Accepts people who get it elsewhere")
        NO = "no", _("Reported as not used")
        UNKNOWN = "", _("Not reported")

    class PointFrom(models.TextChoices):
        """Whose its degrees are: FindTreatment.gov's, or those of the middle of its ZIP code."""

        REPORTED = "reported", _("Reported")
        ZIP = "zip", _("Middle of its ZIP code")
        NONE = "", _("Unknown")

    slug = AddressField(_("address"), unique=True, max_length=120)
    key = models.CharField(max_length=64, unique=True, editable=False)  # of name, street and ZIP
    name1 = models.CharField(_("name"), max_length=200)
    name2 = models.CharField(_("second name"), max_length=200, blank=True)
    street1 = models.CharField(_("street"), max_length=200, blank=True)
    street2 = models.CharField(_("second line"), max_length=200, blank=True)
    postal_city = models.CharField(max_length=100)
    state = models.CharField(max_length=2)
    zip = models.CharField("ZIP", max_length=10)
    phone = models.CharField(max_length=40, blank=True)
    intake1 = models.CharField(_("intake phone"), max_length=40, blank=True)
    intake2 = models.CharField(_("second intake phone"), max_length=40, blank=True)
    website = models.URLField(max_length=500, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    point = models.CharField(max_length=10, choices=PointFrom, blank=True, editable=False)
    town = models.ForeignKey(
        Town, on_delete=models.PROTECT, null=True, blank=True, related_name="facilities", editable=False
    )

    codes = models.JSONField(default=list, editable=False)  # service codes, sorted
    medication = models.CharField(max_length=10, choices=Medication, blank=True, editable=False)
    for_opioids = models.BooleanField(editable=False)
    traits = models.BigIntegerField(default=0, editable=False)  # what it can be found by: see facilities.finder.traits
    languages = models.BigIntegerField(default=0, editable=False)
    contradictions = models.JSONField(default=list, editable=False)  # sentences' codes, see facilities.service_codes

    city = models.ForeignKey(City, on_delete=models.PROTECT, null=True, blank=True, related_name="facilities")
    edition = models.ForeignKey(DirectoryEdition, on_delete=models.PROTECT, related_name="facilities", editable=False)
    last_confirmed_on = models.DateField(
        null=True,
        blank=True,
        help_text=_("The day when someone on the team last called and went through the listing. Readers see it."),
    )
    takes_inquiries = models.BooleanField(
        default=False, help_text=_("Check this if the facility has agreed to hear from people who write to you.")
    )
    relationship = models.CharField(
        max_length=10,
        choices=Relationship,
        default=Relationship.NONE,
        help_text=_(
            "Does it pay you, or is it affiliated with you? Readers see it next to its name. It does not change "
            "the facility’s rank. Such a facility gets no messages, and permissions for it end at once."
        ),
    )
    delisted_on = models.DateField(null=True, blank=True, editable=False)
    delisted_because = models.CharField(max_length=300, blank=True, editable=False)
    # Then an import may list it again. What an editor decided, an editor changes.
    delisted_by_import = models.BooleanField(default=False, editable=False)

    objects = FacilityQuerySet.as_manager()

    class Meta:
        ordering = ["name1", "name2", "pk"]
        verbose_name_plural = _("facilities")
        indexes = [
            models.Index(fields=["state", "postal_city"], name="facility_state_city"),
            models.Index(fields=["phone", "zip"], name="facility_phone_zip"),
            # All that looking around a place reads, so that the wide rows stay unread. What an index only includes, or
            # has in its condition alone, SQLite looks up in the row.
            models.Index(
                fields=["latitude", "longitude", "traits", "languages", "edition", "id", "for_opioids", "delisted_on"],
                condition=Q(for_opioids=True, delisted_on__isnull=True),
                name="facility_listed_where",
            ),
            models.Index(
                fields=["state", "town", "edition"],
                condition=Q(for_opioids=True, delisted_on__isnull=True),
                name="facility_listed_town",
            ),
            models.Index(
                fields=["city", "traits", "edition", "for_opioids", "delisted_on"],
                condition=Q(for_opioids=True, delisted_on__isnull=True),
                name="facility_listed_city",
            ),
            models.Index(fields=["relationship"], name="facility_relationship"),
        ]
        constraints = [
            *in_small_letters(),
            models.CheckConstraint(
                condition=Q(delisted_on__isnull=True, delisted_because="")
                | (Q(delisted_on__isnull=False) & ~Q(delisted_because="")),
                name="delisted_says_when_and_why",
            ),
            models.CheckConstraint(
                condition=Q(relationship="none") | Q(takes_inquiries=False), name="paying_facility_takes_no_inquiries"
            ),
            models.CheckConstraint(
                condition=Q(delisted_by_import=False) | Q(delisted_on__isnull=False),
                name="only_what_is_delisted_was_delisted_by_an_import",
            ),
            models.CheckConstraint(
                condition=Q(point="", latitude__isnull=True, longitude__isnull=True)
                | (~Q(point="") & Q(latitude__isnull=False, longitude__isnull=False)),
                name="facility_says_whose_point",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name1} ({self.name2})" if self.name2 else self.name1

    def get_absolute_url(self) -> str:
        return reverse("facility", args=[self.slug])

    def contact(self) -> Contact:
        """How it is reached, for every page that says so."""
        return Contact(
            numbers=numbers(self.phone, self.intake1, self.intake2),
            street=self.street1,
            second_line=self.street2,
            town=self.postal_city,
            state=self.state,
            zip=self.zip,
            website=self.website,
        )


class ProblemReport(models.Model):
    """What a visitor says is wrong with a listing. It asks for no name and no address."""

    facility = models.ForeignKey(Facility, on_delete=models.CASCADE, related_name="problem_reports")
    said = models.TextField(max_length=1000)
    received_at = models.DateTimeField(default=timezone.now)
    answered_on = models.DateField(null=True, blank=True)
    answer = models.CharField(
        max_length=300,
        blank=True,
        help_text=_("What you found and did, in a sentence or two. Readers see it. Leave out names."),
    )

    class Meta:
        ordering = ["answered_on", "-received_at"]
        indexes = [
            models.Index(fields=["answered_on", "received_at"], name="problem_answered"),
            models.Index(fields=["received_at"], name="problem_received"),
        ]

    def __str__(self) -> str:
        return f"{self.facility}, {self.received_at:%Y-%m-%d}"
