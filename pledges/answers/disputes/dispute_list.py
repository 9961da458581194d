"""Every difference at a moment: filtered, open ones first, page by page."""

from __future__ import annotations

from dataclasses import dataclass

from pledges.answers.as_of import AsOf
from pledges.answers.disputes.dispute_rows import Claim, DisputeRow
from pledges.answers.disputes.overlap_disputes import overlap_disputes
from pledges.answers.disputes.sum_disputes import sum_disputes
from pledges.answers.disputes.value_disputes import value_disputes
from pledges.answers.keyset_pages import PagePlace, RowPage
from pledges.answers.shared_cache import cache_for_moment


@dataclass(frozen=True, slots=True)
class DisputeFilters:
    """What is asked for: one of each that is not empty. A system is that of either of two pledges."""

    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    donors: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()

    def keeps(self, row: DisputeRow) -> bool:
        systems = {row.system.slug} if row.system else set()
        meetings = {row.meeting}
        for claim in row.claims:
            if claim.row is not None:
                systems.add(claim.row.system.slug)
                meetings.add(claim.row.meeting)
        return (
            (not self.kinds or row.kind in self.kinds)
            and (not self.statuses or row.status in self.statuses)
            and (not self.donors or not set(self.donors).isdisjoint(row.donors))
            and (not self.systems or not systems.isdisjoint(self.systems))
            and (not self.meetings or not meetings.isdisjoint(self.meetings))
        )


def every_dispute(as_of: AsOf) -> list[DisputeRow]:
    """Every difference in order; found once for a moment, since all sums are compared for it."""
    shape = (DisputeRow.__slots__, Claim.__slots__)  # what an older program kept has other columns
    return cache_for_moment(as_of, lambda: find_disputes(as_of), "disputes", shape)


def find_disputes(as_of: AsOf) -> list[DisputeRow]:
    found = [*sum_disputes(as_of), *value_disputes(as_of), *overlap_disputes(as_of)]
    return sorted(found, key=lambda row: row.key)


def list_disputes(as_of: AsOf, filters: DisputeFilters) -> list[DisputeRow]:
    return [row for row in every_dispute(as_of) if filters.keeps(row)]


def page_of_disputes(
    as_of: AsOf, filters: DisputeFilters, place: PagePlace, *, descending: bool = False
) -> RowPage[DisputeRow]:
    """A part of the list next to a key."""
    rows = list_disputes(as_of, filters)
    turned = descending != place.backwards
    if turned:
        rows.reverse()
    if place.key is not None:
        key = tuple(place.key)
        rows = [row for row in rows if (row.key < key if turned else row.key > key)]
    return place.cut(rows[: place.size + 1], lambda row: row.key)
