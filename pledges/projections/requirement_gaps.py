"""Requirement minus what is delivered and firmly promised, per system and unit, as SQL.

The latest requirement by date counts. The gap of a total one subtracts everything delivered or firm, that of an
additional one only what became so after its date, taken per pledge and then summed.
"""

from pledges.projections.fact_conditions import VOIDED, not_in_voided
from pledges.projections.interval_sql import Bounds, column, difference
from pledges.projections.pledge_spans import span_at
from pledges.projections.stage_sums import ENDS, SPANS, STATES, select_items, sum_bounds


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


def gaps_query(*, states: str = STATES, systems: str = "") -> str:
    """One row per system and unit with a stated requirement, in the columns of GapSummary.

    `systems` is an SQL array of the systems wanted, where not all are. Their states are found by index;
    those of all are read at once.
    """
    columns = ", ".join(f"secured_{end}" for end in ENDS)
    secured = f"SELECT pledge_id, system_id, unit, moved_end, {columns} FROM {states} WHERE counted"
    secured += "" if systems else " OFFSET 0"
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
    since = difference(column("now"), column("before"))
    gained = Bounds(*(f"CASE WHEN unmoved THEN 0 ELSE {end} END" for end in since))
    return f"""
        WITH {VOIDED}, {latest_requirements(systems=systems)},
        progress AS (
            SELECT r.system_id, r.unit, {", ".join(items)}
            FROM latest_requirements AS r
            JOIN ({secured}) AS now ON now.system_id = r.system_id AND now.unit = r.unit
            LEFT JOIN LATERAL (
                SELECT span.* FROM {SPANS} AS span
                WHERE r.basis = 'additional' AND now.moved_end > {NEED_DAY}
                  AND span.pledge_id = now.pledge_id AND {span_at("span", day=NEED_DAY)}
                OFFSET 0  -- so that only what is needed is looked up, not every pledge
            ) AS earlier ON true
        ),
        gained AS (
            SELECT system_id, unit, {gained.select_finished("secured")}
            FROM progress
        ),
        secured AS (SELECT system_id, unit, {select_items(sum_bounds("secured"))} FROM gained GROUP BY system_id, unit),
        compared AS (
            SELECT r.system_id, r.unit, r.id AS requirement_id,
                r.quantity_low AS required_low, r.quantity_best AS required_best,
                coalesce(r.quantity_high, 'Infinity') AS required_high,
                coalesce(s.secured_low, 0) AS secured_low,
                CASE WHEN s.system_id IS NULL THEN 0 ELSE s.secured_best END AS secured_best,
                CASE WHEN s.system_id IS NULL THEN 0 ELSE coalesce(s.secured_high, 'Infinity') END AS secured_high
            FROM latest_requirements AS r
            LEFT JOIN secured AS s ON s.system_id = r.system_id AND s.unit = r.unit
        )
        SELECT system_id, unit, requirement_id,
            {column("required").select_finished("required")}, {column("secured").select_finished("secured")},
            {difference(column("required"), column("secured")).select_finished("gap")}
        FROM compared
    """
