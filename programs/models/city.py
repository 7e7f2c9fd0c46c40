from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class City(models.Model):
    """A place that the site writes about: postal city names, and ZIP prefixes for what lies around them."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    state = models.CharField(max_length=2, help_text=_("Two letters, such as TX."))
    summary = models.CharField(max_length=300, blank=True)
    postal_names = models.CharField(
        max_length=500,
        blank=True,
        help_text=_("City names in addresses, with commas between. Empty: the name above."),
    )
    zip_prefixes = models.CharField(
        _("ZIP prefixes"),
        max_length=200,
        blank=True,
        help_text=_("The first three digits, with commas between, or ranges: 900-918, 935."),
    )

    class Meta:
        ordering = ["name"]
        verbose_name_plural = _("cities")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("city", args=[self.slug])
