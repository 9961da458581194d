"""What is still missing, and what donors could still give, at one moment."""

from __future__ import annotations

from typing import Any

from meetings.choices import SourceGrade
from pledges.answers.as_of import AsOf
from pledges.answers.fields.field_groups import with_system
from pledges.answers.fields.field_tree import leave_out
from pledges.answers.fields.named_record import Record
from pledges.answers.fields.summary_fields import GAP, HEADROOM
from pledges.answers.figure_values import Balance, Figure, SourceRef, SystemRef
from pledges.answers.row_lists import gap_list, headroom_list
from pledges.values.dates import DateWindow
from pledges.values.estimates import Estimate


class GapRow(Record, tree=with_system(leave_out(GAP, "dataset_version", "computed_at"))):
    """The latest requirement for a system in a unit, what of it is delivered or firm, and what is missing.

    `alarm` is a word of Alarm.
    """

    __slots__ = ()
    system: SystemRef
    unit: str
    required: Estimate
    required_basis: str
    secured: Balance
    gap: Balance
    alarm: str
    stated: DateWindow | None
    due: DateWindow | None
    stated_by: str
    deducted: list[Any]
    other_counts: list[Any]
    fact: str
    source: SourceRef

    @property
    def is_unverified(self) -> bool:
        return self.source.grade == SourceGrade.UNVERIFIED


class HeadroomRow(Record, tree=with_system(leave_out(HEADROOM, "dataset_version", "computed_at"))):
    """One stock and what could still be given of it; without headroom where units differ and nothing converts them.

    `alarm` says with a word of Alarm whether more is owed of it than it holds; None where it is stale or units differ.
    """

    __slots__ = ()
    donor: str
    system: SystemRef
    unit: str
    committed_elsewhere: Estimate | None
    available: Figure
    headroom: Balance | None
    alarm: str | None
    fact: str
    source: SourceRef


def gaps(as_of: AsOf, **systems: tuple[str, ...]) -> list[GapRow]:
    """A row per system and unit with a stated requirement, by slug and unit."""
    return gap_list(as_of, systems=systems).records(GapRow)


def headroom(as_of: AsOf, *, donors: tuple[str, ...] = (), **systems: tuple[str, ...]) -> list[HeadroomRow]:
    """A row per holder of a stock and system, in the unit of the stock, by donor, slug and unit."""
    return headroom_list(as_of, donors=donors, systems=systems).records(HeadroomRow)
