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
    keyed_summaries,
    keyed_totals,
    overall,
    system_summaries,
)
from pledges.answers.sums_over_time import Step, quantity_history, value_history
from pledges.answers.totals import StagePart, TotalRow, count_totals, totals
