"""Prints every fact whose quote is not in the kept copy of its source."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pledges import projections


class Command(BaseCommand):
    """`manage.py check_quotes`; exits with 1 where a quote is not found."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        projections.anchor_quotes()
        counts, astray = projections.check_quotes()
        for one in astray:
            self.stdout.write(f"{one.kind} {one.fact}: “{one.quote}” is not in {one.sha256} ({one.url or one.title})")
        self.stdout.write(
            f"{counts.quoting} facts with a quote, {counts.with_copy} of them with a kept copy: "
            f"{counts.found} found, {counts.not_found} not found, {counts.not_read} in copies that are not read"
        )
        if astray:
            raise CommandError(f"{len(astray)} quotes are not in their kept copies", returncode=1)
