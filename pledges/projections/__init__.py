"""Everything that is computed from the ledger: set-based SQL, and the only writer of the summary tables."""

from pledges.projections.outbox_drain import drain_outbox
from pledges.projections.quote_anchors import anchor_quotes
from pledges.projections.quote_check import QuoteOfCopy, check_quotes, quotes_of_copy
from pledges.projections.rebuild_check import differences
from pledges.projections.refresh import rebuild
from pledges.values.moment import Moment
