"""A figure with the parts that it is made of: what these come to, and what the tables of sums say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import reduce
from typing import Any

from pledges.answers.as_of import AsOf
from pledges.answers.explanations.explained_rows import sum_parts_of
from pledges.answers.explanations.figure_subjects import Subject
from pledges.answers.figure_addresses import GAP, HEADROOM
from pledges.answers.figure_values import Balance
from pledges.answers.filters.parameter import RefusedError
from pledges.answers.gap_answers import gaps, headroom
from pledges.answers.pledge_conditions import PledgeFilters
from pledges.answers.totals import totals
from pledges.values.choices import GroupBy, Measure
from pledges.values.estimates import Estimate, EstimateSum, subtract
from pledges.values.figure_rules import FigurePart, RowSign
from pledges.values.stages import QUANTITY_FIGURES

EUR, PLEDGES = "EUR", "pledge"
COUNTED_AMOUNTS = ("unconverted", "unvalued")
FIELDS = {"system": "systems", "capability": "capabilities", "meeting": "meetings", "coalition": "coalitions"}
"""The fields of filters by which the totals of what a figure can be about are found; a donor's are its own."""


@dataclass(frozen=True, slots=True)
class PartSum:
    """What a part of a figure comes to over all of its rows."""

    part: FigurePart
    sign: RowSign
    sum: EstimateSum
    rows: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """A figure; `value` is what its parts come to, `stored` what the tables of sums say, None where there is none.

    `unit` is that of a quantity, EUR, or pledge; `left_out` is how many pledges touch it and count nothing.
    """

    subject: Subject
    unit: str
    value: EstimateSum | None
    stored: EstimateSum | None
    parts: tuple[PartSum, ...]
    left_out: int

    @property
    def adds_up(self) -> bool:
        return self.value == self.stored

    @property
    def is_money(self) -> bool:
        return self.unit == EUR


ADDED = (FigurePart.SUM, FigurePart.NEED, FigurePart.TOTAL)
"""The parts that add; the others are taken off."""

NOTHING = EstimateSum()


def explain(as_of: AsOf, subject: Subject, *, aid_types: tuple[str, ...]) -> Explanation:
    """Say what a figure is made of at a moment: its parts added up, and beside it what the tables of sums say."""
    found = sum_parts_of(as_of, subject, aid_types=aid_types)
    parts = tuple(
        PartSum(part, RowSign.PLUS if part in ADDED else RowSign.MINUS, *found[part])
        for part in FigurePart
        if part in found and part != FigurePart.LEFT_OUT
    )
    sums = {part.part: part.sum for part in parts}
    stored, unit = stored_figure(as_of, subject, aid_types=aid_types)
    if stored is None:
        value = None
    elif subject.address.about == GAP:
        value = less(sums[FigurePart.NEED], sums.get(FigurePart.SECURED, NOTHING))
    elif subject.address.about == HEADROOM:
        value = room_left(sums, without=found[""][0].without_number)
    else:
        value = sums.get(FigurePart.SUM, NOTHING)
    left_out = found.get(FigurePart.LEFT_OUT, (NOTHING, 0))[1]
    return Explanation(subject, unit, settle_figure(value), settle_figure(stored), parts, left_out)


def settle_figure(figure: EstimateSum | None) -> EstimateSum | None:
    """The figure with a best where its bounds meet, and of what has a number only where some parts have none."""
    if figure is None:
        return None
    numbered = settle_estimate(figure.stated) if figure.without_number else None
    return replace(figure, best=settle_estimate(figure.estimate)[1], numbered=numbered)


def settle_estimate(estimate: Estimate) -> tuple[Decimal, Decimal | None, Decimal | None]:
    return estimate.low, estimate.low if estimate.low == estimate.high else estimate.best, estimate.high


def less(whole: EstimateSum, gone: EstimateSum) -> EstimateSum:
    """What is left of a whole; what goes off it may have parts without a number."""
    numbered = subtract(whole.estimate, gone.stated).bounds if gone.without_number else None
    return EstimateSum(*subtract(whole.estimate, gone.estimate).bounds, 0, gone.without_number, numbered)


def room_left(sums: dict[FigurePart, EstimateSum], *, without: int) -> EstimateSum:
    """What could still be given: what is committed elsewhere lowers only the low, and leaves no best."""
    held = subtract(sums[FigurePart.TOTAL].estimate, sums.get(FigurePart.UNAVAILABLE, NOTHING).estimate)
    available = EstimateSum(*settle_estimate(held))
    elsewhere = sums.get(FigurePart.ELSEWHERE)
    if elsewhere is not None:
        low = subtract(held, elsewhere.estimate).low
        available = EstimateSum(low, low if low == held.high else None, held.high)
    gone = sums.get(FigurePart.LEFT, NOTHING) + sums.get(FigurePart.OWED, NOTHING)
    return replace(less(available, gone), without_number=without)


def stored_figure(as_of: AsOf, subject: Subject, *, aid_types: tuple[str, ...]) -> tuple[EstimateSum | None, str]:
    """What the tables of sums say of a figure, and its unit; nothing where no need is stated or units differ.

    :raises RefusedError: nobody states such a need or such a stock.
    """
    address = subject.address
    if address.about == GAP:
        needs = gaps(as_of, systems=(address.system,), units=(address.unit,))
        if not needs:
            raise RefusedError(f"nobody states a need for {address.system} in {address.unit}.", hint=NEEDS)
        return of_balance(needs[0].gap), address.unit
    if address.about == HEADROOM:
        stocks = headroom(as_of, donors=(address.key,), systems=(address.system,))
        if not stocks:
            raise RefusedError(f"nobody states what {address.key} holds of {address.system}.", hint=STOCKS)
        return of_balance(stocks[0].headroom), stocks[0].unit
    return stored_sum(as_of, subject, aid_types=aid_types)


NEEDS, STOCKS = "gaps/ lists every need that is stated.", "headroom/ lists every stock that is stated."


def of_balance(found: Balance | None) -> EstimateSum | None:
    if found is None:
        return None
    numbered = found.stated.estimate.bounds if found.without_number else None
    return EstimateSum(found.low, found.best, found.high, 0, found.without_number, numbered)


def stored_sum(as_of: AsOf, subject: Subject, *, aid_types: tuple[str, ...]) -> tuple[EstimateSum, str]:
    """What the totals have of a sum, which read the tables of sums wherever these hold it."""
    address = subject.address
    chosen: dict[str, Any] = {"aid_types": aid_types}
    if address.key:
        chosen[FIELDS.get(address.about, "attributed_to")] = (address.key,)
    if address.system:
        chosen["systems"] = (address.system,)
    if address.unit:
        chosen["units"] = (address.unit,)
    grouped = (GroupBy(address.about),) if address.about in ("meeting", "coalition") else ()
    measure = Measure.QUANTITY if address.path in QUANTITY_FIGURES else Measure.VALUE_EUR
    rows = totals(as_of, PledgeFilters(**chosen), group_by=grouped, measure=measure).rows
    found = [figure_at(row.sums, address.path) for row in rows]
    head, _, name = address.path.partition(":")
    is_value = head == "value_eur" and name not in COUNTED_AMOUNTS
    unit = address.unit if address.path in QUANTITY_FIGURES else EUR if is_value else PLEDGES
    return sum(found, NOTHING), unit


def figure_at(sums: Any, path: str) -> EstimateSum:
    """The figure at a path of stage fields; a number of pledges is a sum of ones."""
    found = reduce(getattr, path.split(":"), sums)
    return found if isinstance(found, EstimateSum) else EstimateSum(Decimal(found), Decimal(found), Decimal(found))
