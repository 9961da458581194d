"""What waits longest: counted pledges of things of which something is still to arrive, by their announcement."""

from __future__ import annotations

from dataclasses import replace

from pledges.answers import AsOf, PledgeFilters, PledgeRow
from pledges.answers.moment_relations import fetch
from pledges.answers.page_answers.quiet_pledges import states_by_reference
from pledges.answers.pledge_conditions import query_pledges
from pledges.answers.shared_cache import cache_for_moment
from pledges.values.choices import AidType, Kind, StatusWord

THINGS = tuple(kind.value for kind in Kind if kind != Kind.MONEY)
WAITING = (
    *(StatusWord.ANNOUNCED, StatusWord.COMMITTED, StatusWord.CONTRACTED, StatusWord.SHIPPED),
    StatusWord.IN_DELIVERY,
)
WAITING_STATUSES = tuple(word.value for word in WAITING)
"""Of what only went in an undisclosed number nobody can say that it waits."""


def waiting_filters(filters: PledgeFilters) -> PledgeFilters:
    """The pledges of a choice that wait; military ones unless it says otherwise."""
    kinds = tuple(kind for kind in filters.kinds or THINGS if kind in THINGS)
    aid_types = filters.aid_types or (AidType.MILITARY.value,)
    return replace(filters, counted=True, statuses=WAITING_STATUSES, kinds=kinds, aid_types=aid_types)


def longest_waiting(as_of: AsOf, filters: PledgeFilters, *, most: int) -> list[PledgeRow]:
    """The pledges that have certainly waited longest, by the last day of their announcement; found once a moment."""
    if not waiting_filters(filters).kinds:
        return []
    found = cache_for_moment(as_of, lambda: find_waiting(as_of, filters, most), "longest waiting", filters, most)
    rows = states_by_reference(as_of, found)
    return [rows[reference] for reference in found if reference in rows]


def find_waiting(as_of: AsOf, filters: PledgeFilters, most: int) -> list[str]:
    sql, params = query_pledges(as_of, waiting_filters(filters), selected="p.reference")
    sql += " AND st.outstanding_low > 0 AND st.announced_end IS NOT NULL ORDER BY st.announced_end, p.reference"
    return [reference for (reference,) in fetch(f"{sql} LIMIT {most}", params)]
