"""Making accounts for staff: a password that works once, and codes for the second step."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from axes.utils import reset
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from rehabsite.models import User
from rehabsite.staff.roles import ROLES
from review.models import RosterChange
from review.refusals import Refused
from review.rights import may
from review.services import roster

INTAKE = ROLES["intake"].group
KEPT = (
    *("username", "username_folded", "must_change_password", "first_name", "last_name", "email"),
    *("is_active", "is_staff", "is_superuser"),
)
CODES = 10
TOLD_FOR, MOST = timedelta(days=30), 5
# Without the letters and digits that look like each other.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


class Standing(NamedTuple):
    """What a log-in may do, and where its owner is reached."""

    reviews: bool
    roles: frozenset[object]
    email: str


@dataclass(frozen=True)
class NewAccount:
    """What to hand over, once. Only hashes of the password are kept, so no one can show it again."""

    username: str
    password: str
    codes: list[str]


@transaction.atomic
def create_staff(*, username: str, name: str = "", role: str | None, superuser: bool = False) -> NewAccount:
    """`role` is a key of `rehabsite.staff.roles.ROLES`. A name that is taken raises IntegrityError."""
    first, _blank, last = name.rpartition(" ")
    user = User.objects.create_user(
        username, first_name=first or last, last_name=last if first else "", is_staff=True, is_superuser=superuser
    )
    if role:
        user.groups.add(Group.objects.get(name=ROLES[role].group))
    _tell_changes(user, None, None)
    return renew_sign_in(user=user)


def standing(user: User) -> Standing:
    """Asked of the database. A log-in that is switched off may do nothing."""
    found = User.objects.get(pk=user.pk)
    rights = {"superuser": found.is_superuser, "active": found.is_active, "staff": found.is_staff}
    roles = {*found.groups.values_list("pk", flat=True), *(name for name, has in rights.items() if has)}
    return Standing(roster.may_review(found), frozenset(roles), found.email)


@transaction.atomic
def save_log_in(*, user: User, groups: Iterable[Group], by: User | None) -> None:
    """A log-in that someone made or changed, with all its roles. A new one works here, and cannot get in until
    `renew_sign_in` has made its password.
    """
    before = standing(user) if user.pk else None
    _refuse_strangers(user, by)
    wanted = set(groups)
    if by and not by.is_superuser:
        refused = user.is_superuser or (INTAKE in {group.name for group in wanted} and not may_see_inquiries(by))
        if refused:
            raise Refused("not-your-right", _("You cannot give someone a right that you do not have yourself."))
    if before is None:
        user.is_staff = True
        user.set_unusable_password()
        user.save()
    else:
        user.save(update_fields=KEPT)
    user.groups.set(wanted)
    _tell_changes(user, before, by)


def _refuse_strangers(user: User, by: User | None) -> None:
    may("rehabsite.change_user" if user.pk else "rehabsite.add_user", by)
    if by and not may_look_after(user, by):
        raise Refused("not-your-role", _("Your role does not include this step. Ask a site manager."))


def may_look_after(user: User, by: User) -> bool:
    """Only someone who has every right looks after those who have, and only the intake desk after the intake desk:
    whoever looks after log-ins could otherwise read what visitors wrote. It is asked of what is stored.
    """
    there = User.objects.filter(pk=user.pk).first()
    if by.is_superuser or there is None:
        return True
    return not there.is_superuser and (may_see_inquiries(by) or not may_see_inquiries(there))


def may_see_inquiries(user: User) -> bool:
    """Asked of the roles, since someone who is switched off has no permissions, and could be switched on."""
    return user.is_superuser or user.groups.filter(name=INTAKE).exists()


def _tell_changes(user: User, before: Standing | None, by: User | None) -> None:
    """After a log-in was made or changed, in the same transaction."""
    now = standing(user)
    roster.tell_right(user=user, before=bool(before and before.reviews), by=by)
    if before is None or now.roles != before.roles:
        roster.tell(what=RosterChange.What.ROLES, user=user, by=by)
    if before and now.email != before.email:
        roster.tell(what=RosterChange.What.ADDRESS, user=user, by=by, reached_at=before.email)


@transaction.atomic
def renew_sign_in(*, user: User, by: User | None = None) -> NewAccount:
    """A new one-time password and new codes. The old ones and an authenticator app stop working at once, and wrong
    tries are forgotten.

    Whoever renews someone's could sign in their place, so its owner is told, and of a reviewer's every reviewer.
    """
    _refuse_strangers(user, by)
    if user.last_login:
        what = RosterChange.What.RENEWED if roster.may_review(user) else RosterChange.What.LET_IN
        roster.tell(what=what, user=user, by=by)
    password = "-".join("".join(secrets.choice(ALPHABET) for _each in range(4)) for _part in range(4))
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    TOTPDevice.objects.filter(user=user).delete()
    reset(username=user.get_username())
    device, _made = StaticDevice.objects.get_or_create(user=user, name="One-time codes")
    device.token_set.all().delete()
    codes = [StaticToken.random_token() for _each in range(CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return NewAccount(username=user.get_username(), password=password, codes=codes)


def changes_by_others(user: User) -> QuerySet[LogEntry]:
    """What colleagues did to this log-in of late: new roles, a new password. Its owner is told on the first page."""
    about = ContentType.objects.get_for_model(User)
    lines = LogEntry.objects.filter(content_type=about, object_id=str(user.pk)).exclude(user=user)
    return lines.filter(action_time__gt=timezone.now() - TOLD_FOR).select_related("user")[:MOST]


def first_account() -> NewAccount | None:
    """How to get in while no one ever did; None from then on. A start whose lines no one read locks no one out."""
    admin = User.objects.filter(username="admin").first()
    if admin is None:
        if User.objects.filter(is_staff=True).exists():
            return None
        return create_staff(username="admin", role=None, superuser=True)
    return renew_sign_in(user=admin) if admin.must_change_password and admin.last_login is None else None


def how_to_sign_in(account: NewAccount) -> str:
    """For a terminal."""
    return "\n".join(
        (
            f"  Name               {account.username}",
            f"  One-time password  {account.password}",
            f"  Code               {account.codes[0]}",
            "",
            "You will be asked for a new password. The code is the second step: each one works once.",
            f"More codes, to keep: {' '.join(account.codes[1:])}",
        )
    )
