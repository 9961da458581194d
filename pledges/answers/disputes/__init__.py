"""What sources, and the ledger, differ on: one list of three kinds, open differences first."""

from pledges.answers.disputes.dispute_list import DisputeFilters, list_disputes
from pledges.answers.disputes.dispute_rows import Claim, DisputeRow
