"""Figures side by side over several systems: euro by family, munitions for each of a system; choices of families."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from meetings.choices import Capability
from pledges.answers import Figure, OverdueCounts, StageFields, StageRow
from pledges.answers.stage_summaries import sum_rows
from pledges.models import System
from pledges.values.estimates import EstimateSum

MONEY, ALL = "money", "all"
"""What stands beside the capabilities where one of them is chosen: money that buys no named system, and everything."""

STATED = ("promised", "delivered")
TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Family:
    """One capability, or money that buys no named system, with its pledges and their sums in euro."""

    value: str
    label: str
    stage: StageFields

    @property
    def system(self) -> str:
        return MONEY if self.value == MONEY else ""

    @property
    def capability(self) -> str:
        return "" if self.value == MONEY else self.value


def sum_families(rows: Iterable[StageRow]) -> list[Family]:
    """The families of the rows, that with most pledges first; only euro add up over several systems."""
    members: dict[str, list[StageRow]] = {}
    for row in rows:
        members.setdefault(MONEY if row.system.is_money else row.system.capability, []).append(row)
    labels = {word.value: str(word.label) for word in Capability} | {MONEY: _("Money")}
    found = [Family(key, labels.get(key, key), sum_rows(own)) for key, own in members.items()]
    return sorted((one for one in found if one.stage.pledges), key=lambda one: (-one.stage.pledges, one.value))


def lateness(rows: Iterable[StageRow]) -> OverdueCounts:
    counts = OverdueCounts()
    for row in rows:
        counts = counts.plus(row.overdue)
    return counts


@dataclass(frozen=True, slots=True)
class Coverage:
    """One munition of a system: what was promised and delivered of it, in all and for each of the system."""

    munition: System
    row: StageRow
    promised_each: Figure | None
    delivered_each: Figure | None


def coverage(munitions: Iterable[System], rows: list[StageRow], base: StageRow | None) -> list[Coverage]:
    """The munitions of a system beside its figures in its usual unit."""
    found = []
    for munition in munitions:
        row = next((row for row in rows if row.system.slug == munition.slug), None)
        if row is None:
            continue
        each = [for_each(getattr(row, name), getattr(base, name)) if base else None for name in STATED]
        found.append(Coverage(munition, row, *each))
    return found


def for_each(many: EstimateSum, of: EstimateSum) -> Figure | None:
    """Divide bound by bound, the least by the most; None where there may be nothing to divide by.

    Of a sum without an end, or with parts without a number, nothing is a ratio.
    """
    if many.high is None or of.high is None or many.without_number or of.without_number or of.high == 0:
        return None
    low = tenth(many.low / of.high)
    high = None if not of.low else tenth(many.high / of.low)
    return Figure(low, low if low == high else None, high)


def tenth(value: Decimal) -> Decimal:
    return value.quantize(TENTH, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Chip:
    value: str
    label: str
    current: bool


def capability_chips(rows: list[StageRow], *, current: str) -> list[Chip]:
    present = {row.system.capability for row in rows if not row.system.is_money}
    chips = [Chip(word.value, str(word.label), word.value == current) for word in Capability if word.value in present]
    return [*chips, Chip("", _("All"), current == "")]
