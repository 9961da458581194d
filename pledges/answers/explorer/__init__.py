"""The pledges of one moment as columns in memory: which are chosen, how many of each sort, and what they add up to."""

from pledges.answers.explorer.catalogue_names import Names, edition, names
from pledges.answers.explorer.selection import FACETS, Facet, Selection, donor_counts, role_counts, select, years
from pledges.answers.explorer.selection_groups import GROUPS, Group, group_selection
from pledges.answers.explorer.selection_orders import ORDERS, Page, UnknownPlaceError, page_of, row_of
from pledges.answers.explorer.selection_totals import Totals, UnitTotals, total_selection
from pledges.answers.explorer.snapshot import Snapshot, snapshot

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
    "group_selection",
    "names",
    "page_of",
    "role_counts",
    "row_of",
    "select",
    "snapshot",
    "total_selection",
    "years",
]
