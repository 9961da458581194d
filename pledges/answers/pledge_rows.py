"""What became of each pledge at one moment: filtered, ordered, and page by page."""

from __future__ import annotations

from typing import Any

from pledges.answers.as_of import AsOf
from pledges.answers.fields.field_groups import with_system
from pledges.answers.fields.field_tree import Group, Leaf, Made, Tree, Type, leave_out
from pledges.answers.fields.named_record import Record
from pledges.answers.fields.pledge_fields import PLEDGE, donors
from pledges.answers.figure_values import Figure, Party, PledgeValues, SystemRef
from pledges.answers.keyset_lists import Listing, moment_params
from pledges.answers.keyset_pages import PagePlace, RowPage
from pledges.answers.pledge_conditions import PledgeFilters, query_pledges
from pledges.answers.pledge_orders import ORDERS
from pledges.answers.pledge_parties import decoded_parties
from pledges.values.dates import DateWindow

PAGE_PLEDGE: Tree = {
    **with_system(leave_out(PLEDGE, "donors")),
    "terms": Leaf("st.terms_id", Type.WHOLE),
    "parties": Group({}, made=Made(decoded_parties, (donors("st.terms_id").sql,))),
}


class PledgeRow(Record, tree=PAGE_PLEDGE):
    """One pledge at the moment; `terms` is the key of those that count."""

    __slots__ = ()
    reference: str
    system: SystemRef
    unit: str
    aid_type: str
    beneficiary: str
    meeting: str | None
    restates: str | None
    counted: bool
    status: str
    overdue: str
    announced_on: DateWindow | None
    delivered_on: DateWindow | None
    due: DateWindow | None
    signalled: Figure
    promised: Figure
    delivered: Figure
    outstanding: Figure
    value_eur: PledgeValues
    unannounced_delivery: bool
    unconverted: bool
    terms: int
    parties: tuple[Party, ...]


def pledge_list(as_of: AsOf, filters: PledgeFilters, *, order: str = "reference") -> Listing:
    """The pledges that the filters leave, ordered by one of ORDERS.

    :raises KeyError: the order is none of them.
    """
    by = ORDERS[order.removeprefix("-")]

    def query(selected: str) -> tuple[str, dict[str, Any]]:
        sql, params = query_pledges(as_of, filters, selected=selected, join=by.join)
        return sql, {**params, **moment_params(as_of)}

    return Listing(query, by.keys, descending=order.startswith("-"))


def pledge_states(
    as_of: AsOf, filters: PledgeFilters, *, order: str = "reference", size: int = 100
) -> RowPage[PledgeRow]:
    """The first pledges in an order, in one query.

    :raises KeyError: the order is none of ORDERS.
    """
    return pledge_list(as_of, filters, order=order).record_page(PledgeRow, PagePlace(size))


def count_pledges(as_of: AsOf, filters: PledgeFilters) -> int:
    return pledge_list(as_of, filters).count()
