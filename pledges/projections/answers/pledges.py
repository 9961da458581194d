"""What became of each pledge at one moment: filtered, ordered, and page by page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from pledges.dates import DateWindow
from pledges.projections.answers.as_of import AsOf
from pledges.projections.answers.relations import ATTRIBUTIONS, STATES, fetch, membership_conditions, relations
from pledges.projections.answers.values import SYSTEM_COLUMNS, Figure, Party, SystemRef, figure, window
from pledges.projections.states import VOIDED, live_terms

NONE = "none"
"""The value of a meeting, coalition, initiative or package filter that asks for pledges without one."""


@dataclass(frozen=True, slots=True)
class PledgeFilters:
    """Which pledges: values of one field are alternatives, fields narrow each other down; empty leaves a field open.

    Days are inclusive, and a window counts where it reaches into the range. `donors` are those that a part of the
    pledge is attributed to, as in the sums per donor. The minimum is of the promise.
    """

    references: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    capabilities: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    donors: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()
    coalitions: tuple[str, ...] = ()
    initiatives: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    aid_types: tuple[str, ...] = ()
    beneficiaries: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    overdue: tuple[str, ...] = ()
    counted: bool | None = None
    announced_after: date | None = None
    announced_before: date | None = None
    due_after: date | None = None
    due_before: date | None = None
    delivered_after: date | None = None
    delivered_before: date | None = None
    quantity_certainly_min: Decimal | None = None
    quantity_possibly_min: Decimal | None = None


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
    """One pledge at the moment."""

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
    parties: tuple[Party, ...]


class Position(NamedTuple):
    """Where a page starts: the sort value and the reference of the pledge just before it."""

    value: str
    reference: str


@dataclass(frozen=True, slots=True)
class PledgePage:
    """Some pledges in order, and where the pages before and after them start; None where there is none."""

    rows: list[PledgeRow]
    next: Position | None
    previous: Position | None


ORDERS = {
    "reference": "p.reference",
    "announced": "coalesce(st.announced_start, '0001-01-01')",
    "due": "coalesce(st.due_end, st.due_start, '9999-12-31')",
    "delivered": "coalesce(st.delivered_end, '9999-12-31')",
    "published": "p.version_id",
}
"""What pledges can be ordered by, each with a minus in front for the reverse; the reference decides among equals."""

NAMED = {
    "beneficiary": ("meetings_donor", "code"),
    "meeting": ("meetings_meeting", "slug"),
    "coalition": ("meetings_coalition", "slug"),
    "initiative": ("meetings_initiative", "slug"),
    "package": ("pledges_package", "slug"),
    "restates": ("pledges_pledge", "reference"),
}
"""What a pledge names, as table and column of the name. Not joins: planning ten of them outlasts the query."""

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
        "st.unannounced, st.unconverted, st.unvalued",
    ]
)

JOINS = """
    JOIN pledges_pledge AS p ON p.id = st.pledge_id
    JOIN pledges_system AS system ON system.id = st.system_id
"""


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
    expression, descending = ORDERS[order.removeprefix("-")], order.startswith("-")
    sql, params = filtered(as_of, filters, selected=f"{expression}::text, {SELECTED}")
    backwards = before is not None
    start = before or after
    downwards = descending != backwards
    if start is not None:
        cast = "int" if expression == "p.version_id" else "text" if expression == "p.reference" else "date"
        sql += f" AND ({expression}, p.reference) {'<' if downwards else '>'} (%(start)s::{cast}, %(start_reference)s)"
        params |= {"start": start.value, "start_reference": start.reference}
    way = "DESC" if downwards else "ASC"
    sql += f" ORDER BY {expression} {way}, p.reference {way} LIMIT %(limit)s"
    found = fetch(sql, {**params, "limit": size + 1})
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    parties = parties_of([row[1] for row in found], as_of) if found else {}
    return PledgePage(
        rows=[read_pledge(row[1:], parties.get(row[1], ())) for row in found],
        next=Position(found[-1][0], found[-1][2]) if found and (more or backwards) else None,
        previous=Position(found[0][0], found[0][2]) if found and (more if backwards else after is not None) else None,
    )


def count_pledges(as_of: AsOf, filters: PledgeFilters) -> int:
    """Return how many pledges there are."""
    sql, params = filtered(as_of, filters, selected="count(*)")
    return int(fetch(sql, params)[0][0])


def filtered(as_of: AsOf, filters: PledgeFilters, *, selected: str) -> tuple[str, dict[str, Any]]:
    """Return the query of the pledges, ready for further conditions, and its parameters."""
    tables = relations(as_of, STATES, *([ATTRIBUTIONS] if filters.donors else []))
    params: dict[str, Any] = as_of.moment.params()
    conditions = ["true", *chosen_values(filters, params), *chosen_ranges(filters, params)]
    if filters.donors:
        params["donors"] = list(filters.donors)
        conditions.append(
            f"st.pledge_id IN (SELECT pledge_id FROM {tables[ATTRIBUTIONS]} WHERE donor_code = ANY(%(donors)s))"
        )
    sql = f"{tables.clause} SELECT {selected} FROM {tables[STATES]} AS st {JOINS} WHERE {' AND '.join(conditions)}"
    return sql, params


def chosen_values(filters: PledgeFilters, params: dict[str, Any]) -> list[str]:
    """Return the conditions of the fields that take one of several values."""
    columns = {
        "p.reference": filters.references,
        "system.slug": filters.systems,
        "system.kind": filters.kinds,
        "system.capability": filters.capabilities,
        "st.unit": filters.units,
        "st.aid_type": filters.aid_types,
        "st.status": filters.statuses,
        "st.overdue": filters.overdue,
    }
    names = {
        "beneficiary": filters.beneficiaries,
        "meeting": filters.meetings,
        "coalition": filters.coalitions,
        "initiative": filters.initiatives,
        "package": filters.packages,
    }
    conditions = membership_conditions(columns, params)
    conditions += [named_condition(key, values, params) for key, values in names.items() if values]
    if filters.counted is not None:
        conditions.append("st.counted" if filters.counted else "NOT st.counted")
    return conditions


def named_condition(key: str, values: tuple[str, ...], params: dict[str, Any]) -> str:
    """Return the condition that a pledge names one of the rows, or none at all where that is one of the values."""
    table, name = NAMED[key]
    params[key] = list(values)
    condition = f"st.{key}_id IN (SELECT id FROM {table} WHERE {name} = ANY(%({key})s))"
    return f"({condition} OR st.{key}_id IS NULL)" if NONE in values else condition


RANGES: dict[str, tuple[str, Callable[[PledgeFilters], object]]] = {
    "announced_after": ("st.announced_end >= %(announced_after)s", lambda f: f.announced_after),
    "announced_before": ("st.announced_start <= %(announced_before)s", lambda f: f.announced_before),
    "due_after": ("coalesce(st.due_end, 'infinity') >= %(due_after)s", lambda f: f.due_after),
    "due_before": ("coalesce(st.due_start, st.due_end) <= %(due_before)s", lambda f: f.due_before),
    "delivered_after": ("st.delivered_end >= %(delivered_after)s", lambda f: f.delivered_after),
    "delivered_before": ("st.delivered_start <= %(delivered_before)s", lambda f: f.delivered_before),
    "certain": ("st.promised_low >= %(certain)s", lambda f: f.quantity_certainly_min),
    "possible": ("coalesce(st.promised_high, 'Infinity') >= %(possible)s", lambda f: f.quantity_possibly_min),
}


def chosen_ranges(filters: PledgeFilters, params: dict[str, Any]) -> list[str]:
    """Return the conditions of days and of minimum quantities."""
    conditions = []
    for name, (condition, read) in RANGES.items():
        value = read(filters)
        if value is not None:
            params[name] = value
            conditions.append(condition)
    if filters.due_after is not None:
        conditions.append("(st.due_start IS NOT NULL OR st.due_end IS NOT NULL)")
    return conditions


def parties_of(pledges: list[int], as_of: AsOf) -> dict[int, tuple[Party, ...]]:
    """Return the parties of the terms that count, per pledge key, largest share first."""
    sql = f"""
        WITH {VOIDED}, {live_terms(keyed=True)}
        SELECT t.pledge_id, d.code, d.name, tp.role, tp.share, tp.words
        FROM live_terms AS t
        JOIN pledges_termsparty AS tp ON tp.terms_id = t.id
        JOIN meetings_donor AS d ON d.id = tp.donor_id
        ORDER BY t.pledge_id, tp.share DESC NULLS LAST, d.code, tp.role
    """
    parties: dict[int, tuple[Party, ...]] = {}
    for pledge, *party in fetch(sql, {**as_of.moment.params(), "pledges": pledges}):
        parties[pledge] = (*parties.get(pledge, ()), Party(*party))
    return parties


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
        parties=parties,
    )
