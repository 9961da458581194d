"""Interval arithmetic on estimates. What is computed carries no words; nothing is rounded here."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Any

from pledges.values.estimates.estimate import Estimate
from pledges.values.estimates.estimate_formatting import canonical_text
from pledges.values.estimates.hedges import Bounds
from pledges.values.estimates.stated_numbers import states_number

ZERO = Decimal(0)
EXACT = Context(prec=100)
"""Wide enough that no sum or product of stated numbers is ever rounded, so the order of a sum does not matter."""


@dataclass(frozen=True, slots=True)
class EstimateSum:
    """A sum of estimates, which also says how many of its parts had no upper bound, and how many no number.

    `numbered` is the sum of the other parts; None where every part has a number.
    """

    low: Decimal = ZERO
    best: Decimal | None = ZERO
    high: Decimal | None = ZERO
    unbounded: int = 0
    without_number: int = 0
    numbered: Bounds | None = None

    @classmethod
    def of(cls, estimate: Estimate) -> "EstimateSum":
        bounds, unbounded = estimate.bounds, int(estimate.high is None)
        if not estimate.text or states_number(estimate.text, best=estimate.best, high=estimate.high):
            return cls(*bounds, unbounded)
        return cls(*bounds, unbounded, 1, (ZERO, ZERO, ZERO))

    @classmethod
    def of_columns(
        cls,
        low: Decimal,
        best: Decimal | None,
        high: Decimal | None,
        unbounded: int,
        *stated: Any,
    ) -> "EstimateSum":
        """The sum in the columns low, best, high, unbounded, then the same three of what has a number, and what not."""
        *numbered, without = stated
        return cls(low, best, high, unbounded, without, tuple(numbered) if without else None)

    @property
    def stated(self) -> Estimate:
        """The sum of the parts with a number."""
        return Estimate("", *(self.numbered or (self.low, self.best, self.high)))

    @property
    def text(self) -> str:
        return canonical_text(self.estimate)

    @property
    def estimate(self) -> Estimate:
        return Estimate("", self.low, self.best, self.high)

    def __add__(self, other: "EstimateSum") -> "EstimateSum":
        return EstimateSum(
            low=EXACT.add(self.low, other.low),
            best=_both_added(self.best, other.best),
            high=_both_added(self.high, other.high),
            unbounded=self.unbounded + other.unbounded,
            without_number=self.without_number + other.without_number,
            numbered=self._add_numbered(other) if self.numbered or other.numbered else None,
        )

    def _add_numbered(self, other: "EstimateSum") -> Bounds:
        (low, best, high), (other_low, other_best, other_high) = self.stated.bounds, other.stated.bounds
        return EXACT.add(low, other_low), _both_added(best, other_best), _both_added(high, other_high)


def _both_added(a: Decimal | None, b: Decimal | None) -> Decimal | None:
    return None if a is None or b is None else EXACT.add(a, b)


def _both_multiplied(a: Decimal | None, b: Decimal | None) -> Decimal | None:
    """Multiply, where None is unknown: nothing of an unknown number is still nothing."""
    if a == 0 or b == 0:
        return ZERO
    return None if a is None or b is None else EXACT.multiply(a, b)


def _floored_difference(a: Decimal, b: Decimal) -> Decimal:
    return max(ZERO, EXACT.subtract(a, b))


def total(estimates: Iterable[Estimate]) -> EstimateSum:
    """The sum: lows add; best and high add where every part has one. The sum of nothing is exactly 0."""
    return sum((EstimateSum.of(estimate) for estimate in estimates), start=EstimateSum())


def add(a: Estimate, b: Estimate) -> Estimate:
    return total((a, b)).estimate


def subtract(a: Estimate, b: Estimate) -> Estimate:
    """``a`` minus ``b``, never below 0; an open subtrahend leaves a low of 0."""
    return Estimate(
        text="",
        # Of an open subtrahend there may be any number, so nothing is certain to remain.
        low=ZERO if b.high is None else _floored_difference(a.low, b.high),
        best=None if a.best is None or b.best is None else _floored_difference(a.best, b.best),
        high=None if a.high is None else _floored_difference(a.high, b.low),
    )


def maximum(a: Estimate, b: Estimate) -> Estimate:
    """The larger, bound by bound, where None counts as infinite; best is known where both have one."""
    return Estimate(
        text="",
        low=max(a.low, b.low),
        best=None if a.best is None or b.best is None else max(a.best, b.best),
        high=None if a.high is None or b.high is None else max(a.high, b.high),
    )


def multiply(a: Estimate, b: Estimate) -> Estimate:
    """The product, as for a conversion between units that is itself an estimate."""
    return Estimate(
        text="",
        low=EXACT.multiply(a.low, b.low),
        best=_both_multiplied(a.best, b.best),
        high=_both_multiplied(a.high, b.high),
    )


def scale(estimate: Estimate, factor: int | Decimal) -> Estimate:
    """The estimate times a known factor, as for a share.

    :raises EstimateError: the factor is negative.
    """
    return multiply(estimate, Estimate.exact(factor))


def cap_open(estimate: Estimate, *, within: Estimate) -> Estimate:
    """Close an open high with that of the promise: "some delivered" of 14 is 0 to 14.

    A stated high stays, since only a stated number can exceed a promise.
    """
    if estimate.high is not None or within.high is None:
        return estimate
    return Estimate(estimate.text, estimate.low, estimate.best, max(estimate.low, estimate.best or ZERO, within.high))
