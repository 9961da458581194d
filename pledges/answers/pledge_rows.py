"""What became of each pledge at one moment: filtered, ordered, and page by page."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from pledges.answers.as_of import AsOf
from pledges.answers.figure_values import SYSTEM_COLUMNS, Figure, Party, SystemRef, figure, window
from pledges.answers.keyset_lists import Listing, moment_params
from pledges.answers.moment_relations import fetch
from pledges.answers.pledge_conditions import NONE, PledgeFilters, query_pledges
from pledges.answers.pledge_orders import ORDERS
from pledges.answers.pledge_parties import parties_of_terms
from pledges.projections.fact_conditions import NAMED
from pledges.values.dates import DateWindow

__all__ = [
    "NONE",
    "ORDERS",
    "PledgeFilters",
    "PledgePage",
    "PledgeRow",
    "Position",
    "count_pledges",
    "pledge_list",
    "pledge_states",
]


class PledgeFigures(NamedTuple):
    """The quantities of one pledge, in its unit."""

    signalled: Figure
    promised: Figure
    delivered: Figure
    firm: Figure
    announced_only: Figure
    withdrawn: Figure
    outstanding: Figure
    shipped: Figure


class PledgeValues(NamedTuple):
    """The values of one pledge in euro; None where it has no amount or the amount could not be converted."""

    promised: Figure | None
    delivered: Figure | None
    firm: Figure | None
    announced_only: Figure | None


@dataclass(slots=True)
class PledgeRow:
    """One pledge at the moment; `terms` is the key of those that count."""

    reference: str
    system: SystemRef
    unit: str
    aid_type: str
    beneficiary: str
    meeting: str | None
    coalition: str | None
    initiative: str | None
    package: str | None
    restates: str | None
    counted: bool
    status: str
    overdue: str
    announced_on: DateWindow | None
    delivered_on: DateWindow | None
    due: DateWindow | None
    figures: PledgeFigures
    value_eur: PledgeValues
    unannounced: bool
    unconverted: bool
    unvalued: bool
    terms: int
    parties: tuple[Party, ...]


Position = tuple[str, ...]
"""Where a page starts: what the pledge just before it is ordered by."""


@dataclass(frozen=True, slots=True)
class PledgePage:
    """Some pledges in order, and where the pages before and after them start; None where there is none."""

    rows: list[PledgeRow]
    next: Position | None
    previous: Position | None


FIGURE_ENDS = ("low", "best", "high")
SELECTED = ", ".join(
    [
        "st.pledge_id, p.reference",
        SYSTEM_COLUMNS,
        "st.unit, st.aid_type",
        *(f"(SELECT {name} FROM {table} WHERE id = st.{key}_id)" for key, (table, name) in NAMED.items()),
        "st.counted, st.status, st.overdue",
        "st.announced_start, st.announced_end, st.delivered_start, st.delivered_end",
        "st.due_text, st.due_start, st.due_end, st.due_precision, st.due_deadline",
        *(f"st.{name}_{end}" for name in PledgeFigures._fields for end in FIGURE_ENDS),
        *(f"st.value_{name}_{end}" for name in PledgeValues._fields for end in FIGURE_ENDS),
        "st.unannounced, st.unconverted, st.unvalued, st.terms_id",
    ]
)


def pledge_list(as_of: AsOf, filters: PledgeFilters, *, order: str = "reference") -> Listing:
    """Return the pledges that the filters leave, ordered by one of ORDERS.

    :raises KeyError: the order is none of them.
    """
    by = ORDERS[order.removeprefix("-")]

    def query(selected: str) -> tuple[str, dict[str, Any]]:
        sql, params = query_pledges(as_of, filters, selected=selected, join=by.join)
        return sql, {**params, **moment_params(as_of)}

    return Listing(query, by.keys, descending=order.startswith("-"))


def pledge_states(
    as_of: AsOf,
    filters: PledgeFilters,
    *,
    order: str = "reference",
    size: int = 100,
    after: Position | None = None,
    before: Position | None = None,
) -> PledgePage:
    """Return a page of pledges after or before a position, in two queries.

    :raises KeyError: the order is none of ORDERS.
    """
    listing = pledge_list(as_of, filters, order=order)
    found = listing.page(SELECTED, size=size, key=before or after, backwards=before is not None)
    parties = parties_of_terms(row[-1] for row in found.rows)
    return PledgePage([read_pledge(row, parties.get(row[-1], ())) for row in found.rows], found.after, found.before)


def count_pledges(as_of: AsOf, filters: PledgeFilters) -> int:
    """Return how many pledges there are."""
    sql, params = query_pledges(as_of, filters, selected="count(*)")
    return int(fetch(sql, params)[0][0])


def read_pledge(row: tuple[Any, ...], parties: tuple[Party, ...]) -> PledgeRow:
    """Return the pledge of one result row in the columns of SELECTED."""
    figures = [Figure(*row[at : at + 3]) for at in range(27, 51, 3)]
    values = [figure(row[at : at + 3]) for at in range(51, 63, 3)]
    return PledgeRow(
        reference=row[1],
        system=SystemRef(*row[2:7]),
        unit=row[7],
        aid_type=row[8],
        beneficiary=row[9],
        meeting=row[10],
        coalition=row[11],
        initiative=row[12],
        package=row[13],
        restates=row[14],
        counted=row[15],
        status=row[16],
        overdue=row[17],
        announced_on=window("", row[18], row[19]),
        delivered_on=window("", row[20], row[21]),
        due=window(*row[22:26], deadline=row[26]),
        figures=PledgeFigures(*figures),
        value_eur=PledgeValues(*values),
        unannounced=row[63],
        unconverted=row[64],
        unvalued=row[65],
        terms=row[66],
        parties=parties,
    )
