from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article


class Listed(models.Model):
    """A live article's place in one list, newest first: of all, of a tag, of a person, of a phase, of a city.

    A list finds its first rows here by one index, however many there are. `services.listing` keeps it in step. It
    says where an article would stand, never that readers may see it: rows are read through `published()`.
    """

    class Kind(models.IntegerChoices):
        ALL = 0
        TAG = 1
        PERSON = 2
        PHASE = 3
        CITY = 4

    kind = models.PositiveSmallIntegerField(choices=Kind)
    of = models.PositiveBigIntegerField(default=0)  # the tag's, person's, phase's or city's key
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="listed", db_index=False)
    published_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["kind", "of", "-published_on", "-article"], name="listed_newest_first")]
        constraints = [models.UniqueConstraint(fields=["article", "kind", "of"], name="listed_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.of}: {self.article_id}"


class Beside(models.Model):
    """What is shown next to a live article, found once: keys of related articles and questions, and of the terms that
    its text uses, more than are shown. `services.listing` makes it. Rows are read through `published()`.
    """

    article = models.OneToOneField(Article, on_delete=models.CASCADE, primary_key=True, related_name="beside")
    revision = models.PositiveBigIntegerField()  # the key of the one that was live
    articles = models.JSONField(default=list)
    questions = models.JSONField(default=list)
    chosen = models.PositiveSmallIntegerField(default=0)  # so many of them an editor chose: all are shown
    step = models.CharField(max_length=20, default="care")  # where its reader is led to next
    terms = models.JSONField(default=list)
    sources = models.JSONField(default=list)  # the revision's: no revision's ever change
    stale = models.BooleanField(default=False)  # something that it was found by has changed

    class Meta:
        indexes = [models.Index(fields=["article"], condition=models.Q(stale=True), name="beside_stale")]

    def __str__(self) -> str:
        return f"Beside {self.article_id}"


class Door(models.Model):
    """Which article the first page leads to from one of its doors. The doors are fixed; the articles are chosen.

    A door whose article readers cannot see falls back or is not there: read them with `articles.doors`.
    """

    class Slot(models.TextChoices):
        EMERGENCY = "emergency", _("Help now: someone will not wake up")
        LOVED = "loved", _("Someone I love")
        WITHDRAWAL = "withdrawal", _("In withdrawal")
        OVERDOSE = "overdose", _("After an overdose")
        PREGNANT = "pregnant", _("Pregnant")
        UNINSURED = "uninsured", _("No insurance")
        OUT = "out", _("Out of medication, or away from home")
        AGAIN = "again", _("Using again after a break")

    slot = models.CharField(_("door"), max_length=20, choices=Slot, unique=True)
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="+", verbose_name=_("article"))

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.get_slot_display())
