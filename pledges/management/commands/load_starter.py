"""Loads the catalogue and the starter data, then projects them; what is in already stays as it is."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from meetings.reference_rows import BadRowError
from pledges import projections
from pledges.intake.catalogue_files import load_catalogue_files
from pledges.intake.starter_data import load_starter
from pledges.intake.starter_problems import StarterProblemError


class Command(BaseCommand):
    """`manage.py load_starter`: catalogue, starter families, projections."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            counts = load_catalogue_files()
            self.stdout.write("catalogue: " + ", ".join(f"{count} {name}" for name, count in counts.items()))
            published = load_starter(now=now, say=self.stdout.write)
        except (BadRowError, StarterProblemError) as error:
            raise CommandError(str(error)) from error
        # An update may have emptied the projections; then they are computed before anybody reads them.
        drained = projections.drain_outbox(today=now.date(), now=now)
        if published:
            # The database gets to know by itself within a minute or so; the first visitors would wait for that.
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
            self.stdout.write(f"published {published} versions, projected {drained or published}")
        else:
            self.stdout.write("the starter data are in already")
