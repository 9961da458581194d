"""One difference with every value that is claimed."""

from __future__ import annotations

from dataclasses import dataclass

from pledges.answers.figure_values import Figure, SourceRef, SystemRef
from pledges.answers.keyset_pages import Key
from pledges.answers.pledge_rows import PledgeRow
from pledges.values.choices import ClaimedBy, DisputeKind, DisputeStatus
from pledges.values.dates import DateWindow
from pledges.values.estimates import Estimate

STATUSES, KINDS = DisputeStatus.values, DisputeKind.values


@dataclass(frozen=True, slots=True)
class Claim:
    """One value; `row` is the pledge that says it, where a pledge does."""

    value: str
    estimate: Estimate | Figure | None = None
    currency: str | None = None
    as_of: DateWindow | None = None
    said_by: str = ClaimedBy.SOURCE.value
    chosen: bool = False
    reason: str = ""
    source: SourceRef | None = None
    confidence: str | None = None
    row: PledgeRow | None = None

    @property
    def pledge(self) -> str | None:
        return self.row.reference if self.row else None


@dataclass(frozen=True, slots=True)
class DisputeRow:
    """One difference; `subject_kind` and `subject_key` lead to the page that it is about.

    `party` is the name of the donor whose sum or stock it is, and `quote` the words of the source of a sum.
    """

    dispute: str
    kind: str
    status: str
    subject: str
    subject_kind: str
    subject_key: str
    subject_name: str
    about: str
    claims: tuple[Claim, ...]
    donors: tuple[str, ...] = ()
    system: SystemRef | None = None
    unit: str | None = None
    meeting: str | None = None
    pledges: tuple[str, ...] = ()
    outcome: str | None = None
    not_compared: str | None = None
    reason: str = ""
    party: str = ""
    quote: str = ""

    @property
    def key(self) -> Key:
        """The place in the list: open differences first, then by kind and subject."""
        return (str(STATUSES.index(self.status)), str(KINDS.index(self.kind)), self.subject, self.dispute)
