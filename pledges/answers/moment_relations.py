"""Where an answer reads its rows: the stored tables now, the spans of states at any other moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from pledges.answers.as_of import AsOf
from pledges.models import Scope
from pledges.projections.pledge_spans import current_query, revalued_query
from pledges.projections.reporting_sums import reporting_query
from pledges.projections.requirement_gaps import gaps_query
from pledges.projections.stage_sums import STATES, totals_query, units_query, wholes_query
from pledges.projections.stock_headroom import headroom_query
from pledges.values.choices import DEFAULT_BASES

UNITS, WHOLES = "the summaries of each system and unit", "the summaries over all systems"
GAPS, HEADROOM = "pledges_gapsummary", "pledges_headroomsummary"
REPORTING = "pledges_reportingsummary"

SUMMARIES = "pledges_summary"
STORED = {UNITS: SUMMARIES, WHOLES: SUMMARIES}
"""Which table holds the current rows of what is no table of its own."""

PAST = {
    STATES: "past_states",
    UNITS: "past_units",
    WHOLES: "past_wholes",
    GAPS: "past_gaps",
    HEADROOM: "past_headroom",
    REPORTING: "past_reporting",
}
"""What stands in the place of each table at another moment. Attributions belong to terms, whatever the moment."""

COMPUTED_ONCE = (GAPS, HEADROOM)
"""What is read whole. Of the others conditions find the spans by index, and what nobody reads is not added up."""


@dataclass(frozen=True, slots=True)
class Relations:
    """The names to read from, and the `WITH` clause that a query has to start with for them to exist."""

    clause: str
    names: dict[str, str]

    def __getitem__(self, table: str) -> str:
        return self.names[table]


@dataclass(frozen=True, slots=True)
class Reading:
    """What an answer reads of sums: of which scope, whether of all its keys, and with quantities.

    `systems` is an SQL array of the systems of its gaps and headroom, where not all are wanted.
    """

    scope: Scope = Scope.SYSTEM
    every_key: bool = False
    quantities: bool = True
    systems: str = ""


def past_query(table: str, as_of: AsOf, reading: Reading) -> str:
    """The query of the rows that a projection table would have at the moment, from the states then."""
    states = PAST[STATES]
    if table == STATES:
        return current_query() if as_of.moment.bases == DEFAULT_BASES else revalued_query()
    if table == GAPS:
        return gaps_query(states=states, systems=reading.systems)
    if table == HEADROOM:
        return headroom_query(states=states, systems=reading.systems)
    if table == REPORTING:
        return reporting_query(reading.scope, states=states)
    if table == UNITS:
        return units_query(reading.scope, states=states, quantities=reading.quantities)
    return totals_query(PAST[UNITS]) if reading.every_key else wholes_query(reading.scope, states=states)


def relations(as_of: AsOf, *tables: str, reading: Reading | None = None) -> Relations:
    """Where to read these projection tables at the moment; what they are computed from comes along.

    Sums of every key are added up once: the rows over all systems are made of those of each.
    """
    if as_of.is_current:
        return Relations("", {table: STORED.get(table, table) for table in tables})
    reading = reading or Reading()
    needed = dict.fromkeys((STATES, *(table for table in tables if table in PAST)))
    parts = (
        f"{PAST[table]} AS {how_to_read(table, as_of, reading)} ({past_query(table, as_of, reading)})"
        for table in needed
    )
    return Relations(f"WITH {', '.join(parts)}", {table: PAST.get(table, table) for table in tables})


def how_to_read(table: str, as_of: AsOf, reading: Reading) -> str:
    computed = table == STATES and as_of.moment.bases != DEFAULT_BASES
    once = computed or table in COMPUTED_ONCE or (table == UNITS and reading.every_key)
    return "MATERIALIZED" if once else "NOT MATERIALIZED"


@contextmanager
def one_picture() -> Iterator[None]:
    """Let every query inside see the same state, whatever is projected meanwhile; a transaction around it stays."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def fetch(sql: str, params: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Run one query and return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def membership_conditions(columns: dict[str, tuple[str, ...]], params: dict[str, Any]) -> list[str]:
    """The conditions "column is one of the values", whose values go into the parameters; none where empty."""
    conditions = []
    for column, values in columns.items():
        if values:
            name = column.replace(".", "_").replace("(", "_").replace(")", "_").replace(", ", "_")
            params[name] = list(values)
            conditions.append(f"{column} = ANY(%({name})s)")
    return conditions
