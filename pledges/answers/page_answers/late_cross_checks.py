"""What the ledger itself says against a late pledge: the recipient is said to hold more than was reported delivered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from meetings.models import RECIPIENT
from pledges.answers.as_of import AsOf
from pledges.answers.asserted_sums import AssertedSum, asserted_sums
from pledges.answers.pledge_rows import PledgeRow
from pledges.values.choices import Overdue, SumMeasure


@dataclass(frozen=True, slots=True)
class LatePledge:
    """A late pledge; `against` is a sum that the recipient is said to hold, beside what had been delivered by then."""

    row: PledgeRow
    against: AssertedSum | None


def with_cross_checks(as_of: AsOf, rows: Sequence[PledgeRow]) -> list[LatePledge]:
    """Late pledges, each with the latest statement after its due date that speaks against its lateness."""
    slugs = tuple(sorted({row.system.slug for row in rows if is_late(row)}))
    found = held_beyond(as_of, slugs) if slugs else []
    return [LatePledge(row, next((one for one in found if speaks_against(row, one)), None)) for row in rows]


def is_late(row: PledgeRow) -> bool:
    return row.overdue in (Overdue.CERTAINLY, Overdue.POSSIBLY)


def speaks_against(row: PledgeRow, held: AssertedSum) -> bool:
    due = row.due.end if row.due else None
    said = held.as_of.end if held.as_of else None
    same = (row.system.slug, row.unit) == (held.system.slug, held.unit)
    return is_late(row) and same and due is not None and said is not None and said > due


def held_beyond(as_of: AsOf, slugs: tuple[str, ...]) -> list[AssertedSum]:
    """Of these systems what is said to be held beyond what was delivered by its day, the latest first."""
    held = asserted_sums(as_of, donors=(RECIPIENT,), systems=slugs, measures=(SumMeasure.HELD,))
    return [one for one in held if one.ledger and one.quantity.low > one.ledger.low and has_ended(one, as_of)]


def has_ended(held: AssertedSum, as_of: AsOf) -> bool:
    """Whether the days that a statement is of are over; what runs on may be true of a later one."""
    return held.as_of is not None and held.as_of.end is not None and held.as_of.end <= as_of.valid_at
