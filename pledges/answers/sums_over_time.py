"""How sums grew: promised and delivered at the end of every day on which something changed, by either clock.

The spans of the states say what each pledge adds from which day to which. The last step equals the sum at the moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pledges.answers.as_of import AsOf
from pledges.answers.figure_values import Figure
from pledges.answers.moment_relations import fetch
from pledges.projections.pledge_spans import span_known
from pledges.projections.stage_sums import SPANS
from pledges.values.choices import AidType


@dataclass(frozen=True, slots=True)
class Step:
    """What was promised and delivered by the end of a day, until the next step."""

    day: date
    promised: Figure
    delivered: Figure


OF_SYSTEM = "system_id = (SELECT id FROM pledges_system WHERE slug = %(system)s) AND unit = %(unit)s"
WITH_AMOUNT = "NOT unvalued"

FIGURES = ("promised", "delivered")


def moves(name: str, column: str) -> str:
    """The select items of what a span adds to a figure on its first day; open upper bounds are counted apart."""
    return f"""
        coalesce({column}_low, 0) AS {name}_low, coalesce({column}_high, 0) AS {name}_high,
        ({column}_low IS NOT NULL AND {column}_high IS NULL)::int AS {name}_open
    """


def history_query(condition: str, *, prefix: str) -> str:
    """The query of the steps: day, then low, high and number of open upper bounds of both figures.

    What a span adds on its first day it takes away again on the day on which it ends.
    """
    names = [f"{name}_{end}" for name in FIGURES for end in ("low", "high", "open")]
    running = ", ".join(f"sum(sum({name})) OVER (ORDER BY day)" for name in names)
    return f"""
        WITH chosen AS (
            SELECT valid_from, valid_to, {", ".join(moves(name, prefix + name) for name in FIGURES)}
            FROM {SPANS} AS span
            WHERE {span_known("span")} AND valid_from <= %(valid_at)s
              AND counted AND aid_type = %(aid_type)s AND {condition}
        )
        SELECT day, {running}
        FROM (
            SELECT valid_from AS day, {", ".join(names)} FROM chosen
            UNION ALL SELECT valid_to, {", ".join(f"-{name}" for name in names)} FROM chosen
            WHERE valid_to <= %(valid_at)s
        ) AS moves GROUP BY day ORDER BY day
    """


def quantity_history(as_of: AsOf, *, system: str, unit: str, aid_type: str = AidType.MILITARY.value) -> list[Step]:
    """How the sums of one system in one unit grew, by day."""
    params = {"system": system, "unit": unit, "aid_type": aid_type}
    return steps(history_query(OF_SYSTEM, prefix=""), params, as_of)


def value_history(as_of: AsOf, *, aid_type: str = AidType.MILITARY.value) -> list[Step]:
    """How the sums in euro over everything grew, by day; pledges without an amount take no part."""
    return steps(history_query(WITH_AMOUNT, prefix="value_"), {"aid_type": aid_type}, as_of)


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
