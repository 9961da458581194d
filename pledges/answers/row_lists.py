"""The lists of parties, lines of the ledger, sums, gaps and headroom."""

from __future__ import annotations

from typing import Any

from pledges.answers.as_of import AsOf
from pledges.answers.entry_filters import EntryFilters, query_entries
from pledges.answers.fields.summary_fields import QUANTITY_ENDS, SUM_ENDS
from pledges.answers.keyset_lists import Listing, moment_params
from pledges.answers.moment_relations import (
    GAPS,
    HEADROOM,
    STATES,
    UNITS,
    WHOLES,
    Reading,
    Relations,
    fetch,
    membership_conditions,
    relations,
)
from pledges.answers.row_names import DONOR_NAME, MEETING_TITLE
from pledges.models import Scope
from pledges.projections.requirement_gaps import taken_parts
from pledges.values.choices import AidType, Overdue, RequirementBasis
from pledges.values.stages import QUANTITY_FIGURES, VALUE_COLUMNS

SUMS = (*QUANTITY_FIGURES, *VALUE_COLUMNS)
COUNTS = ("pledges", *(f"overdue_{word}" for word in Overdue.values), "unconverted", "unvalued")
Choice = dict[str, tuple[str, ...]]
Orders = dict[str, tuple[tuple[str, str], ...]]

SLUG, KEY = ("system.slug", "text"), ('whole.key COLLATE "C"', "text")
SYSTEM_ORDERS: Orders = {
    "system": (),
    "pledges": (("s.pledges", "bigint"),),
    "promised": (("s.promised_low", "numeric"),),
    "delivered": (("s.delivered_low", "numeric"),),
    "outstanding": (("s.outstanding_low", "numeric"),),
    "overdue": (("s.overdue_certainly", "bigint"),),
    "value_eur": (("s.value_promised_low", "numeric"),),
    "gap": (("coalesce(s.gap_low, -1)", "numeric"),),
}
KEYED_ORDERS: Orders = {
    "key": (),
    "name": (('whole.name COLLATE "C"', "text"),),
    "pledges": (("whole.pledges", "bigint"),),
    "overdue": (("whole.overdue_certainly", "bigint"),),
    "value_eur": (("whole.value_promised_low", "numeric"),),
    "delivered_eur": (("whole.value_delivered_low", "numeric"),),
}
GAP_ORDERS: Orders = {
    "system": (),
    "required": (("g.required_low", "numeric"),),
    "secured": (("g.secured_low", "numeric"),),
    "gap": (("g.gap_low", "numeric"),),
    "due": (("coalesce(r.due_end, r.due_start, '9999-12-31')", "date"),),
}
HEADROOM_ORDERS: Orders = {
    "donor": (),
    "system": (SLUG,),
    "total": (("stock.total_low", "numeric"),),
    "available": (("h.available_low", "numeric"),),
    "headroom": (("coalesce(h.headroom_low, -1)", "numeric"),),
    "as_of": (("coalesce(stock.as_of_end, stock.as_of_start, '0001-01-01')", "date"),),
}
"""What sums, gaps and headroom can be ordered by: a figure by what is certain of it, unknown ones before zero."""


def party_list(as_of: AsOf) -> Listing:
    """Every party of every pledge, by pledge, donor and role."""

    def query(selected: str) -> tuple[str, dict[str, Any]]:
        tables = relations(as_of, STATES)
        sql = f"""
            {tables.clause} SELECT {selected} FROM {tables[STATES]} AS st
            JOIN pledges_pledge AS p ON p.id = st.pledge_id
            JOIN pledges_termsparty AS tp ON tp.terms_id = st.terms_id
            JOIN meetings_donor AS d ON d.id = tp.donor_id
            WHERE true
        """
        return sql, moment_params(as_of)

    keys = (("p.reference", "text"), ("d.code", "text"), ("tp.role", "text"), ("tp.words", "text"))
    return Listing(query, keys)


def entry_list(as_of: AsOf, filters: EntryFilters, *, order: str = "published") -> Listing:
    def query(selected: str) -> tuple[str, dict[str, Any]]:
        sql, params = query_entries(as_of, filters, selected=selected)
        return sql, {**params, **moment_params(as_of)}

    keys = (("fact.version_id", "int"), ("fact.position", "int"))
    return Listing(query, keys, descending=order.startswith("-"))


def restrict_to_systems(systems: Choice, params: dict[str, Any], *, unit: str) -> list[str]:
    names = {"systems": "system.slug", "kinds": "system.kind", "capabilities": "system.capability", "units": unit}
    return membership_conditions({names[name]: values for name, values in systems.items()}, params)


def array_of_systems(conditions: list[str]) -> str:
    """The SQL array of the systems that fulfil the conditions on `system`; empty where there are none."""
    of_systems = [condition for condition in conditions if condition.startswith("system.")]
    if not of_systems:
        return ""
    return f"ARRAY(SELECT id FROM pledges_system AS system WHERE {' AND '.join(of_systems)})"


def by(orders: Orders, order: str, *unique: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """The columns of an order, the unique ones last.

    :raises KeyError: there is no such order.
    """
    return tuple(dict.fromkeys((*orders[order.removeprefix("-")], *unique)))


def system_list(as_of: AsOf, *, aid_types: tuple[str, ...], systems: Choice, order: str = "system") -> Listing:
    """The sums per system and unit; what is required but not promised has a row too, of zeros."""

    def query(selected: str) -> tuple[str, dict[str, Any]]:
        params = {**moment_params(as_of), "aid_types": list(aid_types), "with_gaps": AidType.MILITARY in aid_types}
        params["scope"] = Scope.SYSTEM.value
        conditions = ["true", *restrict_to_systems(systems, params, unit="s.unit")]
        # Said of each side as well, so that only the sums of these systems are looked up, or added up.
        chosen = array_of_systems(conditions)
        own = f"AND system_id = ANY({chosen})" if chosen else ""
        tables = relations(as_of, UNITS, GAPS, reading=Reading(systems=chosen))
        figures = [*(f"{name}_{end}" for name in QUANTITY_FIGURES for end in QUANTITY_ENDS)]
        figures += [*(f"{name}_{end}" for name in VALUE_COLUMNS for end in SUM_ENDS), *COUNTS]
        zeros = ", ".join(f"CASE WHEN t.key IS NULL THEN 0 ELSE t.{name} END AS {name}" for name in figures)
        needs = ", ".join(
            f"g.{name}_{end}" for name in ("required", "gap", "gap_stated") for end in ("low", "best", "high")
        )
        sql = f"""
            {tables.clause} SELECT {selected}
            FROM (
                SELECT coalesce(t.system_id, g.system_id) AS system_id, coalesce(t.unit, g.unit) AS unit, {zeros},
                    g.requirement_id, {needs}, g.secured_without_number AS gap_without_number
                FROM (
                    SELECT * FROM {of_aid_types(tables[UNITS], aid_types)} AS sums
                    WHERE system_id IS NOT NULL {own}
                ) AS t
                FULL JOIN (SELECT * FROM {tables[GAPS]} WHERE %(with_gaps)s {own}) AS g
                    ON g.system_id = t.system_id AND g.unit = t.unit
                OFFSET 0  -- else every mention of a column becomes the whole expression, and planning takes longest
            ) AS s
            JOIN pledges_system AS system ON system.id = s.system_id
            LEFT JOIN pledges_requirement AS r ON r.id = s.requirement_id
            LEFT JOIN meetings_source AS need_source ON need_source.id = r.source_id
            WHERE {" AND ".join(conditions)}
        """
        return sql, params

    return Listing(query, by(SYSTEM_ORDERS, order, SLUG, ("s.unit", "text")), descending=order.startswith("-"))


NAMES = {
    Scope.DONOR: ("meetings_donor AS named ON named.code", DONOR_NAME.format(key="s.key")),
    Scope.MEETING: (
        "meetings_meeting AS named ON named.slug",
        f"coalesce({MEETING_TITLE}, s.key)",
    ),
    Scope.COALITION: ("meetings_coalition AS named ON named.slug", "coalesce(nullif(named.name, ''), s.key)"),
}


def sum_items(*, quantities: bool) -> str:
    """The items that add rows up; quantities only where all rows are of one system and unit.

    The sum of nothing is 0.
    """
    items = [f"coalesce(sum({name}), 0)::bigint AS {name}" for name in COUNTS]
    stated = [f"{name}_stated" for name in QUANTITY_FIGURES] if quantities else []
    for name in [*(SUMS if quantities else VALUE_COLUMNS), *stated]:
        items.append(f"coalesce(sum({name}_low), 0) AS {name}_low")
        counted = f"{name.removesuffix('_stated')}_without_number" if name in stated else f"{name}_unbounded"
        items.append(f"coalesce(sum({counted}), 0)::bigint AS {counted}")
        items += [
            f"CASE WHEN count({name}_{end}) = count(*) THEN coalesce(sum({name}_{end}), 0) END AS {name}_{end}"
            for end in ("best", "high")
        ]
    return ", ".join(items)


def of_aid_types(table: str, aid_types: tuple[str, ...], *, quantities: bool = True) -> str:
    """The stored sums of some kinds of aid; of several, added up."""
    rows = f"FROM {table} WHERE scope = %(scope)s AND aid_type = ANY(%(aid_types)s)"
    if len(aid_types) == 1:
        return f"(SELECT * {rows})"
    return f"(SELECT key, system_id, unit, {sum_items(quantities=quantities)} {rows} GROUP BY key, system_id, unit)"


def keyed_list(
    as_of: AsOf,
    scope: Scope,
    *,
    keys: tuple[str, ...],
    aid_types: tuple[str, ...],
    systems: Choice,
    order: str = "key",
    by_system: bool = False,
) -> Listing:
    """The sums per donor, meeting or coalition. Where systems are chosen, the money is that of the chosen.

    `by_system` gives a row for each `part` of such a `whole`.
    """

    def query(selected: str) -> tuple[str, dict[str, Any]]:
        params = {**moment_params(as_of), "aid_types": list(aid_types), "scope": scope.value}
        own = ["true", *membership_conditions({"s.key": keys}, params)]
        of_systems = restrict_to_systems(systems, params, unit="s.unit")
        quantities = by_system or "part." in selected
        reading = Reading(scope, every_key=not keys and not of_systems, quantities=quantities)
        tables = relations(as_of, UNITS, WHOLES, reading=reading)
        join, name = NAMES[scope]
        rows = f"FROM {of_aid_types(tables[UNITS], aid_types)} AS s"
        whole_rows = f"FROM {of_aid_types(tables[WHOLES], aid_types, quantities=False)} AS s"
        # What is only counted is not added up.
        figures = "s.*" if quantities or of_systems else "s.key, s.system_id, s.unit"
        parts = f"""
            SELECT {figures}, system.slug, system.name, system.short_name, system.kind, system.capability {rows}
            JOIN pledges_system AS system ON system.id = s.system_id WHERE {" AND ".join([*own, *of_systems])}
        """
        sums = f"SELECT key, {sum_items(quantities=False)} FROM parts GROUP BY key"
        stored = f"SELECT s.* {whole_rows} WHERE s.system_id IS NULL AND {' AND '.join(own)}"
        # Stored parts of a key are found by index; past ones are computed once, where each key asks for its own.
        once = "NOT MATERIALIZED" if as_of.is_current or (by_system and not of_systems) else "MATERIALIZED"
        sql = f"""
            {tables.clause}{"," if tables.clause else "WITH"} parts AS {once} ({parts}),
            whole AS (SELECT s.*, {name} AS name FROM ({sums if of_systems else stored}) AS s
                LEFT JOIN {join} = s.key)
            SELECT {selected} FROM whole {"JOIN parts AS part ON part.key = whole.key" if by_system else ""} WHERE true
        """
        return sql, params

    unique = (KEY, ("part.slug", "text"), ("part.unit", "text")) if by_system else (KEY,)
    return Listing(query, by(KEYED_ORDERS, order, *unique), descending=order.startswith("-"))


def overall_sums(as_of: AsOf, *, aid_types: tuple[str, ...], selected: str) -> tuple[Any, ...]:
    """What is selected of the sums over everything that counts, as `whole`."""
    tables = relations(as_of, WHOLES)
    params = {**as_of.moment.params(), "aid_types": list(aid_types), "scope": Scope.SYSTEM.value}
    stored = f"FROM {of_aid_types(tables[WHOLES], aid_types, quantities=False)} AS s WHERE s.system_id IS NULL"
    whole = f"SELECT {sum_items(quantities=False)} {stored}"
    return fetch(f"{tables.clause} SELECT {selected} FROM ({whole}) AS whole", params)[0]


def gap_list(as_of: AsOf, *, systems: Choice, order: str = "system") -> Listing:
    """What is required, secured and missing, per system and unit with a stated requirement."""

    def query(selected: str) -> tuple[str, dict[str, Any]]:
        params = moment_params(as_of)
        conditions = ["true", *restrict_to_systems(systems, params, unit="g.unit")]
        tables = relations(as_of, GAPS, STATES, reading=Reading(systems=array_of_systems(conditions)))
        sql = f"""
            {tables.clause or "WITH"}{"," if tables.clause else ""} {taken_by_pledges(tables)}
            SELECT {selected} FROM {tables[GAPS]} AS g
            JOIN pledges_system AS system ON system.id = g.system_id
            JOIN pledges_requirement AS r ON r.id = g.requirement_id
            JOIN meetings_source AS source ON source.id = r.source_id
            WHERE {" AND ".join(conditions)}
        """
        return sql, params

    return Listing(query, by(GAP_ORDERS, order, SLUG, ("g.unit", "text")), descending=order.startswith("-"))


def taken_by_pledges(tables: Relations) -> str:
    """The CTEs of what each pledge takes off the needs for more that count, where it is more than nothing."""
    return f"""
        needs_for_more AS MATERIALIZED (
            SELECT r.* FROM pledges_requirement AS r JOIN {tables[GAPS]} AS g ON g.requirement_id = r.id
            WHERE r.basis = '{RequirementBasis.ADDITIONAL}'
        ),
        taken AS MATERIALIZED (
            SELECT part.requirement_id, p.reference, part.certain, part.taken_low, part.taken_best,
                NULLIF(part.taken_high, 'Infinity') AS taken_high
            FROM ({taken_parts(needs="needs_for_more", states=tables[STATES])}) AS part
            JOIN pledges_pledge AS p ON p.id = part.pledge_id
            WHERE part.taken_high > 0
        )
    """


def headroom_list(as_of: AsOf, *, donors: tuple[str, ...], systems: Choice, order: str = "donor") -> Listing:
    """What holders of stocks could still give."""

    def query(selected: str) -> tuple[str, dict[str, Any]]:
        params = moment_params(as_of)
        conditions = ["true", *membership_conditions({"holder.code": donors}, params)]
        conditions += restrict_to_systems(systems, params, unit="h.unit")
        tables = relations(as_of, HEADROOM, reading=Reading(systems=array_of_systems(conditions)))
        sql = f"""
            {tables.clause} SELECT {selected} FROM {tables[HEADROOM]} AS h
            JOIN pledges_stock AS stock ON stock.id = h.stock_id
            JOIN meetings_donor AS holder ON holder.id = h.holder_id
            JOIN pledges_system AS system ON system.id = h.system_id
            JOIN meetings_source AS source ON source.id = stock.source_id
            WHERE {" AND ".join(conditions)}
        """
        return sql, params

    unique = (("holder.code", "text"), SLUG, ("h.unit", "text"))
    return Listing(query, by(HEADROOM_ORDERS, order, *unique), descending=order.startswith("-"))
