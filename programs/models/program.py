from django.db import models
from django.db.models import Exists, Q
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from facilities.models.city import City
from facilities.models.edition import DirectoryEdition
from facilities.models.facility import Facility
from markup.names import AddressField, in_small_letters
from markup.rendering import stored
from programs.models.phase import Phase
from review.models import Reviewed, ReviewedQuerySet, Revision, Shown, live_revision, revision_constraints


class ProgramQuerySet(ReviewedQuerySet["Program"]):
    def published(self) -> "ProgramQuerySet":
        return super().published().select_related("city", "facility")

    def heads(self) -> "ProgramQuerySet":
        """For a city's list, which shows no text, and of the facility what it pays the site."""
        lean = self.published().select_related(None).select_related("live_revision", "facility")
        return lean.only(
            "slug", "name", "setting", "invented", "city", "live_revision__summary", "facility__relationship"
        )

    def listed(self) -> "ProgramQuerySet":
        """Those that the search and the sitemap show. With a real edition of the directory, no invented one is."""
        a_real_edition = Exists(DirectoryEdition.objects.filter(invented=False))
        return self.published().exclude(a_real_edition, invented=True)


class Program(Reviewed):
    """A course of care in a city, told by the five phases."""

    class Setting(models.TextChoices):
        OUTPATIENT = "outpatient", _("Outpatient")
        INTENSIVE_OUTPATIENT = "intensive-outpatient", _("Intensive outpatient")
        RESIDENTIAL = "residential", _("Residential")
        HOSPITAL = "hospital", _("Hospital")
        OTP = "opioid-treatment-program", _("Opioid treatment program")

    slug = AddressField(
        _("address"),
        unique=True,
        max_length=120,
        help_text=_("The last part of the page’s address, made from the name. It does not change later."),
    )
    name = models.CharField(max_length=120, help_text=_("As the program calls itself."))
    setting = models.CharField(
        max_length=30, choices=Setting, help_text=_("Where people get most of its care. Choose the nearest.")
    )
    city = models.ForeignKey(
        City, on_delete=models.PROTECT, related_name="programs", help_text=_("The city on whose page it shows.")
    )
    facility = models.ForeignKey(
        Facility,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="programs",
        help_text=_("Paste its page’s address, or start typing its name and pick it. You may leave it empty."),
    )
    invented = models.BooleanField(
        default=False, help_text=_("Check this for a made-up program only. Its page then says that it does not exist.")
    )

    live_revision = live_revision("programs.ProgramRevision")

    summary, for_whom, family = Shown(), Shown(), Shown()
    in_care_30_days, in_care_6_months, in_care_1_year = Shown(), Shown(), Shown()
    quality_of_life, return_to_use_plan = Shown(), Shown()

    objects = ProgramQuerySet.as_manager()

    class Meta(Reviewed.Meta):
        ordering = ["name"]
        constraints = [*Reviewed.Meta.constraints, *in_small_letters()]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("program", args=[self.slug])

    @property
    def parts(self) -> list["ProgramPart"]:
        """What the words that are shown say of each phase, in the phases' order."""
        shown = self.shown
        return list(shown.parts.select_related("phase")) if shown and shown.pk else []


class ProgramRevision(Revision):
    subject = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="revisions")
    summary = models.CharField(max_length=300, blank=True)
    for_whom = models.TextField(_("who it is for"), blank=True)
    family = models.TextField(_("how family takes part"), blank=True)
    in_care_30_days = models.CharField(_("in care after 30 days"), max_length=200, blank=True)
    in_care_6_months = models.CharField(_("in care after 6 months"), max_length=200, blank=True)
    in_care_1_year = models.CharField(_("in care after 1 year"), max_length=200, blank=True)
    quality_of_life = models.CharField(max_length=200, blank=True)
    return_to_use_plan = models.CharField(_("plan for a return to use"), max_length=200, blank=True)

    rendered = models.JSONField(default=dict)  # the HTML of what it says of each phase, by the phase's slug

    class Meta(Revision.Meta):
        constraints = revision_constraints("subject")

    def __str__(self) -> str:
        return f"{self.subject} ({self.number})"


class ProgramPart(models.Model):
    """What a program does in one phase, or why the phase is not part of it: exactly one of the two."""

    revision = models.ForeignKey(ProgramRevision, on_delete=models.PROTECT, related_name="parts")
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="+")
    description = models.TextField(blank=True, help_text=_("What the program does in this phase."))
    not_part_because = models.CharField(_("not part of it, because"), max_length=300, blank=True)

    class Meta:
        ordering = ["phase__position"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "phase"], name="phase_once_a_program"),
            models.CheckConstraint(
                condition=(~Q(description="") & Q(not_part_because=""))
                | (Q(description="") & ~Q(not_part_because="")),
                name="program_part_described_or_says_why_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision}: {self.phase}"

    @property
    def text(self) -> SafeString:
        return stored(self.revision.rendered.get(self.phase.slug, ""))
