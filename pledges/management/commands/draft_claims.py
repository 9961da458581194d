"""Drafts the promises in texts: lines of JSON in, lines of JSON out; reads the shipped catalogue and no database."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pledges.intake.drafting.draft_lines import BadLineError, draft_lines


class Command(BaseCommand):
    """`manage.py draft_claims --jsonl IN.jsonl > OUT.jsonl`."""

    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--jsonl", type=Path, required=True, help='a file with one {"id", "text", "published"} a line'
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with options["jsonl"].open(encoding="utf-8") as lines:
                for line in draft_lines(lines):
                    self.stdout.write(line)
        except (OSError, UnicodeDecodeError, BadLineError) as error:
            raise CommandError(str(error)) from error
