"""Create or update the account of a staff member."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from pledges.access.staff_accounts import STAFF_ROLES, generate_password, save_staff_account
from pledges.values.choices import Role


class Command(BaseCommand):
    """`manage.py staff_user NAME --role ROLE`: the password is generated and printed, or read from standard input."""

    help = "Create or update a staff account; its password is generated and printed, or read from standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", metavar="NAME")
        parser.add_argument("--role", required=True, choices=[role.value for role in STAFF_ROLES])
        parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")

    def handle(self, *_: Any, username: str, role: str, password_stdin: bool, **__: Any) -> None:
        password = sys.stdin.readline().rstrip("\r\n") if password_stdin else generate_password()
        if not password:
            raise CommandError("No password on standard input.")
        try:
            user, created = save_staff_account(username, role=Role(role), password=password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{'Created' if created else 'Updated'} {user.username}, role {user.role}.")
        if not password_stdin:
            self.stdout.write(f"Password: {password}")
