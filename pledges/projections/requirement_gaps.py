"""Requirement minus what is delivered and firmly promised, per system and unit, as SQL.

The latest requirement by date counts, one of an unverified source only where there is no other. The gap of a total one
subtracts everything delivered or firm. An additional one may or may not count what had been promised by then: it is
reduced for certain by what was promised after its last day, and possibly by what of earlier promises was delivered
since or is still firm. All is taken per pledge and then summed.
"""

from meetings.choices import SourceGrade
from pledges.projections.fact_conditions import VOIDED, not_in_voided
from pledges.projections.interval_sql import Bounds, column, difference
from pledges.projections.pledge_spans import join_span
from pledges.projections.stage_sums import STATES, select_items, sum_bounds, sum_stated
from pledges.values.choices import Kind, RequirementBasis

ADDITIONAL = f"r.basis = '{RequirementBasis.ADDITIONAL}'"


def latest_requirements(*, systems: str = "") -> str:
    """The CTE of the requirement that counts for each system and unit; money is not a quantity.

    One that is another count of a wish does not count beside it, as long as that wish stands in its own unit.
    """
    keys = f"AND r.system_id = ANY({systems})" if systems else ""
    return f"""
        stated_requirements AS MATERIALIZED (
            SELECT r.*, source.grade = '{SourceGrade.UNVERIFIED}' AS unverified, wish.unit AS wish_unit
            FROM pledges_requirement AS r JOIN pledges_system AS s ON s.id = r.system_id
            JOIN meetings_source AS source ON source.id = r.source_id
            LEFT JOIN pledges_requirement AS wish ON wish.id = r.same_wish_as_id
            WHERE r.version_id <= %(known)s AND r.stated_start <= %(valid_at)s AND s.kind <> '{Kind.MONEY}' {keys}
              AND {not_in_voided("r.id", "requirement_id")}
        ),
        latest_requirements AS MATERIALIZED (
            SELECT DISTINCT ON (r.system_id, r.unit) r.*
            FROM stated_requirements AS r
            WHERE r.wish_unit IS NULL OR NOT EXISTS (
                SELECT FROM stated_requirements AS first
                WHERE first.system_id = r.system_id AND first.unit = r.wish_unit AND first.wish_unit IS NULL
            )
            ORDER BY r.system_id, r.unit, r.unverified, r.stated_end DESC, r.stated_start DESC, r.version_id DESC,
                r.position DESC
        )
    """


NEED_DAY = "least(r.stated_end, %(valid_at)s)"
"""Until when what was delivered already is no answer to an additional need."""


def taken_parts(*, needs: str, states: str, at_once: bool = True) -> str:
    """The query of what each pledge takes off the requirements `r` of a table: for certain, or in its high alone.

    The states of few systems are found by index; `at_once` reads those of all.
    """
    secured = f"""
        SELECT pledge_id, system_id, unit, promise_has_number, announced_start, moved_end, secured_low, secured_best,
            coalesce(secured_high, 'Infinity') AS secured_high, delivered_high
        FROM {states} WHERE counted {"OFFSET 0" if at_once else ""}
    """
    certain = f"NOT ({ADDITIONAL}) OR coalesce(now.announced_start > r.stated_end, false)"
    moved = f"NOT ({certain}) AND now.moved_end > {NEED_DAY}"
    # Of a pledge that did not move since, nothing was delivered since, and what went may all have gone by then: only
    # what is firm beyond it can still be an answer.
    perhaps = f"""CASE WHEN {certain} THEN now.secured_high
        WHEN now.moved_end <= {NEED_DAY} THEN coalesce(greatest(0, now.secured_high - now.delivered_high), 0)
        ELSE greatest(0, now.secured_high - coalesce(earlier.delivered_low, 0)) END"""
    return f"""
        SELECT r.id AS requirement_id, r.system_id, r.unit, r.basis, now.pledge_id, now.promise_has_number,
            {certain} AS certain,
            CASE WHEN {certain} THEN now.secured_low ELSE 0 END AS taken_low,
            CASE WHEN {certain} THEN now.secured_best END AS taken_best,
            {perhaps} AS taken_high
        FROM {needs} AS r
        JOIN ({secured}) AS now ON now.system_id = r.system_id AND now.unit = r.unit
        {join_span("earlier", pledge="now.pledge_id", day=NEED_DAY, needed=moved)}
    """


def secured_of(name: str) -> Bounds:
    """The bounds of a sum `s`; nothing where there is no pledge."""
    ends = f"s.{name}_low", f"s.{name}_best", f"coalesce(s.{name}_high, 'Infinity')"
    return Bounds(*(f"CASE WHEN s.system_id IS NULL THEN 0 ELSE {end} END" for end in ends))


def gaps_query(*, states: str = STATES, systems: str = "") -> str:
    """One row per system and unit with a stated requirement, in the columns of GapSummary.

    `systems` is an SQL array of the systems wanted, where not all are.
    """
    # Where nothing can be taken it is exactly nothing, so that the best of a sum stays known.
    taken = Bounds("taken_low", "CASE WHEN taken_high = 0 THEN 0 ELSE taken_best END", "taken_high")
    return f"""
        WITH {VOIDED}, {latest_requirements(systems=systems)},
        taken AS ({taken_parts(needs="latest_requirements", states=states, at_once=not systems)}),
        parts AS (SELECT system_id, unit, promise_has_number, {taken.select_finished("secured")} FROM taken),
        secured AS (
            SELECT system_id, unit, {select_items(sum_bounds("secured") | sum_stated("secured"))}
            FROM parts GROUP BY system_id, unit
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
