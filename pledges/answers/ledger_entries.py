"""The lines of the ledger about one pledge at one moment, and what every fact of the ledger says beside its own."""

from __future__ import annotations

from datetime import datetime

from pledges.answers.as_of import AsOf
from pledges.answers.entry_filters import EntryFilters
from pledges.answers.fields.entry_fields import ENTRY
from pledges.answers.fields.named_record import Record
from pledges.answers.figure_values import Figure, KeptQuote, SourceRef, Voiding
from pledges.answers.row_lists import entry_list
from pledges.values.dates import DateWindow
from pledges.values.estimates import Estimate


class LedgerFact(Record):
    """When a fact was published here, what it is cited from, and what took it back."""

    __slots__ = ()
    fact: str
    version: int
    position: int
    published_at: datetime
    quote: str
    note: str
    confidence: str | None
    source: SourceRef
    kept: KeptQuote
    live: bool
    voids: tuple[Voiding, ...]


class PledgeEntry(LedgerFact, tree=ENTRY):
    """One line of the ledger; `counts` is false where it is taken back or had not begun by the day."""

    __slots__ = ()
    stage: str
    occurred: DateWindow | None
    quantity: Estimate
    amount: Estimate | None
    value_eur: Figure | None
    counts: bool


def entries_of(reference: str, as_of: AsOf) -> list[PledgeEntry]:
    """The entries of a pledge with what took them back, in the order of publishing."""
    return entry_list(as_of, EntryFilters(pledges=(reference,))).records(PledgeEntry)
