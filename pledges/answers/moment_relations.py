"""Where an answer reads its rows: the stored tables now, queries over the ledger at any other moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from pledges.answers.as_of import AsOf
from pledges.models import Scope
from pledges.projections.donor_attribution import attribution_query
from pledges.projections.pledge_states import states_query
from pledges.projections.requirement_gaps import gaps_query
from pledges.projections.stage_sums import summary_query
from pledges.projections.stock_headroom import headroom_query

STATES, ATTRIBUTIONS = "pledges_pledgestate", "pledges_pledgeattribution"
SUMMARIES, GAPS, HEADROOM = "pledges_summary", "pledges_gapsummary", "pledges_headroomsummary"

PAST = {STATES: "past_states", ATTRIBUTIONS: "past_attributions", SUMMARIES: "past_summaries"}
PAST |= {GAPS: "past_gaps", HEADROOM: "past_headroom"}


@dataclass(frozen=True, slots=True)
class Relations:
    """The names to read from, and the `WITH` clause that a query has to start with for them to exist."""

    clause: str
    names: dict[str, str]

    def __getitem__(self, table: str) -> str:
        return self.names[table]


def past_query(table: str, scope: Scope | None) -> str:
    """The query that computes the rows of a projection table from the other past relations."""
    states, attributions = PAST[STATES], PAST[ATTRIBUTIONS]
    if table == STATES:
        return states_query(keyed=False)
    if table == ATTRIBUTIONS:
        return attribution_query(keyed=False)
    if table == GAPS:
        return gaps_query(states=states, keyed=False)
    if table == HEADROOM:
        return headroom_query(states=states, attributions=attributions, keyed=False)
    return summary_query(scope or Scope.SYSTEM, states=states, attributions=attributions)


def relations(as_of: AsOf, *tables: str, scope: Scope | None = None) -> Relations:
    """Where to read these projection tables at the moment; what they are computed from comes along."""
    if as_of.is_current:
        return Relations("", {table: table for table in tables})
    needs_parties = HEADROOM in tables or scope == Scope.DONOR
    needed = [STATES, *([ATTRIBUTIONS] if needs_parties or ATTRIBUTIONS in tables else [])]
    needed += [table for table in tables if table not in needed]
    parts = (f"{PAST[table]} AS MATERIALIZED ({past_query(table, scope)})" for table in needed)
    return Relations(f"WITH {', '.join(parts)}", {table: PAST[table] for table in needed})


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
