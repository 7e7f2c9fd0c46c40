from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from facilities.models.city import City
from facilities.models.edition import DirectoryEdition
from facilities.models.facility import Facility

LONGEST_REASON = 2000


class RankingQuerySet(models.QuerySet["Ranking"]):
    def ever_published(self) -> "RankingQuerySet":
        """Also those that were withdrawn: their addresses answer with the reason."""
        return self.filter(published_on__isnull=False).select_related("city", "edition")

    def heads(self) -> "RankingQuerySet":
        """Without what no page needs: it grows with the city."""
        return self.defer("document", "differences")

    def published(self) -> "RankingQuerySet":
        """What readers may see, each at its own address."""
        return self.ever_published().filter(withdrawn_on=None)

    def newest(self) -> "RankingQuerySet":
        """The one at a city's own address. Where the newest was withdrawn there is none: no older one comes back by
        itself."""
        later = Ranking.objects.filter(
            city=OuterRef("city"), number__gt=OuterRef("number"), published_on__isnull=False
        )
        return self.published().filter(~Exists(later))


class Ranking(models.Model):
    """A city's facilities compared once, by one version of the method over one edition. Published, it stays as it is,
    or is withdrawn for good, with a reason."""

    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="rankings")
    number = models.PositiveIntegerField()
    method = models.CharField(max_length=20)
    edition = models.ForeignKey(DirectoryEdition, on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField()
    published_on = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)
    withdrawn_because = models.TextField(blank=True, max_length=LONGEST_REASON)
    document = models.JSONField(help_text=_("All inputs: what ranking.json holds."))
    head = models.JSONField()  # what its page says of it as a whole: see facilities.ranking_page.head
    differences = models.JSONField(default=list)  # from the version before, as sentences' data

    objects = RankingQuerySet.as_manager()

    class Meta:
        ordering = ["city", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["city", "number"], name="ranking_number_once_a_city"),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True, withdrawn_because="")
                | (Q(withdrawn_on__isnull=False, published_on__isnull=False) & ~Q(withdrawn_because="")),
                name="withdrawn_ranking_was_published_and_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.city}, {self.number}"


class RankedFacility(models.Model):
    """A row of a ranking. Equal scores share a position."""

    ranking = models.ForeignKey(Ranking, on_delete=models.CASCADE, related_name="rows")
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="ranked")
    position = models.PositiveIntegerField()
    score = models.PositiveIntegerField()
    shared_by = models.PositiveIntegerField()  # so many have this position
    reasons = models.JSONField()  # for each criterion: its key, the points, and whether it was reported
    told = models.JSONField()  # the facility as the document has it, so that a page reads its own rows alone

    class Meta:
        ordering = ["position", "facility__name1"]
        constraints = [models.UniqueConstraint(fields=["ranking", "facility"], name="facility_once_a_ranking")]

    def __str__(self) -> str:
        return f"{self.position}. {self.facility}"


class LeftOut(models.Model):
    """A facility that an editor leaves out of its city's rankings, with the reason that readers see."""

    facility = models.OneToOneField(
        Facility,
        on_delete=models.CASCADE,
        related_name="left_out",
        help_text=_("Paste its page’s address, or start typing its name and pick it."),
    )
    reason = models.CharField(
        max_length=300, help_text=_("Why it is not compared with the others. Readers see this sentence.")
    )

    class Meta:
        verbose_name = _("facility left out of rankings")
        verbose_name_plural = _("left out of rankings")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="left_out_says_why")]

    def __str__(self) -> str:
        return str(self.facility)
