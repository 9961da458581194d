"""Whether what is outstanding is late, and who proves it, worked out plainly from the facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from meetings.choices import DatePrecision
from pledges.models import AssertedTotal, Pledge, Terms
from pledges.values.choices import Overdue, Stage, SumMeasure
from pledges.values.dates import DateWindow, overdue
from tests.pledges.projections import reference
from tests.pledges.projections.reference_stages import Progress

if TYPE_CHECKING:
    from tests.pledges.projections.reference import Facts, Row

ONE_DAY = timedelta(days=1)


def lateness(terms: Terms, found: Progress, day: date, *, witnessed_to: date | None) -> str:
    """Return whether what is outstanding is late."""
    window = None
    if terms.due_start or terms.due_end:
        precision = DatePrecision.DEADLINE if terms.due_deadline else DatePrecision.RANGE
        window = DateWindow(terms.due_text, terms.due_start, terms.due_end, precision)
        if terms.restates_id:
            return Overdue.NO
    outstanding = found.parts["outstanding"]
    return overdue(
        window,
        on=day,
        outstanding_low=outstanding.low,
        outstanding_high=outstanding.high,
        witnessed_to=witnessed_to,
    )


def witnessed_to(facts: Facts, pledge: Pledge, terms: Terms) -> date | None:
    """Return the last day on which somebody says that something of a pledge was missing after its due date."""
    due = terms.due_end
    if due is None:
        return None
    days = [*deliveries(facts, pledge), *moved_dues(facts, terms, due), *totals(facts, pledge)]
    days += lists(facts, pledge, terms)
    return max((day for day in days if day > due), default=None)


def has_date(fact: Any) -> bool:
    return fact.source.published is not None


def deliveries(facts: Facts, pledge: Pledge) -> Iterator[date]:
    """What was delivered later was missing up to the day before."""
    for entry in facts.entries:
        delivers = entry.stage == Stage.DELIVERED and entry.quantity_high != 0
        if entry.pledge_id == pledge.pk and delivers and has_date(entry):
            yield entry.occurred_start - ONE_DAY


def moved_dues(facts: Facts, terms: Terms, due: date) -> Iterator[date]:
    """Who sets a later due date says that something is missing until then."""
    for other in facts.terms:
        moved = other.due_end or other.due_start
        later = other.pledge_id == terms.pledge_id and other.effective_start > terms.effective_start
        if later and moved and moved > due and has_date(other):
            yield other.effective_start - ONE_DAY


def totals(facts: Facts, pledge: Pledge) -> Iterator[date]:
    """A total that leaves something of the only open pledge of its donor and system missing proves it to its day."""
    for total in facts.totals:
        same = (total.system_id, total.unit) == (pledge.system_id, pledge.unit)
        if same and has_date(total) and leaves_missing(facts, total, pledge):
            yield total.as_of_end


def lists(facts: Facts, pledge: Pledge, terms: Terms) -> Iterator[date]:
    """A list of every delivery of a donor, a system, or both says what had not come by its day."""
    shares = reference.attribution_of(facts, terms).quantity.by_code
    for one in facts.lists:
        of_system = one.system_id in (None, pledge.system_id)
        of_donor = one.donor_id is None or shares == {facts.donors[one.donor_id]: Decimal(1)}
        if of_system and of_donor and has_date(one):
            yield one.as_of_end


def leaves_missing(facts: Facts, total: AssertedTotal, pledge: Pledge) -> bool:
    """Whether a total says that the only open pledge of its donor and system is not complete on its day."""
    then = replace(facts, day=total.as_of_end)
    pledges = {one.pk: one for one in facts.pledges if (one.system_id, one.unit) == (total.system_id, total.unit)}
    found: list[tuple[Row, bool]] = []
    for one in pledges.values():
        row = reference.progress_of(then, one)
        if row and row["counted"]:
            terms = next(terms for terms in facts.terms if terms.pk == row["terms_id"])
            shares = reference.attribution_of(facts, terms).quantity.by_code
            donor = facts.donors[total.donor_id]
            if donor in shares:
                found.append((row, shares == {donor: Decimal(1)}))
    still_open = [(row, whole) for row, whole in found if row["outstanding_high"] != 0]
    if len(still_open) != 1 or not still_open[0][1] or still_open[0][0]["pledge_id"] != pledge.pk:
        return False
    if total.measure == SumMeasure.OUTSTANDING:
        return total.quantity_low > 0
    if total.measure != SumMeasure.DELIVERED or total.quantity_high is None:
        return False
    others = sum((row["delivered_low"] for row, whole in found if whole and row["outstanding_high"] == 0), Decimal(0))
    return bool(still_open[0][0]["promised_low"] > total.quantity_high - others)
