from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse

from facilities.models.city import City


class TownQuerySet(models.QuerySet["Town"]):
    def with_pages(self) -> "TownQuerySet":
        """Those with a listed facility. A city's page, while it is shown, stands for its town's."""
        city = City.objects.shown().filter(state=OuterRef("state"), name__iexact=OuterRef("name"))
        listed = apps.get_model("facilities.Facility").objects.listed().order_by()
        return self.filter(Exists(listed.filter(town=OuterRef("pk"))), ~Exists(city))


class Town(models.Model):
    """A town of the United States, from `fill_places`. Its key is stable: "tx/el-paso", as in its page's address."""

    key = models.CharField(primary_key=True, max_length=60)
    name = models.CharField(max_length=60)
    state = models.CharField(max_length=2)
    latitude = models.FloatField()
    longitude = models.FloatField()
    population = models.PositiveIntegerField(default=0)  # 0 is unknown

    objects = TownQuerySet.as_manager()

    class Meta:
        ordering = ["name", "state"]

    def __str__(self) -> str:
        return f"{self.name}, {self.state}"

    def get_absolute_url(self) -> str:
        return reverse("town", args=[self.key])


class TownName(models.Model):
    """What people may call a town, folded. A name that only the post knows has the middle of its own ZIP codes."""

    town = models.ForeignKey(Town, on_delete=models.CASCADE, related_name="names")
    folded = models.CharField(max_length=60)
    shown = models.CharField(max_length=60)
    rank = models.PositiveSmallIntegerField()  # 0 is its own name, 1 the post accepts, 2 it does not
    latitude = models.FloatField()
    longitude = models.FloatField()
    # For whoever misspells it: the biggest towns that begin with the same two letters are compared.
    beginning = models.CharField(max_length=2)
    population = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["folded", "town"], name="town_has_a_name_once")]
        indexes = [models.Index(fields=["beginning", "-population"], name="town_name_beginning")]

    def __str__(self) -> str:
        return self.shown


class ZipCode(models.Model):
    """Every ZIP code, also those that are no place on the map: these have no point."""

    class Kind(models.TextChoices):
        STANDARD = "standard"
        BOXES = "boxes"
        FIRM = "firm"
        MILITARY = "military"

    class From(models.TextChoices):
        """Whose middle the point is."""

        OWN = "own"
        TOWN = "town"
        PREFIX = "prefix"
        NONE = ""

    code = models.CharField(primary_key=True, max_length=5)
    kind = models.CharField(max_length=8, choices=Kind)
    state = models.CharField(max_length=2)
    town = models.ForeignKey(Town, on_delete=models.CASCADE, null=True, related_name="zips")
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    point = models.CharField(max_length=6, choices=From, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(point="", latitude__isnull=True, longitude__isnull=True)
                | (~models.Q(point="") & models.Q(latitude__isnull=False, longitude__isnull=False)),
                name="zip_code_says_whose_middle",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Area(models.Model):
    """A county by its folded name, or the ZIP codes that begin with three digits."""

    name = models.CharField(max_length=60)
    state = models.CharField(max_length=2)
    shown = models.CharField(max_length=60)
    latitude = models.FloatField()
    longitude = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "state"], name="area_once_in_a_state")]

    def __str__(self) -> str:
        return f"{self.shown}, {self.state}"
