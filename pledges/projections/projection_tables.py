"""How projection queries become rows: which table each fills, and in which columns."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.db import connection, models

from pledges.models import (
    ChangeMark,
    GapSummary,
    HeadroomSummary,
    PledgeAttribution,
    PledgeSpan,
    PledgeState,
    ReportingSummary,
    Requirement,
    Stock,
    Summary,
)
from pledges.projections.donor_attribution import attribution_query
from pledges.projections.lateness_witnesses import WITNESS_KEY
from pledges.projections.pledge_spans import current_query, question_tables, spans_query
from pledges.projections.requirement_gaps import gaps_query
from pledges.projections.stock_headroom import headroom_query

Params = Mapping[str, Any]

WHEN_COLUMNS = frozenset({"dataset_version", "computed_at"})
"""The columns in which a rebuild may differ from what is stored."""

PROJECTIONS: tuple[type[models.Model], ...] = (
    PledgeSpan,
    PledgeState,
    PledgeAttribution,
    Summary,
    ReportingSummary,
    GapSummary,
    HeadroomSummary,
    ChangeMark,
)

QUESTION_KEYS = {"witnesses": WITNESS_KEY}
"""The tables beside the questions that are looked up row by row, with the columns by which."""


def columns(model: type[models.Model]) -> list[str]:
    """The computed columns of a projection table: all but its surrogate key and the two that say when."""
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    return [field.column for field in fields if field.column and field.column not in WHEN_COLUMNS]


def execute(sql: str, params: Params | None = None) -> int:
    """Run one statement and return the number of rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)


def fetch_rows(sql: str, params: Params) -> list[tuple[Any, ...]]:
    """Run one query and return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def fetch_column(sql: str, params: Params) -> list[object]:
    """Run one query and return its first column, without NULLs."""
    return [value for (value,) in fetch_rows(sql, params) if value is not None]


def put_questions(condition: str, params: Params) -> None:
    """Make the tables of the questions anew, in this session alone; the condition is that of `touched_query`."""
    for name, query in question_tables(condition).items():
        execute(f"DROP TABLE IF EXISTS pg_temp.{name}")
        execute(f"CREATE TEMPORARY TABLE {name} ON COMMIT DROP AS {query}", params)
        if name in QUESTION_KEYS:
            execute(f"CREATE INDEX ON {name} ({QUESTION_KEYS[name]})")
        # Without its size the planner expects one row, and goes through all questions for each of them.
        execute(f"ANALYZE {name}")


def fill(model: type[models.Model], query: str, params: Params, *, now: datetime) -> int:
    """Insert the rows of a projection query and return how many there were."""
    names = columns(model)
    stamped = [field.column for field in model._meta.concrete_fields if field.column in WHEN_COLUMNS]
    when = {"dataset_version": "%(known)s", "computed_at": "%(now)s"}
    values = [*names, *(when[name] for name in stamped)]
    sql = (
        f"INSERT INTO {model._meta.db_table} ({', '.join([*names, *stamped])})"
        f" SELECT {', '.join(values)} FROM ({query}) AS computed"
    )
    return execute(sql, {**params, "now": now})


def empty(model: type[models.Model], condition: str = "true", params: Params | None = None) -> int:
    """Delete the rows of a projection table that hold the condition."""
    return execute(f"DELETE FROM {model._meta.db_table} WHERE {condition}", params)


PLEDGE_TABLES: tuple[tuple[type[models.Model], Callable[[], str]], ...] = (
    (PledgeSpan, spans_query),
    (PledgeAttribution, partial(attribution_query, "t.version_id <= %(known)s")),
    (PledgeState, current_query),
)
"""Tables by pledge, in the order in which a rebuild fills them."""

SYSTEM_TABLES: tuple[tuple[type[models.Model], Callable[..., str], type[models.Model]], ...] = (
    (GapSummary, gaps_query, Requirement),
    (HeadroomSummary, headroom_query, Stock),
)
"""Tables by system, with the facts without which a system has no row in them."""
