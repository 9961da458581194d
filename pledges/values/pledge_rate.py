"""The one rate to euro of all that a pledge says in a currency, and what an amount is worth at it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Context, Decimal

from pledges.values.choices import RateSource
from pledges.values.money import SIX_PLACES

EXACT_DOWN = Context(prec=60, rounding=ROUND_DOWN)

A_CENT, A_MILLIONTH = Decimal("0.01"), Decimal("0.000001")
"""A stated value may be rounded to cents; what it is compared with may come from a rounded one, too."""

NO_ROUNDING = Decimal("0.01")
"""The part of a value by which another one differs that no rounding of words explains: “EUR 52 million” for 52.25."""


@dataclass(frozen=True, slots=True)
class PledgeRate:
    """The rate, its day and source, as the entry that fixed it has them, and that entry's bounds with their values.

    Parts are rounded down, so that they never add up to more than the whole; the whole itself keeps its value.
    """

    per_euro: Decimal
    day: date
    source: RateSource
    values: tuple[tuple[Decimal, Decimal], ...] = ()

    def value_of(self, amount: Decimal) -> Decimal:
        """The value in euro, to six decimals."""
        known = dict(self.values)
        if amount in known:
            return known[amount]
        if self.source != RateSource.STATED or not self.values:
            return divide_down(amount, self.per_euro)
        # The source states two amounts; the rate between them is kept rounded, so the amounts themselves say more.
        whole, value = max(self.values)
        return divide_down(EXACT_DOWN.multiply(amount, value), whole)

    def is_that_of(self, amount: Decimal, stated: Decimal) -> bool:
        """Whether a stated value is what this rate gives, apart from the last digits."""
        value = self.value_of(amount)
        return abs(stated - value) <= max(A_CENT, value * A_MILLIONTH)

    def differs_from(self, amount: Decimal, stated: Decimal) -> bool:
        """Whether a stated value is of another rate, and not of this one in round figures."""
        value = self.value_of(amount)
        return abs(stated - value) > max(A_CENT, value * NO_ROUNDING)


def divide_down(amount: Decimal, by: Decimal) -> Decimal:
    return EXACT_DOWN.divide(amount, by).quantize(SIX_PLACES, context=EXACT_DOWN)


def pair_bounds(
    amounts: Iterable[Decimal | None], values: Iterable[Decimal | None]
) -> tuple[tuple[Decimal, Decimal], ...]:
    """The bounds of an amount, each with its value; zeros say nothing of a rate."""
    pairs = zip(amounts, values, strict=True)
    return tuple(dict.fromkeys((amount, value) for amount, value in pairs if amount and value))
