"""Everything that is computed from the ledger: set-based SQL, and the only writer of the summary tables."""

from pledges.projections.check import Difference, differences
from pledges.projections.moment import Moment
from pledges.projections.outbox import drain_outbox
from pledges.projections.refresh import rebuild

__all__ = ["Difference", "Moment", "differences", "drain_outbox", "rebuild"]
