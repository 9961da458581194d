"""What was decided where sources leave a choice, as the methodology page lists it."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

DECISIONS = Path(__file__).resolve().parents[2] / "data" / "decisions.csv"


class Decision(NamedTuple):
    """One choice in loading or counting, and why."""

    subject: str
    decision: str
    reason: str


@cache
def decisions() -> tuple[Decision, ...]:
    """The decisions in the order in which they are kept."""
    with DECISIONS.open(encoding="utf-8", newline="") as file:
        return tuple(Decision(row["subject"], row["decision"], row["reason"]) for row in csv.DictReader(file))
