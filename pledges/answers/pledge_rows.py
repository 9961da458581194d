"""What became of each pledge at one moment: filtered, ordered, and page by page."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from pledges.answers.as_of import AsOf
from pledges.answers.fields.field_groups import with_system
from pledges.answers.fields.field_tree import Group, Leaf, Made, Tree, Type, leave_out
from pledges.answers.fields.named_record import Record
from pledges.answers.fields.pledge_fields import PLEDGE, donors
from pledges.answers.figure_values import Figure, Party, PledgeValues, SystemRef, VagueFigure
from pledges.answers.keyset_lists import Listing, moment_params
from pledges.answers.keyset_pages import PagePlace, RowPage
from pledges.answers.pledge_conditions import PledgeFilters, query_pledges
from pledges.answers.pledge_orders import ORDERS
from pledges.answers.pledge_parties import decoded_parties
from pledges.projections.fact_conditions import stands_condition
from pledges.values.choices import Stage, StatusWord
from pledges.values.dates import DateWindow
from pledges.values.stages import COUNTED_STAGES, sql_words

PROMISE_ORDER = " ".join(f"WHEN '{stage}' THEN {place}" for place, stage in enumerate(COUNTED_STAGES))
STATED_AMOUNT = f"""
    CASE WHEN system.kind = 'money' AND NOT st.unvalued THEN (
        SELECT CASE WHEN min(e.currency) = max(e.currency) THEN json_build_array(
                sum(e.amount_low), CASE WHEN count(e.amount_high) = count(*) THEN sum(e.amount_high) END,
                min(e.currency)
            )::text END
        FROM pledges_entry AS e
        WHERE e.pledge_id = st.pledge_id AND e.amount_low IS NOT NULL AND e.version_id <= %(known)s
            AND e.occurred_start <= %(valid_at)s AND e.stage IN ({sql_words(COUNTED_STAGES)})
            AND {stands_condition("e.id", "entry_id")}
        GROUP BY e.stage ORDER BY CASE e.stage {PROMISE_ORDER} END LIMIT 1
    ) END
"""
"""Of money the amount of its promise as it was stated, where that was in one currency: low, high and which."""


VAGUE_LOW = f"""
    CASE WHEN NOT st.promise_has_number THEN (
        SELECT CASE WHEN count(*) = 1 THEN min(e.quantity_low) END
        FROM pledges_entry AS e
        WHERE e.pledge_id = st.pledge_id AND e.version_id <= %(known)s AND e.occurred_start <= %(valid_at)s
            AND e.stage <> '{Stage.WITHDRAWN}' AND {stands_condition("e.id", "entry_id")}
        GROUP BY e.stage ORDER BY CASE e.stage {PROMISE_ORDER} END LIMIT 1
    ) END
"""
"""Of a promise in words without a number what these mean at least, where one line of the ledger has them."""


class Amount(NamedTuple):
    """An amount in the currency in which it was stated; high None is without upper bound."""

    low: Decimal
    high: Decimal | None
    currency: str


def stated_amount(text: str | None) -> Amount | None:
    if text is None:
        return None
    low, high, currency = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    return Amount(low, high, currency)


def as_it_is(low: Decimal | None) -> Decimal | None:
    return low


PAGE_PLEDGE: Tree = {
    **with_system(leave_out(PLEDGE, "donors")),
    "amount": Group({}, made=Made(stated_amount, (STATED_AMOUNT,))),
    "vague_low": Group({}, made=Made(as_it_is, (VAGUE_LOW,))),
    "terms": Leaf("st.terms_id", Type.WHOLE),
    "heard_on": Leaf("st.heard_on", Type.DAY, null=True),
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
    amount: Amount | None
    vague_low: Decimal | None
    unannounced_delivery: bool
    unconverted: bool
    terms: int
    heard_on: date | None
    parties: tuple[Party, ...]

    @property
    def reports_payment(self) -> bool:
        """Whether anybody reports that something of the money was paid; the report may leave the amount out."""
        return self.delivered_on is not None

    @property
    def stated(self) -> Figure | VagueFigure:
        """What is promised, or signalled, as pages of one pledge say it; vague where nothing but words says it."""
        return self.in_words(self.signalled if self.status == StatusWord.SIGNALLED else self.promised)

    @property
    def still_owed(self) -> Figure | VagueFigure:
        """What is outstanding, in the same way."""
        return self.in_words(self.outstanding)

    def in_words(self, figure: Figure) -> Figure | VagueFigure:
        """A figure of the pledge, vague where it is the whole promise and nothing but words says how many that is."""
        whole = figure.best is None and figure.high is None and figure.low == self.vague_low
        return VagueFigure(figure.low) if whole else figure


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
