"""Pictures that editors uploaded. The files are in the default storage; this says which ones are ours."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from markup import pictures


class Image(models.Model):
    """A stored picture. Only `images.store_image` and `images.adopt_image` make one, with its files."""

    name = models.CharField(max_length=26, unique=True, editable=False)
    has_alpha = models.BooleanField(_("has transparent parts"), editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    uploaded_at = models.DateTimeField(default=timezone.now, editable=False)
    alt = models.CharField(
        _("what it shows"),
        max_length=250,
        blank=True,
        help_text=_(
            "Describe it for someone who cannot see it. This is suggested when the picture is added to a text. Texts "
            "that already have it keep their own words."
        ),
    )
    note = models.CharField(
        _("note for the team"),
        max_length=300,
        blank=True,
        help_text=_("Who made it, and where it may be used. Readers do not see it."),
    )
    bytes = models.PositiveIntegerField(_("size of all its files"), editable=False)

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return self.picture.src

    @property
    def picture(self) -> pictures.Picture:
        return pictures.named(self.name, has_alpha=self.has_alpha)
