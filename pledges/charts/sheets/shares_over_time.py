"""Steps over time in per cent of what was promised by each, where that is a ratio of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pledges.answers import Step
from pledges.values.estimates import EstimateSum

WHOLE = Decimal(100)
TENTH = Decimal("0.1")


def share_steps(steps: Sequence[Step]) -> list[Step] | None:
    """The steps as shares; None where there are none, or where one of them would be no honest ratio."""
    shares = [share_of_step(step) for step in steps]
    found = [share for share in shares if share is not None]
    return found if found and len(found) == len(shares) else None


def share_of_step(step: Step) -> Step | None:
    """A step in per cent of its promise; None where a part of it has no number, or the promise no bounds."""
    promised, delivered = step.promised, step.delivered
    if promised.without_number or delivered.without_number:
        return None
    if promised.high is None or delivered.high is None or not promised.low:
        return None
    low, high = delivered.low / promised.high, min(delivered.high / promised.low, Decimal(1))
    bounds = [(WHOLE * bound).quantize(TENTH).normalize() + 0 for bound in (low, high)]
    best = bounds[0] if bounds[0] == bounds[1] else None
    return Step(step.day, EstimateSum(WHOLE, WHOLE, WHOLE), EstimateSum(bounds[0], best, bounds[1]))
