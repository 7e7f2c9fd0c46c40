from django.db import models
from django.utils.translation import gettext_lazy as _


class Wording(models.Model):
    """A word or phrase that the checklist points at, with a better one. Editors extend the table."""

    class Kind(models.TextChoices):
        PERSON_FIRST = "person-first", _("Person-first language")
        CLAIM = "claim", _("A claim that nobody can keep")

    kind = models.CharField(max_length=20, choices=Kind)
    avoid = models.CharField(max_length=80, unique=True, help_text=_("As it stands in a text. Case does not matter."))
    instead = models.CharField(_("better"), max_length=200, help_text=_("What to write, or why not to."))
    allowed_in = models.CharField(
        max_length=300,
        blank=True,
        help_text=_("Names of things in which it is right, with commas between, such as: relapse prevention."),
    )

    class Meta:
        ordering = ["kind", "avoid"]
        verbose_name = _("wording")

    def __str__(self) -> str:
        return self.avoid
