"""Staff accounts. Readers and visitors have none."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from markup.mail_addresses import validate_mail_address
from markup.names import FoldedField, NameField, can_be_seen, fold


class Users(UserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        """Whoever signs in may write their name in any case."""
        return self.get(username_folded=fold(username or ""))

    def spelled(self, username: str) -> str:
        """As the account spells it, so that one account has one count of wrong passwords."""
        found = self.filter(username_folded=fold(username)).values_list("username", flat=True).first()
        return found or username


class User(AbstractUser):
    """Someone who may log in to the admin. Who they are to readers is a person in a byline."""

    username = NameField(_("username"), max_length=150, unique=True, validators=[UnicodeUsernameValidator()])
    username_folded = FoldedField("username")
    email = models.EmailField(_("email address"), blank=True, validators=[validate_mail_address])
    must_change_password = models.BooleanField(
        _("must choose a password"),
        default=False,
        help_text=_(
            "Set when someone else made the password. The admin then asks for a new one before anything else."
        ),
    )

    objects: ClassVar[Users] = Users()

    class Meta(AbstractUser.Meta):
        constraints = [can_be_seen("username_folded")]


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
