"""What is missing of stated needs, who could still give it, and the largest gaps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from pledges.choices import Alarm
from pledges.projections.answers import AsOf, GapRow, HeadroomRow, StageRow, gaps, headroom, system_summaries
from pledges.projections.pages.families import MONEY

ALL = Decimal(100)


@dataclass(frozen=True, slots=True)
class GapPage:
    """What is missing, and who could still give."""

    gaps: list[GapRow]
    headroom: list[HeadroomRow]
    without_need: int

    @property
    def missing(self) -> list[GapRow]:
        """The needs of which something is certainly missing."""
        return [row for row in self.gaps if row.alarm == Alarm.CERTAINLY]


class Share(NamedTuple):
    """Per cent of a whole, at least and at most."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Missing:
    """A need with the least that is asked for, and what share of it is missing."""

    row: StageRow
    need: Decimal
    share: Share


def gap_page(as_of: AsOf) -> GapPage:
    """Return every stated need with its gap, and every stock with its headroom."""
    stated = [row for row in gaps(as_of) if row.system.kind != MONEY]
    rows = [row for row in system_summaries(as_of) if row.system.kind != MONEY]
    return GapPage(
        gaps=stated,
        headroom=[row for row in headroom(as_of) if row.donor != "UKR"],
        without_need=sum(row.required is None for row in rows),
    )


def largest_gaps(rows: Iterable[StageRow], *, most: int) -> list[Missing]:
    """Return needs of which something is missing: the largest share certainly missing first, then possibly missing."""
    found = [one for row in rows if row.system.kind != MONEY and (one := missing_of(row))]
    found.sort(key=lambda one: (-one.share.low, -one.share.high, -one.need, one.row.system.slug))
    return found[:most]


def missing_of(row: StageRow) -> Missing | None:
    """Return what may be missing of a need; None where nothing is asked for, or all of it is secured.

    What is secured is the same at both bounds of the need, so the share is smallest where the need is.
    """
    need, gap = row.required, row.gap
    if need is None or gap is None or not need.low or gap.high == 0:
        return None
    high = 100 * gap.high / need.high if gap.high is not None and need.high else ALL
    return Missing(row, need.low, Share(round(100 * gap.low / need.low, 0), round(high, 0)))
