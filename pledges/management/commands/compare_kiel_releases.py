"""Compares two releases of the Kiel tracker: what their delivered numbers date, and which were revised."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from pledges.intake.importers.import_limits import FileProblem
from pledges.intake.importers.kiel.delivery_narrowing import draft_narrowing, narrowing_rows
from pledges.intake.importers.kiel.release_comparison import (
    Course,
    ReleaseComparison,
    compare_releases,
    read_release_rows,
)
from pledges.management.commands.import_file import account

NAMED = (Course.GREW, Course.SHRANK, Course.PROMISE_CHANGED)
"""What is listed item by item; the rest is counted."""


class Command(BaseCommand):
    """`manage.py compare_kiel_releases OLDER NEWER [--as NAME]`: lists what moved; with a name, drafts the rows."""

    help = (
        "Set two releases of the Kiel tracker side by side: an item's number of delivered units dates its delivery to"
        " the time between them, and a number that shrank is a revision. With --as, a draft for review narrows the"
        " dates of lines in the ledger. The older release is never imported."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("older", type=Path, help="the file of the older release")
        parser.add_argument("newer", type=Path, help="the file of the newer release")
        parser.add_argument("--as", dest="author", default="", metavar="USERNAME", help="who drafts")

    def handle(self, *_: Any, older: Path, newer: Path, author: str, **__: Any) -> None:
        drafter = account(author) if author else None
        try:
            comparison = compare_releases(read_release_rows(older), read_release_rows(newer))
        except (FileProblem, OSError) as problem:
            raise CommandError(str(problem)) from problem
        self.write_comparison(comparison)
        rows = narrowing_rows(comparison)
        self.stdout.write(f"{len(rows)} rows would narrow when deliveries in the ledger came")
        if rows and drafter is not None:
            now = timezone.now()
            changeset = draft_narrowing(comparison, rows, author=drafter, today=now.date(), now=now)
            self.stdout.write(f"change set {changeset.pk}: {changeset.title}")

    def write_comparison(self, comparison: ReleaseComparison) -> None:
        first, last = comparison.window
        for course in NAMED:
            for item in comparison.of_course(course):
                before, after = item.delivered
                words = f"{before} delivered, then {after} (promised {item.promised[0]}, then {item.promised[1]})"
                self.stdout.write(f"{course}: {item.newer}: {words}")
        older, newer = comparison.older.number, comparison.newer.number
        self.stdout.write(f"{len(comparison.items)} items in Release {older} and Release {newer}, {first} to {last}:")
        for course in Course:
            self.stdout.write(f"  {course}: {len(comparison.of_course(course))}")
