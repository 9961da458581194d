"""How sums grew: promised and delivered at the end of every day on which something changed, by either clock.

Each pledge is asked for its state on the days on which its entries begin or end and its terms take effect, by the same
stage rule as everywhere; the steps of all pledges are then added up. The last step equals the sum at the moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pledges.answers.as_of import AsOf
from pledges.answers.figure_values import Figure
from pledges.answers.moment_relations import fetch
from pledges.projections.euro_values import add_euro_values, value_sums
from pledges.projections.fact_conditions import VOIDED, not_in_voided
from pledges.projections.pledge_states import N_COUNTED, derive_figures, live_entries, stage_sums
from pledges.values.choices import AidType


@dataclass(frozen=True, slots=True)
class Step:
    """What was promised and delivered by the end of a day, until the next step."""

    day: date
    promised: Figure
    delivered: Figure


OF_SYSTEM = """
    SELECT p.id FROM pledges_pledge AS p JOIN pledges_system AS s ON s.id = p.system_id
    WHERE s.slug = %(system)s AND p.unit = %(unit)s
"""
WITH_AMOUNT = "SELECT DISTINCT pledge_id FROM pledges_entry WHERE amount_low IS NOT NULL AND version_id <= %(known)s"

QUANTITIES = {"promised": "promised", "delivered": "capped_delivered"}
VALUES = {"promised": "value_promised", "delivered": "value_delivered"}

ASKED = """
    asked AS MATERIALIZED (
        SELECT row_number() OVER (ORDER BY pledge_id, day) AS ask, pledge_id, day
        FROM (
            SELECT pledge_id, unnest(ARRAY[occurred_start, occurred_end]) AS day
            FROM pledges_entry WHERE pledge_id IN (SELECT id FROM chosen) AND version_id <= %(known)s
            UNION SELECT pledge_id, effective_start
            FROM pledges_terms WHERE pledge_id IN (SELECT id FROM chosen) AND version_id <= %(known)s
        ) AS days
        WHERE day <= %(valid_at)s
    )
"""
"""The days to ask for: a row per pledge and day on which its state may change."""

TERMS_THEN = f"""
    terms_then AS MATERIALIZED (
        SELECT DISTINCT ON (a.ask) a.ask, t.aid_type, t.restates_id, t.beneficiary_id
        FROM asked AS a JOIN pledges_terms AS t ON t.pledge_id = a.pledge_id
        WHERE t.version_id <= %(known)s AND {not_in_voided("t.id", "terms_id")}
        ORDER BY a.ask, (t.effective_start <= a.day) DESC,
            CASE WHEN t.effective_start <= a.day THEN t.effective_start END DESC NULLS LAST,
            t.version_id DESC, t.position DESC
    )
"""
"""The terms that count on each of these days."""

COUNTED = f"""
    {N_COUNTED} > 0 AND t.restates_id IS NULL AND beneficiary.code = 'UKR' AND t.aid_type = %(aid_type)s
"""


def levels(columns: dict[str, str]) -> str:
    """The select items of both figures on an asked day; open upper bounds are counted apart, as 0 or 1."""
    items = []
    for name, column in columns.items():
        taken = f"{COUNTED} AND {column}_low IS NOT NULL"
        is_open = f"{column}_high = 'Infinity'"
        items += [
            f"CASE WHEN {taken} THEN {column}_low ELSE 0 END AS {name}_low",
            f"CASE WHEN {taken} AND NOT {is_open} THEN {column}_high ELSE 0 END AS {name}_high",
            f"CASE WHEN {taken} AND {is_open} THEN 1 ELSE 0 END AS {name}_open",
        ]
    return ", ".join(items)


def history_query(chosen: str, columns: dict[str, str]) -> str:
    """The query of the steps: day, then low, high and number of open upper bounds of both figures."""
    names = [f"{name}_{end}" for name in columns for end in ("low", "high", "open")]
    moved = ", ".join(f"{name} - lag({name}, 1, 0) OVER pledge AS {name}" for name in names)
    running = ", ".join(f"sum(sum({name})) OVER (ORDER BY day)" for name in names)
    return f"""
        WITH {VOIDED}, chosen (id) AS MATERIALIZED ({chosen}), {ASKED}, {TERMS_THEN}, {live_entries(asked=True)},
        amounts AS MATERIALIZED ({value_sums()}),
        derived AS MATERIALIZED ({add_euro_values(derive_figures(stage_sums()))}),
        levels AS (
            SELECT a.pledge_id, a.day, {levels(columns)}
            FROM asked AS a
            JOIN terms_then AS t ON t.ask = a.ask
            JOIN meetings_donor AS beneficiary ON beneficiary.id = t.beneficiary_id
            LEFT JOIN derived ON derived.pledge_id = a.ask
        ),
        moves AS (
            SELECT day, {moved} FROM levels WINDOW pledge AS (PARTITION BY pledge_id ORDER BY day)
        )
        SELECT day, {running} FROM moves GROUP BY day ORDER BY day
    """


def quantity_history(as_of: AsOf, *, system: str, unit: str, aid_type: str = AidType.MILITARY.value) -> list[Step]:
    """How the sums of one system in one unit grew, by day."""
    params = {"system": system, "unit": unit, "aid_type": aid_type}
    return steps(history_query(OF_SYSTEM, QUANTITIES), params, as_of)


def value_history(as_of: AsOf, *, aid_type: str = AidType.MILITARY.value) -> list[Step]:
    """How the sums in euro over everything grew, by day; pledges without an amount take no part."""
    return steps(history_query(WITH_AMOUNT, VALUES), {"aid_type": aid_type}, as_of)


def steps(sql: str, params: dict[str, str], as_of: AsOf) -> list[Step]:
    """Run the query of a history; days that leave both figures as they were are no steps."""
    found: list[Step] = []
    for day, *bounds in fetch(sql, {**as_of.moment.params(), **params}):
        step = Step(day, bound_sum(*bounds[:3]), bound_sum(*bounds[3:]))
        nothing = not found and step.promised.high == 0 == step.delivered.high
        if not nothing and (not found or (found[-1].promised, found[-1].delivered) != (step.promised, step.delivered)):
            found.append(step)
    return found


def bound_sum(low: Decimal, high: Decimal, unbounded: Decimal) -> Figure:
    """A sum: its best is known where both bounds meet, and an open part leaves it without upper bound."""
    return Figure(low, low if low == high and not unbounded else None, None if unbounded else high)
