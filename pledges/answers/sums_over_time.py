"""How sums grew: promised and delivered at the end of every day on which something changed, by either clock.

The spans of the states say what each pledge adds from which day to which. The last step equals the sum at the moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pledges.answers.as_of import AsOf
from pledges.answers.moment_relations import fetch
from pledges.projections.pledge_spans import span_known
from pledges.projections.stage_sums import ATTRIBUTIONS, SPANS, without_number
from pledges.values.choices import AidType
from pledges.values.estimates import EstimateSum


@dataclass(frozen=True, slots=True)
class Step:
    """What was promised and delivered by the end of a day, until the next step."""

    day: date
    promised: EstimateSum
    delivered: EstimateSum


OF_SYSTEM = "system_id = (SELECT id FROM pledges_system WHERE slug = %(system)s) AND unit = %(unit)s"
WITH_AMOUNT = "NOT unvalued"
OF_INITIATIVE = "initiative_id = (SELECT id FROM meetings_initiative WHERE slug = %(initiative)s)"

OF_KEY = {
    "meeting": "meeting_id = (SELECT id FROM meetings_meeting WHERE slug = %(key)s)",
    "coalition": "coalition_id = (SELECT id FROM meetings_coalition WHERE slug = %(key)s)",
}

FIGURES = ("promised", "delivered")
BOUNDS = ("low", "high")
ENDS = ("low", "high", "open", "vague_low", "vague_high", "vague_open", "vague")


def moves(name: str, column: str) -> str:
    """The select items of what a span adds to a figure on its first day; open upper bounds are counted apart.

    What has no number is added up once more by itself; amounts of money always have one.
    """
    low, high = f"coalesce({column}_low, 0)", f"coalesce({column}_high, 0)"
    is_open = f"({column}_low IS NOT NULL AND {column}_high IS NULL)::int"
    vague = f"({without_number(name)})::int" if column == name else "0"
    plain = f"{low} AS {name}_low, {high} AS {name}_high, {is_open} AS {name}_open"
    return f"""
        {plain}, {low} * {vague} AS {name}_vague_low, {high} * {vague} AS {name}_vague_high,
        {is_open} * {vague} AS {name}_vague_open, {vague} AS {name}_vague
    """


def history_query(condition: str, *, prefix: str, spans: str = SPANS) -> str:
    """The query of the steps: day, then low, high and number of open upper bounds of both figures.

    What a span adds on its first day it takes away again on the day on which it ends.
    """
    names = [f"{name}_{end}" for name in FIGURES for end in ENDS]
    running = ", ".join(f"sum(sum({name})) OVER (ORDER BY day)" for name in names)
    return f"""
        WITH chosen AS (
            SELECT valid_from, valid_to, {", ".join(moves(name, prefix + name) for name in FIGURES)}
            FROM {spans} AS span
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


def donor_spans() -> str:
    """The spans of the pledges that a donor has a part of, with that part of their money."""
    kept = ("known_from", "known_to", "valid_from", "valid_to", "counted", "aid_type", "unvalued")
    parts = (f"span.value_{name}_{end} * part.value_share AS value_{name}_{end}" for name in FIGURES for end in BOUNDS)
    columns = ", ".join((*(f"span.{name}" for name in kept), *parts))
    return f"""(
        SELECT {columns} FROM {SPANS} AS span JOIN {ATTRIBUTIONS} AS part ON part.terms_id = span.terms_id
        WHERE part.donor_code = %(key)s AND part.value_share IS NOT NULL
    )"""


def key_history(as_of: AsOf, kind: str, key: str, *, aid_type: str = AidType.MILITARY.value) -> list[Step]:
    """How the sums in euro of a donor, meeting or coalition grew, by day."""
    params = {"key": key, "aid_type": aid_type}
    if kind == "donor":
        return steps(history_query(WITH_AMOUNT, prefix="value_", spans=donor_spans()), params, as_of)
    return steps(history_query(f"{OF_KEY[kind]} AND {WITH_AMOUNT}", prefix="value_"), params, as_of)


def initiative_history(
    as_of: AsOf, initiative: str, *, system: str = "", unit: str = "", aid_type: str = AidType.MILITARY.value
) -> list[Step]:
    """How what runs through an initiative grew, by day: in euro, or of one system in one unit."""
    params = {"initiative": initiative, "system": system, "unit": unit, "aid_type": aid_type}
    if system:
        return steps(history_query(f"{OF_INITIATIVE} AND {OF_SYSTEM}", prefix=""), params, as_of)
    return steps(history_query(f"{OF_INITIATIVE} AND {WITH_AMOUNT}", prefix="value_"), params, as_of)


def steps(sql: str, params: dict[str, str], as_of: AsOf) -> list[Step]:
    """Run the query of a history; days that leave both figures as they were are no steps."""
    found: list[Step] = []
    for day, *bounds in fetch(sql, {**as_of.moment.params(), **params}):
        step = Step(day, bound_sum(*bounds[: len(ENDS)]), bound_sum(*bounds[len(ENDS) :]))
        nothing = not found and step.promised.high == 0 == step.delivered.high
        if not nothing and (not found or (found[-1].promised, found[-1].delivered) != (step.promised, step.delivered)):
            found.append(step)
    return found


def bound_sum(low: Decimal, high: Decimal, unbounded: Decimal, *vague: Decimal) -> EstimateSum:
    """A sum: its best is known where both bounds meet, and an open part leaves it without upper bound.

    `vague` are low, high, open upper bounds and number of the parts without a number.
    """
    vague_low, vague_high, vague_open, count = vague
    numbered = known_bounds(low - vague_low, high - vague_high, is_open=unbounded > vague_open) if count else None
    whole = known_bounds(low, high, is_open=bool(unbounded))
    return EstimateSum(*whole, int(unbounded), int(count), numbered)


def known_bounds(low: Decimal, high: Decimal, *, is_open: bool) -> tuple[Decimal, Decimal | None, Decimal | None]:
    return (low, None, None) if is_open else (low, low if low == high else None, high)
