"""What a planned row cannot mean, although each of its cells can be read: such a row has a problem."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from meetings.choices import DatePrecision
from pledges.intake.plan_pledges import anchor, announced_on
from pledges.intake.row_reading import RowReader
from pledges.ledger import FactPlan, Json
from pledges.values.choices import Action

HAPPENED = ("occurred", "stated", "as_of")
"""The windows of what has happened, by the names of their columns; a source cannot tell of later."""

A_DAY = timedelta(days=1)
"""A source that speaks in the evening may be dated a day earlier elsewhere in the world."""


def check_contradictions(reader: RowReader, fact: FactPlan) -> None:
    """Note what the cells of a row say against each other."""
    check_after_source(reader, fact)
    check_due(reader, fact)
    check_stock(reader, fact.columns)


def check_after_source(reader: RowReader, fact: FactPlan) -> None:
    """Note what happened, by its own window, after its source told of it."""
    told_on = anchor(reader)
    for name in HAPPENED:
        start = window_day(fact, f"{name}_start")
        if start is None or start <= told_on + A_DAY:
            continue
        groups = (fact.columns, fact.entry or {})
        if all(group.get(f"{name}_precision") != DatePrecision.UNKNOWN for group in groups):
            words = f"{start.isoformat()} is after the day on which the source speaks, {told_on.isoformat()}"
            reader.problem("occurred", "after_source", words, "the day that the source says, or a later source")


def check_due(reader: RowReader, fact: FactPlan) -> None:
    """Note a due date that lies wholly before the promise or the need was stated."""
    if not reader.get("due"):
        return
    due = window_day(fact, "due_end")
    said = window_day(fact, "occurred_start") or window_day(fact, "stated_start")
    if fact.kind == Action.TERMS:
        said = announced_on(reader.catalogue.pledges.get(reader.get("reference")))
    if due and said and due < said:
        words = f"it is due by {due.isoformat()}, before it was said on {said.isoformat()}"
        reader.problem("due", "due_before_said", words, "a later day, or blank")


def check_stock(reader: RowReader, columns: Json) -> None:
    """Note a stock of which more is unavailable than there is."""
    unavailable, total = columns.get("unavailable_low"), columns.get("total_high")
    if unavailable is not None and total is not None and Decimal(unavailable) > Decimal(total):
        words = f"{reader.get('unavailable')} of {reader.get('quantity')} are unavailable"
        reader.problem("unavailable", "more_than_total", words, "at most the total")


def window_day(fact: FactPlan, name: str) -> date | None:
    """An end of a window, wherever the facts of a row have it."""
    for group in (fact.entry, fact.columns, fact.terms):
        if group and group.get(name):
            return date.fromisoformat(str(group[name]))
    return None
