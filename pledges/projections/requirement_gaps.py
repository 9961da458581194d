"""Requirement minus what is delivered and firmly promised, per system and unit, as SQL.

The latest requirement by date counts. The gap of a total one subtracts everything delivered or firm, that of an
additional one only what became so after its date, taken per pledge and then summed.
"""

from pledges.projections.fact_conditions import VOIDED, not_in_voided
from pledges.projections.interval_sql import Bounds, column, difference
from pledges.projections.pledge_spans import join_span
from pledges.projections.stage_sums import ENDS, STATES, select_items, sum_bounds, sum_stated


def latest_requirements(*, systems: str) -> str:
    """The CTE of the requirement that counts for each system and unit; money is not a quantity."""
    keys = f"AND r.system_id = ANY({systems})" if systems else ""
    return f"""
        latest_requirements AS MATERIALIZED (
            SELECT DISTINCT ON (r.system_id, r.unit) r.*
            FROM pledges_requirement AS r JOIN pledges_system AS s ON s.id = r.system_id
            WHERE r.version_id <= %(known)s AND r.stated_start <= %(valid_at)s AND s.kind <> 'money' {keys}
              AND {not_in_voided("r.id", "requirement_id")}
            ORDER BY r.system_id, r.unit, r.stated_end DESC, r.stated_start DESC, r.version_id DESC, r.position DESC
        )
    """


NEED_DAY = "least(r.stated_end, %(valid_at)s)"
"""Until when what was there already is no answer to an additional need."""


def progress(*, states: str, at_once: bool) -> str:
    """The CTE of what each pledge has secured of a requirement, now and before its day.

    The states of few systems are found by index; `at_once` reads those of all.
    """
    columns = ", ".join(f"secured_{end}" for end in ENDS)
    secured = f"SELECT pledge_id, system_id, unit, moved_end, promise_has_number, {columns} FROM {states} WHERE counted"
    secured += " OFFSET 0" if at_once else ""
    now = {"low": "now.secured_low", "best": "now.secured_best", "high": "coalesce(now.secured_high, 'Infinity')"}
    before = {
        "low": "coalesce(earlier.secured_low, 0)",
        "best": "CASE WHEN earlier.pledge_id IS NULL THEN 0 ELSE earlier.secured_best END",
        "high": "CASE WHEN earlier.pledge_id IS NULL THEN 0 ELSE coalesce(earlier.secured_high, 'Infinity') END",
    }
    items = [f"{sql} AS now_{end}" for end, sql in now.items()]
    items += [f"CASE WHEN r.basis = 'additional' THEN {sql} ELSE 0 END AS before_{end}" for end, sql in before.items()]
    # A pledge that did not move since has gained nothing, however wide its bounds: its two figures are the same one.
    items.append(f"r.basis = 'additional' AND now.moved_end <= {NEED_DAY} AS unmoved")
    moved = f"r.basis = 'additional' AND now.moved_end > {NEED_DAY}"
    return f"""
        progress AS (
            SELECT r.system_id, r.unit, now.promise_has_number, {", ".join(items)}
            FROM latest_requirements AS r
            JOIN ({secured}) AS now ON now.system_id = r.system_id AND now.unit = r.unit
            {join_span("earlier", pledge="now.pledge_id", day=NEED_DAY, needed=moved)}
        )
    """


def secured_of(name: str) -> Bounds:
    """The bounds of a sum `s`; nothing where there is no pledge."""
    ends = f"s.{name}_low", f"s.{name}_best", f"coalesce(s.{name}_high, 'Infinity')"
    return Bounds(*(f"CASE WHEN s.system_id IS NULL THEN 0 ELSE {end} END" for end in ends))


def gaps_query(*, states: str = STATES, systems: str = "") -> str:
    """One row per system and unit with a stated requirement, in the columns of GapSummary.

    `systems` is an SQL array of the systems wanted, where not all are.
    """
    since = difference(column("now"), column("before"))
    gained = Bounds(*(f"CASE WHEN unmoved THEN 0 ELSE {end} END" for end in since))
    return f"""
        WITH {VOIDED}, {latest_requirements(systems=systems)},
        {progress(states=states, at_once=not systems)},
        gained AS (
            SELECT system_id, unit, promise_has_number, {gained.select_finished("secured")}
            FROM progress
        ),
        secured AS (
            SELECT system_id, unit, {select_items(sum_bounds("secured") | sum_stated("secured"))}
            FROM gained GROUP BY system_id, unit
        ),
        compared AS (
            SELECT r.system_id, r.unit, r.id AS requirement_id,
                r.quantity_low AS required_low, r.quantity_best AS required_best,
                coalesce(r.quantity_high, 'Infinity') AS required_high,
                {secured_of("secured").select("secured")}, {secured_of("secured_stated").select("stated")},
                coalesce(s.secured_without_number, 0) AS secured_without_number
            FROM latest_requirements AS r
            LEFT JOIN secured AS s ON s.system_id = r.system_id AND s.unit = r.unit
        )
        SELECT system_id, unit, requirement_id,
            {column("required").select_finished("required")}, {column("secured").select_finished("secured")},
            {column("stated").select_finished("secured_stated")}, secured_without_number,
            {difference(column("required"), column("secured")).select_finished("gap")},
            {difference(column("required"), column("stated")).select_finished("gap_stated")}
        FROM compared
    """
