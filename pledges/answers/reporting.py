"""How promises were reported at one moment: per donor, and of everything that a page is about."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from pledges.answers.as_of import AsOf
from pledges.answers.fields.field_tree import Tree
from pledges.answers.fields.named_record import Record
from pledges.answers.fields.reporting_fields import COUNTS, MEAN_DELAY, REPORTING
from pledges.answers.keyset_lists import Listing, moment_params
from pledges.answers.moment_relations import REPORTING as TABLE
from pledges.answers.moment_relations import STATES, Reading, fetch, membership_conditions, relations
from pledges.answers.row_lists import Orders, by
from pledges.answers.row_names import DONOR_NAME
from pledges.answers.shared_cache import cache_for_moment
from pledges.models import Scope
from pledges.projections.reporting_sums import MARKS, counts_of_counts
from pledges.projections.stage_sums import select_items
from pledges.values.choices import AidType

REPORTING_ORDERS: Orders = {
    "donor": (),
    "pledges": (("r.pledges", "bigint"),),
    "delay_days": ((f"coalesce({MEAN_DELAY}, -1)", "numeric"),),
    "last_heard": (("coalesce(r.last_heard, '0001-01-01')", "date"),),
}
"""What donors can be ordered by; an unknown delay before none."""

SHOWN: Tree = {
    **COUNTS,
    "delay_days": REPORTING["delay_days"],
    "last_heard": REPORTING["last_heard"],
}


class Reported(Record, tree=SHOWN):
    """How the pledges of something were reported: of so many, how many say what."""

    __slots__ = ()
    pledges: int
    with_number: int
    with_amount: int
    with_date: int
    with_due: int
    with_delivery: int
    with_delivery_date: int
    with_recipient: int
    measurable: int
    with_delay: int
    delay_days: Decimal | None
    last_heard: date | None


def reporting_list(
    as_of: AsOf, *, donors: tuple[str, ...], aid_types: tuple[str, ...], order: str = "donor"
) -> Listing:
    """How the pledges of each donor were reported."""

    def query(selected: str) -> tuple[str, dict[str, Any]]:
        params = {**moment_params(as_of), "aid_types": list(aid_types)}
        conditions = ["s.scope = 'donor'", "s.aid_type = ANY(%(aid_types)s)"]
        conditions += membership_conditions({"s.key": donors}, params)
        tables = relations(as_of, TABLE, reading=Reading(Scope.DONOR))
        sql = f"""
            {tables.clause} SELECT {selected} FROM (
                SELECT sums.*, {DONOR_NAME.format(key="sums.key")} AS name
                FROM (
                    SELECT s.key, {select_items(counts_of_counts("s"))} FROM {tables[TABLE]} AS s
                    WHERE {" AND ".join(conditions)} GROUP BY s.key
                ) AS sums LEFT JOIN meetings_donor AS named ON named.code = sums.key
            ) AS r WHERE true
        """
        return sql, params

    key = ('r.key COLLATE "C"', "text")
    return Listing(query, by(REPORTING_ORDERS, order, key), descending=order.startswith("-"))


def read_reporting(
    as_of: AsOf, scope: Scope = Scope.SYSTEM, key: str = "", *, aid_type: str = AidType.MILITARY
) -> Reported:
    """How the pledges of one key of a scope were reported, or all of them; counted once for a moment."""
    return cache_for_moment(
        as_of, lambda: count_reported(as_of, scope, key, aid_type=aid_type), "reported", scope.value, key, aid_type
    )


def count_reported(as_of: AsOf, scope: Scope, key: str, *, aid_type: str) -> Reported:
    params = {**moment_params(as_of), "aid_type": aid_type, "scope": scope.value}
    conditions = ["s.scope = %(scope)s", "s.aid_type = %(aid_type)s"]
    conditions += membership_conditions({"s.key": (key,) if key else ()}, params)
    tables = relations(as_of, TABLE, reading=Reading(scope))
    sql = f"""
        {tables.clause} SELECT {Reported.select_items()} FROM (
            SELECT {select_items(counts_of_counts("s"))} FROM {tables[TABLE]} AS s WHERE {" AND ".join(conditions)}
        ) AS r
    """
    return Reported.read(*fetch(sql, params)[0])


class Measured(NamedTuple):
    """What of a promise its sources say: how many, in a unit that can be counted, by when, for whom, in a firm word."""

    number: bool
    unit: bool
    date: bool
    recipient: bool
    firm: bool

    @property
    def held(self) -> int:
        return sum(self)


def measure_pledge(reference: str, as_of: AsOf) -> Measured | None:
    """What can be measured of a pledge; None where nothing of it had begun."""
    tables = relations(as_of, STATES)
    sql = f"""
        {tables.clause} SELECT {", ".join(MARKS)} FROM {tables[STATES]} AS st
        WHERE st.pledge_id = (SELECT id FROM pledges_pledge WHERE reference = %(reference)s)
    """
    rows = fetch(sql, {**moment_params(as_of), "reference": reference})
    return Measured(*rows[0]) if rows else None
