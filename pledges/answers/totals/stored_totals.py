"""Totals whose sums the summary tables hold: read from there, to the last digit the same as added up per pledge."""

from dataclasses import replace
from typing import Any

from pledges.answers.moment_relations import STATES, SUMMARIES, membership_conditions
from pledges.answers.pledge_conditions import NONE, PledgeFilters
from pledges.answers.totals.group_keys import KEYS
from pledges.answers.totals.total_parts import Parts
from pledges.models import Scope
from pledges.projections.stage_sums import select_items, sum_bounds, sums
from pledges.values.choices import GroupBy
from pledges.values.stages import QUANTITY_FIGURES, VALUE_COLUMNS

SYSTEM_KEYS = (GroupBy.SYSTEM, GroupBy.KIND, GroupBy.CAPABILITY, GroupBy.AID_TYPE)
SCOPES = {GroupBy.DONOR: Scope.DONOR, GroupBy.MEETING: Scope.MEETING, GroupBy.COALITION: Scope.COALITION}
FILTERS = {Scope.DONOR: "attributed_to", Scope.MEETING: "meetings", Scope.COALITION: "coalitions"}
TABLES = {Scope.MEETING: "meetings_meeting", Scope.COALITION: "meetings_coalition"}


def stored_scope(group_by: tuple[GroupBy, ...], filters: PledgeFilters) -> Scope | None:
    """The scope of the summaries that hold the sums of these groups; None where none does."""
    grouped = [SCOPES[key] for key in group_by if key in SCOPES]
    if any(key not in SCOPES and key not in SYSTEM_KEYS for key in group_by) or len(grouped) > 1:
        return None
    scope = grouped[0] if grouped else Scope.DONOR if len(filters.attributed_to) == 1 else Scope.SYSTEM
    known = ("systems", "kinds", "capabilities", "units", "aid_types", *([FILTERS[scope]] if scope in FILTERS else []))
    narrowed = replace(PledgeFilters(), **{name: getattr(filters, name) for name in known})
    return scope if narrowed == filters else None


def stored_parts(
    scope: Scope, group_by: tuple[GroupBy, ...], filters: PledgeFilters, params: dict[str, Any], *, quantities: bool
) -> Parts:
    """The summary rows of a scope: those over all systems where nothing tells systems apart."""
    keys = getattr(filters, FILTERS[scope]) if scope in FILTERS else ()
    of_systems = {
        "system.slug": filters.systems,
        "system.kind": filters.kinds,
        "system.capability": filters.capabilities,
        "stored.unit": filters.units,
    }
    conditions = membership_conditions(of_systems, params)
    own = [key for key in group_by if key in SYSTEM_KEYS]
    by_system = quantities or scope in TABLES or bool(conditions or own)
    conditions += membership_conditions({"stored.aid_type": filters.aid_types, "stored.key": keys}, params)
    conditions.append(f"stored.system_id IS {'NOT ' if by_system else ''}NULL")
    names = {key.value: KEYS[key].raw.replace("st.", "stored.") for key in own}
    names |= {key.value: "stored.key" if key == GroupBy.DONOR else "keyed.id" for key in group_by if key in SCOPES}
    columns = "".join(f", {sql} AS k_{name}" for name, sql in names.items())
    keyed = f"LEFT JOIN {TABLES[scope]} AS keyed ON keyed.slug = stored.key" if scope in TABLES else ""
    clause = f"""
        WITH parts AS (
            SELECT stored.*{columns}
            FROM ({summary_rows(scope, without_key=scope in TABLES and (not keys or NONE in keys))}) AS stored
            LEFT JOIN pledges_system AS system ON system.id = stored.system_id {keyed}
            WHERE {" AND ".join(conditions)}
        )
    """
    one_key = scope == Scope.SYSTEM or len(keys) == 1 or any(key in SCOPES for key in group_by)
    return Parts(clause, sums_of_sums(), added=quantities and one_key)


def summary_rows(scope: Scope, *, without_key: bool) -> str:
    """The query of the summary rows, with those of pledges that name no key of the scope added up here."""
    carried = f"aid_type, system_id, unit, {', '.join(sums())}"
    stored = f"SELECT key, {carried} FROM {SUMMARIES} WHERE scope = '{scope.value}'"
    if not without_key:
        return stored
    return f"""
        {stored} UNION ALL
        SELECT '{NONE}' AS key, aid_type, system_id, unit, {select_items(sums())}
        FROM {STATES} WHERE counted AND {scope.value}_id IS NULL GROUP BY aid_type, system_id, unit
    """


def sums_of_sums() -> dict[str, str]:
    """The sums over rows that are sums themselves."""
    columns = {name: f"sum({name})::bigint" for name in sums()}
    for name in (*QUANTITY_FIGURES, *VALUE_COLUMNS):
        columns |= sum_bounds(name)
    for name in QUANTITY_FIGURES:
        columns |= sum_bounds(f"{name}_stated")
    return columns
