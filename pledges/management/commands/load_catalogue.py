"""Loads donors, meetings, coalitions, systems and the rest of the catalogue, without any pledge."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from meetings.reference_rows import BadRowError
from pledges.intake.catalogue_files import load_catalogue_files


class Command(BaseCommand):
    """`manage.py load_catalogue`: safe to run again."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            counts = load_catalogue_files()
        except BadRowError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("catalogue: " + ", ".join(f"{count} {name}" for name, count in counts.items()))
