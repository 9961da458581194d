"""Every question about figures, at one moment: from the stored projections, or from the ledger for the past."""

from pledges.projections.answers import shapes
from pledges.projections.answers.as_of import AsOf, current_as_of
from pledges.projections.answers.changes import (
    Change,
    ChangeFact,
    ChangeFilters,
    ChangePage,
    LedgerPlace,
    changes,
    count_changes,
)
from pledges.projections.answers.citations import Cited, Voiding
from pledges.projections.answers.details import Links, PledgeDetail, PledgeTerms, pledge_detail
from pledges.projections.answers.entries import PledgeEntry
from pledges.projections.answers.entry_filters import EntryFilters, is_known
from pledges.projections.answers.gaps import GapRow, HeadroomRow, gaps, headroom
from pledges.projections.answers.history import Step, quantity_history, value_history
from pledges.projections.answers.listed import (
    entry_list,
    gap_list,
    headroom_list,
    keyed_list,
    party_list,
    pledge_list,
    system_list,
)
from pledges.projections.answers.pledges import (
    ORDERS,
    PledgeFilters,
    PledgePage,
    PledgeRow,
    count_pledges,
    pledge_states,
)
from pledges.projections.answers.relations import one_picture
from pledges.projections.answers.releases import Person, Release, release, releases
from pledges.projections.answers.summaries import (
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
from pledges.projections.answers.totals import StagePart, TotalPage, TotalRow, count_totals, totals
from pledges.projections.answers.values import (
    Figure,
    Figures,
    OverdueCounts,
    Party,
    SourceRef,
    StageFields,
    SystemRef,
    ValueSums,
)

__all__ = [
    "ORDERS",
    "AsOf",
    "Change",
    "ChangeFact",
    "ChangeFilters",
    "ChangePage",
    "Cited",
    "EntryFilters",
    "Figure",
    "Figures",
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
    "PledgePage",
    "PledgeRow",
    "PledgeTerms",
    "Release",
    "SourceRef",
    "StageFields",
    "StagePart",
    "StageRow",
    "Step",
    "SystemRef",
    "TotalPage",
    "TotalRow",
    "ValueSums",
    "Voiding",
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
    "shapes",
    "system_list",
    "system_summaries",
    "totals",
    "value_history",
]
