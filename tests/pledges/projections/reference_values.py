"""The values in euro of one pledge, worked out plainly: what is stated at each stage, and how it divides."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal

from pledges.models import Entry
from pledges.values.choices import DEFAULT_BASES, Stage
from pledges.values.estimates import Estimate, maximum, subtract, total
from pledges.values.stages import COUNTED_STAGES
from tests.pledges.projections.reference_stages import ZERO, Progress, estimate_of, seen_on

MILLIONTH = Decimal("0.000001")
EXACT = Context(prec=100)
VALUES = ("value_promised", "value_delivered", "value_firm", "value_announced_only")


def largest(estimates: Iterable[Estimate]) -> Estimate:
    """Return the maximum of several at once, bound by bound."""
    every = list(estimates)
    bests, highs = [one.best for one in every], [one.high for one in every]
    return Estimate(
        "",
        max(one.low for one in every),
        None if None in bests else max(best for best in bests if best is not None),
        None if None in highs else max(high for high in highs if high is not None),
    )


def round_figure(number: Decimal | None) -> Decimal | None:
    """Round to the six decimals that figures are kept in."""
    return None if number is None else number.quantize(MILLIONTH, rounding=ROUND_HALF_UP, context=EXACT)


def by_ratio(estimate: Estimate, part: Decimal, whole: Decimal) -> Estimate:
    """Return part / whole of an estimate."""
    ends = [None if end is None else round_figure(EXACT.divide(end * part, whole)) for end in estimate.bounds]
    return Estimate("", ends[0] or Decimal(0), *ends[1:])


def up_to(most: Estimate) -> Estimate:
    """Return anything from nothing to the most."""
    return Estimate("", Decimal(0), None, most.high)


def counted_amounts(entries: list[Entry]) -> list[Entry]:
    """Return the entries with an amount on a basis that totals use."""
    return [entry for entry in entries if entry.amount_low is not None and entry.basis in DEFAULT_BASES]


def values_of(entries: list[Entry], found: Progress, day: date) -> dict[str, Estimate] | None:
    """Return the values in euro by stage; None where no counted stage has one."""
    valued = [entry for entry in counted_amounts(entries) if entry.value_eur_low is not None]
    stated = {stage: [one for one in valued if one.stage == stage] for stage in Stage}
    sums = {
        stage: total(seen_on(one, value, day) for one in ones if (value := estimate_of(one, "value_eur"))).estimate
        for stage, ones in stated.items()
    }
    if not any(stated[stage] for stage in COUNTED_STAGES):
        return None
    promised = promised_value(found, stated=stated, sums=sums)
    delivered = delivered_value(found, promised, stated=bool(stated[Stage.DELIVERED]), value=sums[Stage.DELIVERED])
    firm_stages = (Stage.COMMITTED, Stage.CONTRACTED, Stage.SHIPPED)
    firm_stated = any(stated[stage] for stage in firm_stages)
    firm_sum = largest(sums[stage] for stage in firm_stages)
    firm = firm_value(found, promised, delivered, firm_sum=firm_sum if firm_stated else None)
    announced_only = announced_only_value(found, promised, delivered, firm, firm_stated=firm_stated)
    return {
        "value_promised": promised,
        "value_delivered": delivered,
        "value_firm": firm,
        "value_announced_only": announced_only,
    }


def promised_value(found: Progress, *, stated: dict[Stage, list[Entry]], sums: dict[Stage, Estimate]) -> Estimate:
    """Return the largest value stated at any stage, less what was withdrawn and at least what was delivered."""
    highest = largest(sums[stage] for stage in COUNTED_STAGES)
    before, after = found.reached[Stage.ANNOUNCED], found.parts["promised"]
    if Stage.WITHDRAWN not in found.present:
        return highest
    if stated[Stage.WITHDRAWN]:
        kept = subtract(highest, sums[Stage.WITHDRAWN])
    elif before.is_exact and after.is_exact and after.low > 0:
        kept = by_ratio(highest, after.low, before.low)
    else:
        kept = up_to(highest)
    return maximum(kept, sums[Stage.DELIVERED])


def delivered_value(found: Progress, promised: Estimate, *, stated: bool, value: Estimate) -> Estimate:
    """Return what entries state, else by the share of the quantity, else nothing to the promised value."""
    quantity, whole = found.parts["delivered"], found.parts["promised"]
    if stated:
        return value
    if quantity.high == 0:
        return ZERO
    if quantity.is_exact and whole.is_exact and whole.low > 0:
        return by_ratio(promised, quantity.low, whole.low)
    return up_to(promised)


def is_split_exactly(found: Progress) -> bool:
    """Whether promised, firm and delivered quantities are all known."""
    parts = found.parts
    return parts["promised"].low > 0 and all(parts[name].is_exact for name in ("promised", "firm", "delivered"))


def firm_value(found: Progress, promised: Estimate, delivered: Estimate, *, firm_sum: Estimate | None) -> Estimate:
    """Return what firm stages state less what is delivered, else by the share of the quantity."""
    firm, whole = found.parts["firm"], found.parts["promised"]
    if firm_sum is not None and Stage.WITHDRAWN not in found.present:
        return subtract(firm_sum, delivered)
    if firm.high == 0:
        return ZERO
    if is_split_exactly(found) and found.parts["announced_only"].high == 0:
        return subtract(promised, delivered)
    if is_split_exactly(found):
        return by_ratio(promised, firm.low, whole.low)
    return up_to(subtract(promised, delivered))


def announced_only_value(
    found: Progress, promised: Estimate, delivered: Estimate, firm: Estimate, *, firm_stated: bool
) -> Estimate:
    """Return what remains of the promised value."""
    only, whole = found.parts["announced_only"], found.parts["promised"]
    if only.high == 0 and not firm_stated:
        return ZERO
    if not (is_split_exactly(found) or firm_stated) and whole.is_exact and whole.low > 0 and only.is_exact:
        return by_ratio(promised, only.low, whole.low)
    return subtract(promised, total((delivered, firm)).estimate)
