"""Rebuilds the projections from the ledger, or compares what is stored with what a rebuild would give."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from pledges import projections


class Command(BaseCommand):
    """`manage.py rebuild [--check]`."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="compare only; exit with 1 where rows differ")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            self.check_projections()
            return
        now = timezone.now()
        moment = projections.rebuild(today=now.date(), now=now)
        self.stdout.write(f"rebuilt version {moment.known} for {moment.valid_at}")

    def check_projections(self) -> None:
        """Print every row that differs and fail where there is one."""
        found = projections.differences()
        for difference in found:
            self.stdout.write(f"{difference.table}, {difference.side} only: {difference.row}")
        if found:
            raise CommandError(f"{len(found)} rows differ from a rebuild", returncode=1)
