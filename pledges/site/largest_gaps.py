"""The largest gaps: which needs lack the largest share, and how much of each is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from pledges.answers import StageRow
from pledges.words.figure_words import left_open_by

WHOLE = Decimal(100)


class Share(NamedTuple):
    """Per cent of a whole, at least and at most."""

    low: Decimal
    high: Decimal

    @property
    def rounded(self) -> Share:
        """The same without decimals: as good as nothing is not nothing, and nearly all is not all."""
        return Share(*map(in_full, self))


@dataclass(frozen=True, slots=True)
class Missing:
    row: StageRow
    share: Share

    @property
    def has_share(self) -> bool:
        """Whether the need has a number, and all that goes against it: of what is undisclosed there is no share."""
        need = self.row.required
        if need is None or left_open_by(self.row.gap):
            return False
        return need.high is not None or need.low > 1


def largest_gaps(rows: Iterable[StageRow], *, most: int) -> list[Missing]:
    """Needs of which something is missing: the largest share certainly missing first, then possibly missing.

    What only an unverified source asks for comes last. A need that was stated in two units counts in the one in which
    more was promised.
    """
    found = [one for row in rows if not row.system.is_money and (one := missing_of(row))]
    found.sort(key=lambda one: one.row.pledges)
    by_system = {one.row.system.slug: one for one in found}
    order = sorted(by_system.items(), key=order_of_gap)
    return [one for _slug, one in order[:most]]


def order_of_gap(item: tuple[str, Missing]) -> tuple[bool, Decimal, Decimal, str]:
    slug, one = item
    return one.row.need_is_unverified, -one.share.low, -one.share.high, slug


def missing_of(row: StageRow) -> Missing | None:
    """What may be missing of a need; None where nothing is asked for, or all of it is secured.

    What is secured is the same at both bounds of the need, so the share is smallest where the need is.
    """
    need, gap = row.required, row.gap
    if need is None or gap is None or 0 in (need.high, gap.high):
        return None
    low = WHOLE * gap.low / need.low if need.low else Decimal(0)
    high = WHOLE if gap.high is None or need.high is None else WHOLE * gap.high / need.high
    return Missing(row, Share(low, high))


def in_full(share: Decimal) -> Decimal:
    """Round a share; only nothing is 0 and only all is 100."""
    if share in (0, WHOLE):
        return share
    return min(max(share.quantize(Decimal(1), ROUND_HALF_UP), Decimal(1)), WHOLE - 1)
