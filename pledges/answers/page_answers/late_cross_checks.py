"""What the ledger itself says against a late pledge: the recipient is said to hold more than was reported delivered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pledges.answers.as_of import AsOf
from pledges.answers.figure_values import SOURCE_COLUMNS, SourceRef, stated_estimate, window
from pledges.answers.moment_relations import STATES, fetch, relations
from pledges.answers.pledge_rows import PledgeRow
from pledges.projections.fact_conditions import stands_condition
from pledges.values.choices import Overdue
from pledges.values.dates import DateWindow
from pledges.values.estimates import Estimate


@dataclass(frozen=True, slots=True)
class HeldBeyond:
    """How many of a system the recipient is said to hold on a day, more than all donors are reported to have given."""

    held: Estimate
    as_of: DateWindow | None
    delivered: Estimate
    source: SourceRef


@dataclass(frozen=True, slots=True)
class LatePledge:
    row: PledgeRow
    against: HeldBeyond | None


def held_facts(table: str, kind: str, figure: str, condition: str) -> str:
    """The standing statements of what the recipient holds, in one kind of fact."""
    columns = ", ".join(f"fact.{figure}_{part} AS held_{part}" for part in ("text", "low", "best", "high"))
    return f"""
        SELECT fact.system_id, fact.unit, fact.source_id, {columns},
            fact.as_of_text, fact.as_of_start, fact.as_of_end, fact.as_of_precision
        FROM {table} AS fact JOIN meetings_donor AS holder ON holder.id = {condition}
        WHERE holder.code = 'UKR' AND fact.version_id <= %(known)s AND fact.as_of_end <= %(valid_at)s
          AND {stands_condition("fact.id", f"{kind}_id")}
    """


HELD = " UNION ALL ".join(
    [
        held_facts("pledges_stock", "stock", "total", "fact.holder_id"),
        held_facts("pledges_assertedtotal", "asserted_total", "quantity", "fact.donor_id AND fact.measure = 'held'"),
    ]
)


def with_cross_checks(as_of: AsOf, rows: Sequence[PledgeRow]) -> list[LatePledge]:
    """Late pledges, each with the latest statement after its due date that speaks against its lateness."""
    slugs = sorted({row.system.slug for row in rows if row.overdue in (Overdue.CERTAINLY, Overdue.POSSIBLY)})
    found = held_beyond(as_of, slugs) if slugs else []
    return [
        LatePledge(row, next((one for slug, unit, end, one in found if speaks_against(row, slug, unit, end)), None))
        for row in rows
    ]


def speaks_against(row: PledgeRow, slug: str, unit: str, end: date) -> bool:
    late = row.overdue in (Overdue.CERTAINLY, Overdue.POSSIBLY)
    due = row.due.end if row.due else None
    return late and (row.system.slug, row.unit) == (slug, unit) and due is not None and end > due


def held_beyond(as_of: AsOf, slugs: Sequence[str]) -> list[tuple[str, str, date, HeldBeyond]]:
    """Of these systems what is said to be held beyond what was delivered, the latest first."""
    there = relations(as_of, STATES)
    params: dict[str, Any] = {**as_of.moment.params(), "slugs": list(slugs)}
    sql = f"""
        {there.clause}
        SELECT system.slug, held.unit, held.as_of_text, held.as_of_start, held.as_of_end, held.as_of_precision,
            held_text, held_low, held_best, held_high, given.low, given.high, {SOURCE_COLUMNS}
        FROM ({HELD}) AS held
        JOIN pledges_system AS system ON system.id = held.system_id
        JOIN meetings_source AS source ON source.id = held.source_id
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(state.delivered_low), 0) AS low,
                CASE WHEN count(state.delivered_high) = count(*) THEN coalesce(sum(state.delivered_high), 0) END AS high
            FROM {there[STATES]} AS state
            WHERE state.system_id = held.system_id AND state.unit = held.unit AND state.counted
        ) AS given
        WHERE system.slug = ANY(%(slugs)s) AND held_low > given.low
        ORDER BY held.as_of_end DESC, held.as_of_start DESC, held.source_id
    """
    found = []
    for slug, unit, text, start, end, precision, *others in fetch(sql, params):
        held = stated_estimate(*others[:4])
        given = Estimate("", others[4], others[4] if others[4] == others[5] else None, others[5])
        if held is not None:
            against = HeldBeyond(held, window(text, start, end, precision), given, SourceRef(*others[6:]))
            found.append((slug, unit, end, against))
    return found
