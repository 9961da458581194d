"""Sums of pledge states per system, donor, meeting and coalition, as SQL.

The same query serves the stored summaries (it reads the current states) and any other moment (it reads spans).
Different units are never added up; a row without a system holds the money over all.
"""

from collections.abc import Iterable

from pledges.models import Scope
from pledges.projections.donor_attribution import attribute_figure, is_part
from pledges.values.choices import Overdue
from pledges.values.stages import QUANTITY_FIGURES, VALUE_COLUMNS

ENDS = ("low", "best", "high")

NUMBER_FLAGS = ("promise_has_number", "delivered_has_number", "withdrawn_has_number")

CARRIED = ("pledge_id", "terms_id", "aid_type", "system_id", "unit", "overdue", *NUMBER_FLAGS)
"""What a part carries along of its pledge."""

STATES, SPANS, ATTRIBUTIONS = "pledges_pledgestate", "pledges_pledgespan", "pledges_pledgeattribution"

SCOPE_KEYS = {
    Scope.SYSTEM: "JOIN pledges_system AS keyed ON keyed.id = state.system_id",
    Scope.MEETING: "JOIN meetings_meeting AS keyed ON keyed.id = state.meeting_id",
    Scope.COALITION: "JOIN meetings_coalition AS keyed ON keyed.id = state.coalition_id",
}


def select_items(columns: dict[str, str]) -> str:
    """Expressions by name as select items."""
    return ", ".join(f"{sql} AS {name}" for name, sql in columns.items())


def sum_bounds(name: str) -> dict[str, str]:
    """The columns of an interval sum: lows add, best where every part has one, highs, unbounded parts.

    A part that is NULL as a whole (a pledge without value) does not take part. Sums of such sums give the same.
    """
    return {
        f"{name}_low": f"coalesce(sum({name}_low), 0)",
        f"{name}_best": f"CASE WHEN count({name}_best) = count({name}_low) THEN coalesce(sum({name}_best), 0) END",
        f"{name}_high": f"CASE WHEN count({name}_high) = count({name}_low) THEN coalesce(sum({name}_high), 0) END",
    }


def has_own_words(name: str) -> bool:
    """Whether a figure has words of its own; the others are what became of the promise."""
    return f"{name}_has_number" in NUMBER_FLAGS


def without_number(name: str, *, table: str = "") -> str:
    """The condition that a figure of a part has no number: the words state none, and nothing else settles it.

    What became of a promise without a number has one again where a later line bounds it.
    """
    if has_own_words(name):
        return f"NOT {table}{name}_has_number AND {table}{name}_best IS NULL"
    return f"NOT {table}promise_has_number AND {table}{name}_high IS NULL AND {table}{name}_best IS NULL"


def sum_stated(name: str) -> dict[str, str]:
    """The columns of the sum of the parts with a number, and how many have none.

    Parts without a number have no best, and those of a promise no high, so these sums need not leave them out.
    """
    none = f"FILTER (WHERE {without_number(name)})"
    open_parts = f"count({name}_low) - count({name}_high)"
    left_out = f" - coalesce(sum({name}_high) {none}, 0)" if has_own_words(name) else ""
    open_without = f"count(*) {none} - count({name}_high) {none}" if has_own_words(name) else f"count(*) {none}"
    return {
        f"{name}_stated_low": f"coalesce(sum({name}_low), 0) - coalesce(sum({name}_low) {none}, 0)",
        f"{name}_stated_best": f"CASE WHEN count({name}_low) - count({name}_best) = count(*) {none}"
        f" THEN coalesce(sum({name}_best), 0) END",
        f"{name}_stated_high": f"CASE WHEN {open_parts} = {open_without}"
        f" THEN coalesce(sum({name}_high), 0){left_out} END",
        f"{name}_without_number": f"count(*) {none}",
    }


def sums() -> dict[str, str]:
    """Every sum and count of a summary row of one system and unit, over the states of its pledges."""
    columns = {"pledges": "count(*)"}
    for name in (*QUANTITY_FIGURES, *VALUE_COLUMNS):
        columns |= sum_bounds(name)
        columns[f"{name}_unbounded"] = f"count({name}_low) - count({name}_high)"
        columns |= sum_stated(name) if name in QUANTITY_FIGURES else {}
    columns |= {f"overdue_{word}": f"count(*) FILTER (WHERE overdue = '{word}')" for word in Overdue.values}
    return columns | {flag: f"count(*) FILTER (WHERE {flag})" for flag in ("unconverted", "unvalued")}


def no_quantities() -> dict[str, str]:
    columns = (column for name in QUANTITY_FIGURES for column in (name, f"{name}_stated"))
    return {f"{column}_{end}": "NULL::numeric" for column in columns for end in ENDS}


def totals() -> dict[str, str]:
    """The columns of the row over all systems, from the rows of each: counts and money, but no quantities."""
    money: dict[str, str] = {}
    for name in VALUE_COLUMNS:
        money |= sum_bounds(name)
    # Quantities of different systems mean nothing together, so these columns stay NULL.
    return {name: f"sum({name})::bigint" for name in sums()} | no_quantities() | money


def parts_by_key(scope: Scope, *, states: str, keyed: bool) -> str:
    """The rows to add up where a pledge belongs to one key as a whole."""
    condition = "AND state.system_id = ANY(%(systems)s) AND keyed.slug = ANY(%(keys)s)" if keyed else ""
    key = "keyed.code" if scope == Scope.DONOR else "keyed.slug"
    return f"SELECT {key} AS key, state.* FROM {states} AS state {SCOPE_KEYS[scope]} WHERE state.counted {condition}"


def parts_by_donor(*, states: str, keyed: bool, also: Iterable[str] = ()) -> str:
    """The rows to add up per donor: whole pledges of a sole party, and rounded parts of shared ones.

    `also` are further columns of `state` (the pledge) or `part` (the attribution) to carry along.
    """
    carried = ", ".join((*(f"state.{name}" for name in CARRIED), *also))
    figures = [(name, end, "quantity") for name in QUANTITY_FIGURES for end in ENDS]
    figures += [(name, end, "value") for name in VALUE_COLUMNS for end in ENDS]
    split = ", ".join(f"{attribute_figure(f'{name}_{end}', measure)} AS {name}_{end}" for name, end, measure in figures)
    whole = ", ".join(f"state.{name}_{end}" for name, end, _ in figures)
    sole = "part.quantity_share = 1 AND part.value_share = 1"
    of_systems = "AND state.system_id = ANY(%(systems)s) AND part.system_id = ANY(%(systems)s)" if keyed else ""
    # What is left for one party of a shared pledge depends on the others, so all parts of its shared pledges are read.
    of_key = f"SELECT terms_id FROM {ATTRIBUTIONS} AS part WHERE donor_code = ANY(%(keys)s)"
    of_key += f" AND part.system_id = ANY(%(systems)s) AND ({sole}) IS NOT TRUE"
    shared = f"AND state.terms_id IN ({of_key})" if keyed else ""
    return f"""
        SELECT part.donor_code AS key, {carried}, state.unconverted, state.unvalued, {whole}
        FROM {states} AS state JOIN {ATTRIBUTIONS} AS part ON part.terms_id = state.terms_id
        WHERE state.counted AND {sole} {of_systems}
        UNION ALL
        SELECT part.donor_code AS key, {carried},
            state.unconverted AND part.value_share IS NOT NULL AS unconverted,
            state.unvalued AND part.value_share IS NOT NULL AS unvalued, {split}
        FROM {states} AS state JOIN {ATTRIBUTIONS} AS part ON part.terms_id = state.terms_id
        WHERE state.counted AND ({sole}) IS NOT TRUE
            AND {is_part()} {of_systems} {shared}
    """


def parts_query(scope: Scope, *, states: str, keyed: bool) -> str:
    """The rows to add up for the keys of a scope. JOINT is a key like a donor."""
    if scope == Scope.DONOR:
        return parts_by_donor(states=states, keyed=keyed)
    return parts_by_key(scope, states=states, keyed=keyed)


def units_query(scope: Scope, *, states: str = STATES, keyed: bool = False, quantities: bool = True) -> str:
    """The summary rows of one scope for each system and unit, in the columns of Summary.

    Without `quantities` these are NULL, which saves half of the adding up. Parameters where keyed: `keys`, the keys of
    the scope, and `systems`, to compute.
    """
    parts = parts_query(scope, states=states, keyed=keyed)
    columns = sums() if quantities else sums() | no_quantities()
    return f"""
        SELECT '{scope.value}' AS scope, key, aid_type, system_id, unit, {select_items(columns)}
        FROM ({parts}) AS parts {"WHERE key = ANY(%(keys)s)" if keyed else ""}
        GROUP BY key, aid_type, system_id, unit
    """


def wholes_query(scope: Scope, *, states: str) -> str:
    """The summary rows of one scope over all systems, from the states: what `totals_query` makes of the sums."""
    figures = {name: sql for name, sql in sums().items() if not name.startswith(QUANTITY_FIGURES)}
    return f"""
        SELECT '{scope.value}' AS scope, key, aid_type, NULL::bigint AS system_id, '' AS unit, {select_items(figures)}
        FROM ({parts_query(scope, states=states, keyed=False)}) AS parts GROUP BY key, aid_type
    """


def totals_query(rows: str) -> str:
    """The summary rows over all systems, from the rows of each system and unit."""
    return f"""
        SELECT scope, key, aid_type, NULL::bigint AS system_id, '' AS unit, {select_items(totals())}
        FROM {rows} GROUP BY scope, key, aid_type
    """


STORED_UNITS = """
    (SELECT * FROM pledges_summary WHERE scope = %(scope)s AND key = ANY(%(keys)s) AND system_id IS NOT NULL) AS stored
"""
"""The stored rows of each system and unit, of the keys of a scope."""


def summary_query(scope: Scope, *, states: str = STATES) -> str:
    """Every summary row of one scope in the columns of Summary, without the two that say when."""
    return f"""
        WITH by_unit AS MATERIALIZED ({units_query(scope, states=states, keyed=False)})
        SELECT * FROM by_unit UNION ALL {totals_query("by_unit")}
    """
