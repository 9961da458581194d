"""Bring the database up to date, for installations whose processes something else starts."""

from typing import Any

from django.core.management.base import BaseCommand

from ramstein.preparation import prepare


class Command(BaseCommand):
    """`manage.py prepare`: migrations, first accounts, starter data. Safe to run again."""

    help = "Apply migrations, create the first accounts and load the starter data, where they are missing."

    def handle(self, *_: Any, **__: Any) -> None:
        prepare(say=self.stdout.write)
