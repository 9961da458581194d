"""How promises were reported, counted per system, donor, meeting and coalition, as SQL.

The same query serves the stored counts (it reads the current states) and any other moment (it reads spans). A promise
can be measured where it says how many, in a unit that can be counted, by when, for whom, and in a firm word.
"""

from pledges.models import Scope
from pledges.projections.donor_attribution import is_part
from pledges.projections.stage_sums import ATTRIBUTIONS, SCOPE_KEYS, STATES, select_items
from pledges.values.choices import StatusWord
from pledges.values.recipient_words import NEAR
from pledges.values.stages import sql_words

VAGUE_UNIT = "lot"
"""The unit of what nobody counted; an amount of money says how much all the same."""

HAS_NUMBER = f"(promise_has_number AND unit <> '{VAGUE_UNIT}' OR NOT unvalued)"
HAS_UNIT = f"(unit <> '{VAGUE_UNIT}' OR NOT unvalued)"
IS_DATED = f"(announced_end - announced_start < {NEAR}) IS TRUE"
IS_DUE = "(due_start IS NOT NULL OR due_end IS NOT NULL)"
IS_DELIVERED_ON = f"(delivered_end - delivered_start < {NEAR}) IS TRUE"
NOT_FIRM = (StatusWord.SIGNALLED, StatusWord.ANNOUNCED, StatusWord.WITHDRAWN)
IS_FIRM = f"status NOT IN ({sql_words(NOT_FIRM)})"
MARKS = (HAS_NUMBER, HAS_UNIT, IS_DUE, "names_recipient", IS_FIRM)
"""What a promise has to say to be measured."""

IS_MEASURABLE = " AND ".join(MARKS)

COUNTED = {
    "with_number": HAS_NUMBER,
    "with_amount": "NOT unvalued",
    "with_date": IS_DATED,
    "with_due": IS_DUE,
    "with_delivery": "delivered_end IS NOT NULL",
    "with_delivery_date": IS_DELIVERED_ON,
    "with_recipient": "names_recipient",
    "measurable": IS_MEASURABLE,
    "with_delay": "delay_days IS NOT NULL",
}
"""How many pledges hold a condition, by the column that says so."""


def counts() -> dict[str, str]:
    """Every column of a row over the states of its pledges."""
    return {
        "pledges": "count(*)",
        **{name: f"count(*) FILTER (WHERE {condition})" for name, condition in COUNTED.items()},
        "delay_days": "coalesce(sum(delay_days), 0)",
        "last_heard": "max(heard_on)",
    }


def counts_of_counts(table: str = "row") -> dict[str, str]:
    """The same over rows that are counts themselves; of no row at all everything is 0."""
    names = ("pledges", *COUNTED, "delay_days")
    return {name: f"coalesce(sum({table}.{name}), 0)::bigint" for name in names} | {
        "last_heard": f"max({table}.last_heard)"
    }


def reported_parts(scope: Scope, *, states: str, keyed: bool) -> str:
    """The states of the pledges of each key of a scope; a shared pledge stands under each donor that has a part."""
    if scope == Scope.DONOR:
        of_keys = "AND part.donor_code = ANY(%(keys)s) AND part.system_id = ANY(%(systems)s)" if keyed else ""
        return f"""
            SELECT part.donor_code AS key, state.* FROM {states} AS state
            JOIN {ATTRIBUTIONS} AS part ON part.terms_id = state.terms_id
            WHERE state.counted AND {is_part()} {of_keys}
        """
    of_keys = "AND keyed.slug = ANY(%(keys)s) AND state.system_id = ANY(%(systems)s)" if keyed else ""
    return f"SELECT keyed.slug AS key, state.* FROM {states} AS state {SCOPE_KEYS[scope]} WHERE state.counted {of_keys}"


def reporting_query(scope: Scope, *, states: str = STATES, keyed: bool = False) -> str:
    """The rows of one scope for each key and system, in the columns of ReportingSummary.

    Parameters where keyed: `keys`, the keys of the scope, and `systems`, to compute.
    """
    return f"""
        SELECT '{scope.value}' AS scope, key, aid_type, system_id, {select_items(counts())}
        FROM ({reported_parts(scope, states=states, keyed=keyed)}) AS parts
        GROUP BY key, aid_type, system_id
    """
