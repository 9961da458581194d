"""The pledges of one moment as columns in memory: which are chosen, how many of each sort, and what they add up to."""

from pledges.projections.explorer.groups import GROUPS, Group, grouped
from pledges.projections.explorer.names import Names, edition, names
from pledges.projections.explorer.orders import ORDERS, Page, UnknownPlaceError, page_of, row_of
from pledges.projections.explorer.selection import FACETS, Facet, Selection, donor_counts, role_counts, select, years
from pledges.projections.explorer.snapshot import Snapshot, snapshot
from pledges.projections.explorer.totals import Totals, UnitTotals, totals

__all__ = [
    "FACETS",
    "GROUPS",
    "ORDERS",
    "Facet",
    "Group",
    "Names",
    "Page",
    "Selection",
    "Snapshot",
    "Totals",
    "UnitTotals",
    "UnknownPlaceError",
    "donor_counts",
    "edition",
    "grouped",
    "names",
    "page_of",
    "role_counts",
    "row_of",
    "select",
    "snapshot",
    "totals",
    "years",
]
