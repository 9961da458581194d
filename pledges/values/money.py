"""Amounts of money: their value in euro, with the rate that made it."""

from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal

from pledges.values.amount_words import currency_code
from pledges.values.choices import AmountBasis, RateSource
from pledges.values.estimates import Estimate
from pledges.values.euro_rates import EUR, RateTable

SIX_PLACES = Decimal("0.000001")
WIDE = Context(prec=60)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount as stated, never overwritten by its conversion.

    :raises MoneyError: the currency is none of ISO 4217.
    """

    estimate: Estimate
    currency: str
    basis: AmountBasis = AmountBasis.DONOR_STATED

    def __post_init__(self) -> None:
        object.__setattr__(self, "currency", currency_code(self.currency))
        object.__setattr__(self, "basis", AmountBasis(self.basis))


@dataclass(frozen=True, slots=True)
class Converted:
    """The value in euro, and the rate that made it: units of the original currency for one euro.

    ``rate`` is None where the source states both values and neither is a single figure.
    """

    low: Decimal
    best: Decimal | None
    high: Decimal | None
    rate: Decimal | None
    rate_date: date
    rate_source: RateSource


def to_eur(
    money: Money, *, on: date, stated_eur: Estimate | None = None, rates: RateTable | None = None
) -> Converted | None:
    """The value in euro; None where there is no rate, which is never 0 and never rate 1.

    The source's own conversion comes first, then the ECB reference rate of the day, then the last up to 7 days before,
    then the fixed rate of a currency that the euro replaced. Values are rounded to six decimals, halves to even.
    """
    estimate = money.estimate
    if money.currency == EUR:
        return Converted(*estimate.bounds, Decimal(1), on, RateSource.NONE_NEEDED)
    if stated_eur is not None:
        return Converted(*stated_eur.bounds, _implied_rate(estimate, stated_eur), on, RateSource.STATED)
    found = (rates or RateTable()).find(money.currency, on)
    if found is None:
        return None
    low, best, high = (None if bound is None else _divide_amount(bound, found.per_euro) for bound in estimate.bounds)
    return Converted(low or Decimal(0), best, high, found.per_euro, found.day, found.source)


def _implied_rate(original: Estimate, euro: Estimate) -> Decimal | None:
    if original.best is None or not euro.best:
        return None
    return _divide_amount(original.best, euro.best)


def _divide_amount(amount: Decimal, by: Decimal) -> Decimal:
    return WIDE.divide(amount, by).quantize(SIX_PLACES, context=WIDE)
