from django.db import models
from django.utils.translation import gettext_lazy as _


class Wording(models.Model):
    """A word or phrase that the checklist points at, with a better one. Editors extend the table."""

    class Kind(models.TextChoices):
        PERSON_FIRST = "person-first", _("Person-first language")
        CLAIM = "claim", _("A promise that no one can keep")
        PLAIN = "plain", _("Plain American English")

    kind = models.CharField(
        max_length=20,
        choices=Kind,
        help_text=_("Is it about how we speak of people, about what we promise, or about plain words?"),
    )
    avoid = models.CharField(
        max_length=80,
        unique=True,
        help_text=_("The word as it is written in a text. Capital or lowercase makes no difference."),
    )
    instead = models.CharField(
        _("better"),
        max_length=200,
        help_text=_("What to write in its place, or why to leave it out. The checklist shows it next to the article."),
    )
    allowed_in = models.CharField(
        max_length=300,
        blank=True,
        help_text=_(
            "Names in which it is right, with commas between, such as: relapse prevention. It may stay empty."
        ),
    )

    class Meta:
        ordering = ["kind", "avoid"]
        verbose_name = _("wording")

    def __str__(self) -> str:
        return self.avoid
