"""Every question about figures, at one moment: from the stored projections, or from the ledger for the past."""

from pledges.answers import row_shapes
from pledges.answers.as_of import AsOf, current_as_of
from pledges.answers.changes import Change, ChangeFact, ChangeFilters, LedgerPlace, changes, count_changes
from pledges.answers.entry_filters import EntryFilters, is_known
from pledges.answers.figure_values import (
    Figure,
    OverdueCounts,
    Party,
    SourceRef,
    StageFields,
    SystemRef,
    ValueSums,
)
from pledges.answers.gap_answers import GapRow, HeadroomRow, gaps, headroom
from pledges.answers.ledger_entries import PledgeEntry
from pledges.answers.moment_relations import one_picture
from pledges.answers.pledge_conditions import PledgeFilters
from pledges.answers.pledge_in_full import Links, PledgeDetail, PledgeTerms, pledge_detail
from pledges.answers.pledge_orders import ORDERS
from pledges.answers.pledge_rows import PledgeRow, count_pledges, pledge_list, pledge_states
from pledges.answers.release_list import Person, Release, release, releases
from pledges.answers.row_lists import (
    entry_list,
    gap_list,
    headroom_list,
    keyed_list,
    party_list,
    system_list,
)
from pledges.answers.stage_summaries import (
    KeyedRow,
    KeyedTotal,
    StageRow,
    coalition_summaries,
    donor_summaries,
    keyed_totals,
    meeting_summaries,
    overall,
    system_summaries,
)
from pledges.answers.sums_over_time import Step, quantity_history, value_history
from pledges.answers.totals import StagePart, TotalRow, count_totals, totals

__all__ = [
    "ORDERS",
    "AsOf",
    "Change",
    "ChangeFact",
    "ChangeFilters",
    "EntryFilters",
    "Figure",
    "GapRow",
    "HeadroomRow",
    "KeyedRow",
    "KeyedTotal",
    "LedgerPlace",
    "Links",
    "OverdueCounts",
    "Party",
    "Person",
    "PledgeDetail",
    "PledgeEntry",
    "PledgeFilters",
    "PledgeRow",
    "PledgeTerms",
    "Release",
    "SourceRef",
    "StageFields",
    "StagePart",
    "StageRow",
    "Step",
    "SystemRef",
    "TotalRow",
    "ValueSums",
    "changes",
    "coalition_summaries",
    "count_changes",
    "count_pledges",
    "count_totals",
    "current_as_of",
    "donor_summaries",
    "entry_list",
    "gap_list",
    "gaps",
    "headroom",
    "headroom_list",
    "is_known",
    "keyed_list",
    "keyed_totals",
    "meeting_summaries",
    "one_picture",
    "overall",
    "party_list",
    "pledge_detail",
    "pledge_list",
    "pledge_states",
    "quantity_history",
    "release",
    "releases",
    "row_shapes",
    "system_list",
    "system_summaries",
    "totals",
    "value_history",
]
