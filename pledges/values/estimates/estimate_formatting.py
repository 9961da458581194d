"""Estimates as words: those stated where there are any, else words that read back to the same bounds."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal

from pledges.values.estimates.estimate import Estimate

SIX_PLACES = Decimal("0.000001")
WIDE = Context(prec=100)
TENTH = Decimal("0.1")


def plain(number: Decimal) -> str:
    """Write a number with thousands separators, at most six decimals and no trailing zeros."""
    return f"{number.quantize(SIX_PLACES, context=WIDE):,f}".rstrip("0").rstrip(".")


def around(number: Decimal, *, counted: bool) -> tuple[Decimal, Decimal]:
    """The bounds of "about ``number``": ten per cent either way, outwards to whole units where counted."""
    margin = WIDE.multiply(number, TENTH)
    low, high = WIDE.subtract(number, margin), WIDE.add(number, margin)
    if counted:
        return low.to_integral_value(ROUND_FLOOR), high.to_integral_value(ROUND_CEILING)
    return low.quantize(SIX_PLACES, ROUND_FLOOR, WIDE), high.quantize(SIX_PLACES, ROUND_CEILING, WIDE)


def canonical_text(estimate: Estimate) -> str:
    """Say the bounds in words that parse reads back to the same bounds, whether counted or not."""
    low, best, high = estimate.bounds
    if low == high:
        return plain(low)
    if best is None:
        return _bounds_text(low, high)
    if all((low, high) == around(best, counted=counted) for counted in (True, False)):
        return f"about {plain(best)}"
    return f"{_bounds_text(low, high)}, best {plain(best)}"


def _bounds_text(low: Decimal, high: Decimal | None) -> str:
    if high is None:
        return f"at least {plain(low)}"
    return f"up to {plain(high)}" if low == 0 else f"{plain(low)}-{plain(high)}"


def format_estimate(estimate: Estimate) -> str:
    """The words as stated, or words for the bounds where the estimate was computed."""
    return estimate.text or canonical_text(estimate)
