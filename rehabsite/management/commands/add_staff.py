"""`manage.py add_staff anna --role editor --name "Anna Lee"`"""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from markup.names import alike
from rehabsite.models import User
from rehabsite.staff.accounts import create_staff, how_to_sign_in
from rehabsite.staff.roles import ROLES


class Command(BaseCommand):
    help = "Creates an account for a member of staff, and prints how they log in the first time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--role", choices=ROLES, required=True)
        parser.add_argument("--name", default="", help='their name, such as "Anna Lee"')

    def handle(self, *, username: str, role: str, name: str, **options: Any) -> None:
        try:
            User.username_validator(username)
        except ValidationError as error:
            why = f"{username!r} cannot be used as a name to sign in with. {error.messages[0]}"
            raise CommandError(why) from error
        if alike(User(username=username)):
            raise CommandError(f"There is already an account named {username}. Choose another name.")
        account = create_staff(username=username, name=name, role=role)
        address = f"{settings.SITE_URL}{reverse('admin:index')}"
        self.stdout.write(f"Give this to them in person. They sign in at {address}\n")
        self.stdout.write(how_to_sign_in(account))
