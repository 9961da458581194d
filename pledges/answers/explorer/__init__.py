"""The pledges of one moment as columns in memory: which are chosen, how many of each sort, and what they add up to."""

from pledges.answers.explorer.catalogue_names import Names, edition, names
from pledges.answers.explorer.pledge_values import Counts
from pledges.answers.explorer.selection import Selection, count_facets, select, years
from pledges.answers.explorer.selection_groups import COLUMN_GROUPS, Group, group_selection
from pledges.answers.explorer.selection_orders import Page, UnknownPlaceError, page_of
from pledges.answers.explorer.selection_totals import Totals, UnitTotals, total_selection
from pledges.answers.explorer.snapshot import Snapshot, snapshot

__all__ = [
    "COLUMN_GROUPS",
    "Counts",
    "Group",
    "Names",
    "Page",
    "Selection",
    "Snapshot",
    "Totals",
    "UnitTotals",
    "UnknownPlaceError",
    "count_facets",
    "edition",
    "group_selection",
    "names",
    "page_of",
    "select",
    "snapshot",
    "total_selection",
    "years",
]
