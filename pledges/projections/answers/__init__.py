"""Every question about figures, at one moment: from the stored projections, or from the ledger for the past."""

from pledges.projections.answers.as_of import AsOf, current_as_of
from pledges.projections.answers.citations import Cited, Voiding
from pledges.projections.answers.details import Links, PledgeDetail, PledgeTerms, pledge_detail
from pledges.projections.answers.entries import (
    EntryFilters,
    EntryPage,
    PledgeEntry,
    count_entries,
    ledger_entries,
    pledge_entries,
)
from pledges.projections.answers.gaps import GapRow, HeadroomRow, gaps, headroom
from pledges.projections.answers.pledges import (
    ORDERS,
    PledgeFilters,
    PledgePage,
    PledgeRow,
    count_pledges,
    pledge_states,
)
from pledges.projections.answers.relations import one_picture
from pledges.projections.answers.summaries import (
    KeyedRow,
    StageRow,
    coalition_summaries,
    donor_summaries,
    meeting_summaries,
    overall,
    system_summaries,
)
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
    "Cited",
    "EntryFilters",
    "EntryPage",
    "Figure",
    "Figures",
    "GapRow",
    "HeadroomRow",
    "KeyedRow",
    "Links",
    "OverdueCounts",
    "Party",
    "PledgeDetail",
    "PledgeEntry",
    "PledgeFilters",
    "PledgePage",
    "PledgeRow",
    "PledgeTerms",
    "SourceRef",
    "StageFields",
    "StageRow",
    "SystemRef",
    "ValueSums",
    "Voiding",
    "coalition_summaries",
    "count_entries",
    "count_pledges",
    "current_as_of",
    "donor_summaries",
    "gaps",
    "headroom",
    "ledger_entries",
    "meeting_summaries",
    "one_picture",
    "overall",
    "pledge_detail",
    "pledge_entries",
    "pledge_states",
    "system_summaries",
]
