"""How promises were reported, counted plainly in Python from the reference states."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from pledges.values.recipient_words import NEAR
from tests.pledges.projections.reference import Facts, Row
from tests.pledges.projections.reference_totals import keyed_parts


def is_near(start: date | None, end: date | None) -> bool:
    return start is not None and end is not None and (end - start).days < NEAR


def has_number(row: Row) -> bool:
    return not row["unvalued"] or (row["promise_has_number"] and row["unit"] != "lot")


def has_due(row: Row) -> bool:
    return bool(row["due_start"] or row["due_end"])


def is_measurable(row: Row) -> bool:
    firm = row["status"] not in ("signalled", "announced", "withdrawn")
    counted = row["unit"] != "lot" or not row["unvalued"]
    return has_number(row) and counted and has_due(row) and row["names_recipient"] and firm


SAID: dict[str, Callable[[Row], bool]] = {
    "with_number": has_number,
    "with_amount": lambda row: not row["unvalued"],
    "with_date": lambda row: is_near(row["announced_start"], row["announced_end"]),
    "with_due": has_due,
    "with_delivery": lambda row: row["delivered_end"] is not None,
    "with_delivery_date": lambda row: is_near(row["delivered_start"], row["delivered_end"]),
    "with_recipient": lambda row: row["names_recipient"],
    "measurable": is_measurable,
    "with_delay": lambda row: row["delay_days"] is not None,
}


def counts(facts: Facts, states: list[Row]) -> list[Row]:
    """Return a row for each key of a scope and system. What is stated of a shared pledge is stated of each part."""
    whole = {state["pledge_id"]: state for state in states}
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for scope, key, part in keyed_parts(facts, states):
        state = whole[part["pledge_id"]]
        groups.setdefault((scope, key, state["aid_type"], state["system_id"]), []).append(state)
    return [count(group, found) for group, found in groups.items()]


def count(group: tuple[Any, ...], found: list[Row]) -> Row:
    return {
        **dict(zip(("scope", "key", "aid_type", "system_id"), group, strict=True)),
        "pledges": len(found),
        **{name: sum(bool(says(row)) for row in found) for name, says in SAID.items()},
        "delay_days": sum(row["delay_days"] or 0 for row in found),
        "last_heard": max((row["heard_on"] for row in found if row["heard_on"]), default=None),
    }
