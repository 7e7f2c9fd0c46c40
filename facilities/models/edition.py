from django.contrib.humanize.templatetags.humanize import apnumber
from django.db import models
from django.db.models import Exists, Q
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _


class EditionQuerySet(models.QuerySet["DirectoryEdition"]):
    def not_answering(self) -> "EditionQuerySet":
        """Those whose facilities answer no reader: invented ones, as soon as there are others."""
        return self.filter(Exists(DirectoryEdition.objects.filter(invented=False)), invented=True)


class DirectoryEdition(models.Model):
    """One published state of SAMHSA's directory, as it was imported."""

    name = models.CharField(max_length=60, unique=True, help_text=_("As readers see it, such as 2023."))
    survey_year = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(max_length=200, help_text=_("What the file was, such as National Directory, SU, 2023."))
    sha256 = models.CharField(max_length=64, editable=False)
    imported_at = models.DateTimeField(default=timezone.now, editable=False)
    facility_count = models.PositiveIntegerField(default=0, editable=False)
    refused_rows = models.JSONField(default=list, editable=False)  # by number, each with its reason
    invented = models.BooleanField(default=False, help_text=_("Demo data: pages say that these do not exist."))

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-imported_at", "-pk"]
        verbose_name = _("directory edition")

    def __str__(self) -> str:
        return self.name

    @property
    def reported_words(self) -> str:
        """Whose words a list's facts are, and how old, for readers."""
        if self.survey_year is None:
            return gettext("Reported to SAMHSA: %(edition)s.") % {"edition": self.name}
        years = timezone.localdate().year - self.survey_year
        told = {"year": self.survey_year, "years": apnumber(years), "count": years}
        if years < 1:
            return gettext("Reported to SAMHSA in %(year)d.") % told
        return (
            ngettext(
                "Reported to SAMHSA in %(year)d, %(years)s year ago.",
                "Reported to SAMHSA in %(year)d, %(years)s years ago.",
                years,
            )
            % told
        )


class ServiceCode(models.Model):
    """What a code meant in an edition. Phase and role are those of `facilities.service_codes` at that import."""

    class Role(models.TextChoices):
        CORE = "core", _("offers the phase")
        SUPPORT = "support", _("adds to it")
        ACCEPTS = "accepts", _("accepts people who get it elsewhere")
        NEGATIVE = "negative", _("says that it does not")
        OTHER = "other", _("for other substances")

    edition = models.ForeignKey(DirectoryEdition, on_delete=models.CASCADE, related_name="codes")
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    category_code = models.CharField(max_length=12)
    category_name = models.CharField(max_length=120)
    phase = models.PositiveSmallIntegerField(null=True, blank=True)  # its position, see `facilities.phases`
    role = models.CharField(max_length=10, choices=Role, blank=True)

    class Meta:
        ordering = ["category_code", "code"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="service_code_once_an_edition"),
            models.CheckConstraint(
                condition=Q(phase__isnull=True, role="") | (Q(phase__range=(1, 5)) & ~Q(role="")),
                name="service_code_phase_and_role_together",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.name}"


class ProposedMatch(models.Model):
    """A row of a new edition that is perhaps a facility we know, under a changed name or address. An editor decides.

    Until then the facility stays as it was, and the row waits in `row`.
    """

    class Decision(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SAME = "same", _("The same facility")
        OTHER = "other", _("Another facility")

    edition = models.ForeignKey(DirectoryEdition, on_delete=models.CASCADE, related_name="proposed_matches")
    facility = models.ForeignKey("facilities.Facility", on_delete=models.CASCADE, related_name="proposed_matches")
    row = models.JSONField()
    likeness = models.FloatField(help_text=_("Of the names, from 0 to 1."))
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.WAITING)
    decided_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-likeness"]
        verbose_name_plural = _("proposed matches")

    def __str__(self) -> str:
        return f"{self.row.get('name1', '')} = {self.facility}?"
