"""What sources state in sum, of donors, systems and meetings, beside the ledger's figure on their own day."""

from __future__ import annotations

from typing import Any

from meetings.models import UNNAMED
from pledges.answers.as_of import AsOf
from pledges.answers.asserted_comparison import OUTCOME, compare_sums
from pledges.answers.fields.asserted_fields import ASSERTED_TOTAL
from pledges.answers.fields.field_groups import with_system
from pledges.answers.fields.field_tree import Leaf, Tree, leave_out
from pledges.answers.fields.named_record import Record
from pledges.answers.figure_values import Figure, SourceRef, SystemRef
from pledges.answers.keyset_lists import Listing, moment_params
from pledges.answers.moment_relations import membership_conditions
from pledges.answers.row_lists import Choice, restrict_to_systems
from pledges.values.choices import SumOutcome
from pledges.values.dates import DateWindow
from pledges.values.estimates import Estimate

KEYS = (
    ("total.as_of_end", "date"),
    ("total.as_of_start", "date"),
    ("total.version_id", "int"),
    ("total.position", "int"),
)
"""The oldest first."""


PAGE_SUM: Tree = {
    **with_system(leave_out(ASSERTED_TOTAL, "dataset_version", "computed_at")),
    "key": Leaf("named.key"),
}


class AssertedSum(Record, tree=PAGE_SUM):
    """A sum that a source states; `outcome` is a word of SumOutcome, `not_compared` one of NotCompared.

    `key` outlives a new import: decisions about the sum stand under it.
    """

    __slots__ = ()
    donor: str
    donor_name: str
    system: SystemRef
    unit: str
    stage: str
    measure: str
    outstanding: bool
    quantity: Estimate
    amount: Estimate | None
    currency: str | None
    value_eur: Figure | None
    as_of: DateWindow | None
    ledger: Figure | None
    outcome: str
    not_compared: str | None
    part: str | None
    meeting: str | None
    fact: str
    key: str
    quote: str
    note: str
    confidence: str | None
    source: SourceRef

    @property
    def is_of_all(self) -> bool:
        """Whether no donor is named whose sum it is."""
        return self.donor == UNNAMED

    @property
    def differs(self) -> bool:
        return self.outcome in (SumOutcome.LEDGER_BELOW, SumOutcome.LEDGER_ABOVE)


def asserted_total_list(
    as_of: AsOf,
    *,
    donors: tuple[str, ...] = (),
    meetings: tuple[str, ...] = (),
    systems: Choice | None = None,
    measures: tuple[str, ...] = (),
    outcomes: tuple[str, ...] = (),
    descending: bool = False,
    joins: str = "",
) -> Listing:
    """The sums that sources state of donors, at meetings or of systems, and what the recipient says it holds.

    `joins` adds tables to each row, the `total`, of which more than the columns here can be selected.
    """

    def query(selected: str) -> tuple[str, dict[str, Any]]:
        params = moment_params(as_of)
        wanted = {"donor.code": donors, "meeting.slug": meetings, "a.measure": measures}
        conditions = ["true", *membership_conditions(wanted, params)]
        conditions += restrict_to_systems(systems or {}, params, unit="a.unit")
        sql = compare_sums(" AND ".join(conditions), selected, joins=joins)
        if outcomes:
            params["outcomes"] = list(outcomes)
            sql = f"{sql} AND ({OUTCOME}) = ANY(%(outcomes)s)"
        return sql, params

    return Listing(query, KEYS, descending=descending)


def asserted_sums(
    as_of: AsOf,
    *,
    donors: tuple[str, ...] = (),
    meetings: tuple[str, ...] = (),
    systems: tuple[str, ...] = (),
    measures: tuple[str, ...] = (),
) -> list[AssertedSum]:
    """The sums that sources state, latest first."""
    found = asserted_total_list(
        as_of, donors=donors, meetings=meetings, systems={"systems": systems}, measures=measures, descending=True
    )
    return found.records(AssertedSum)
