"""Staff accounts. Readers and visitors have none."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from outbound.mail_addresses import validate_mail_address


class User(AbstractUser):
    """Someone who may log in to the admin. Who they are to readers is an `articles.Person`."""

    email = models.EmailField(_("email address"), blank=True, validators=[validate_mail_address])
    must_change_password = models.BooleanField(
        _("must choose a password"),
        default=False,
        help_text=_("Set when somebody else made the password. The admin then asks for a new one before all else."),
    )


class Chore(models.Model):
    """When each of `rehabsite.chores` is to be done next, and how the last time went."""

    name = models.CharField(max_length=60, unique=True)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=80, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
