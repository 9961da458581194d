"""Compares all published pledges with each other and lists the pairs that nobody decided."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from pledges.intake.duplicates.find_pairs import find_in_history, undecided_candidates
from pledges.models import DuplicateCandidate


class Command(BaseCommand):
    """`manage.py find_duplicates [--limit N] [--json]`; decisions taken before are kept."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--limit", type=int, default=50, help="list at most so many pairs, the likeliest first")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        find_in_history(today=timezone.now().date())
        pairs = undecided_candidates()
        listed = pairs[: options["limit"]]
        if options["json"]:
            self.stdout.write(
                json.dumps({"undecided": pairs.count(), "pairs": [pair_as_json(one) for one in listed]}, indent=2)
            )
            return
        for one in listed:
            self.stdout.write(
                f"{one.score:3d} {'strong' if one.strong else '      '} {one.label} and {one.other_label}"
            )
            self.stdout.write(f"           {'; '.join(one.reasons)}")
        strong = pairs.filter(strong=True).count()
        self.stdout.write(f"{pairs.count()} pairs are undecided, {strong} of them strong; {len(listed)} are listed")


def pair_as_json(pair: DuplicateCandidate) -> dict[str, Any]:
    return {
        "pledge": pair.label,
        "other": pair.other_label,
        "score": pair.score,
        "strong": pair.strong,
        "reasons": pair.reasons,
    }
