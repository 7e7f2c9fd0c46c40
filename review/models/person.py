from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from markup.names import AddressField, FoldedField, NamedRows, NameField, can_be_seen, in_small_letters
from search.kinds import named_people


class PersonQuerySet(NamedRows["Person"]):
    def published(self) -> "PersonQuerySet":
        """Those that a page for readers names, of whatever kind."""
        return self.filter(named_people())


class Person(models.Model):
    """Someone in a byline: who they are to readers. Their log-in, if they have one, is `user`."""

    slug = AddressField(
        _("address"),
        unique=True,
        max_length=80,
        help_text=_("The last part of the page’s address, made from the name. It does not change later."),
    )
    name = NameField(max_length=120, help_text=_("First and last name, as readers see it above an article."))
    name_folded = FoldedField("name")
    credentials = models.CharField(
        max_length=120,
        blank=True,
        help_text=_("What comes after the name, such as MD, FASAM. Leave it empty if there is nothing."),
    )
    credentials_url = models.URLField(
        _("where to check the credentials"),
        blank=True,
        help_text=_("A public page, such as a licensing board’s. Only people with such a page can review."),
    )
    bio = models.TextField(
        max_length=2000,
        blank=True,
        help_text=_("Who they are, in two or three sentences. Readers see it on the person’s page."),
    )
    conflicts = models.TextField(
        _("conflicts of interest"),
        max_length=2000,
        blank=True,
        help_text=_(
            "Who else pays them, or has paid them. Leave it empty if no one does: readers see “None declared”."
        ),
    )
    invented = models.BooleanField(
        default=False,
        help_text=_("Check this for a made-up person only. Their page then says that they do not exist."),
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("log-in"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="person",
        help_text=_("The log-in that writes and signs under this name. Leave it empty if they do not sign in."),
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = _("people")
        permissions = [
            ("write_words", _("Can write words and hand them in for review")),
            ("edit_words", _("Can sign words as edited, sign small corrections, and send words back")),
            ("review_words", _("Can review words medically, and send them back")),
            ("publish_words", _("Can publish, schedule, withdraw and roll back")),
        ]
        constraints = [can_be_seen("name_folded"), *in_small_letters()]

    def __str__(self) -> str:
        return f"{self.name}, {self.credentials}" if self.credentials else self.name

    def get_absolute_url(self) -> str:
        return reverse("person", args=[self.slug])

    @property
    def can_review(self) -> bool:
        """Readers can only trust a review whose author they can check."""
        return bool(self.credentials and self.credentials_url and not self.invented)


class Joining(models.Model):
    """A log-in that signs, or once signed, under a person's name. Whoever it was joined to stays the same human."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="joinings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-joined_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["person", "user"], name="joined_once")]

    def __str__(self) -> str:
        return f"{self.person}: {self.user}"
