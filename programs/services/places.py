"""What is no word of a program: its name, setting, city and facility. It shows at once, without a review."""

from typing import Final

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from programs.kinds import PROGRAMS
from programs.models import Program
from review.rights import may
from search.services import refresh

ADD: Final = "programs.add_program"
CHANGE: Final = "programs.change_program"
PLACE: Final = ("name", "slug", "setting", "city", "facility", "invented")


@transaction.atomic
def save_place(*, program: Program, by: AbstractUser | None) -> None:
    """An address that readers may have kept does not change."""
    may(CHANGE if program.pk else ADD, by)
    if program.pk:
        program.save(update_fields=[name for name in PLACE if name != "slug"])
    else:
        program.save()
    refresh(PROGRAMS, program.pk)
