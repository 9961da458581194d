"""Compares the stored projections with what the ledger gives: none may differ."""

from dataclasses import dataclass

from django.db import connection, models, transaction

from pledges.models import (
    ChangeMark,
    GapSummary,
    HeadroomSummary,
    PledgeState,
    ProjectionState,
    ReportingSummary,
    Scope,
    Summary,
)
from pledges.projections.change_marks import marks_query
from pledges.projections.projection_tables import PLEDGE_TABLES, PROJECTIONS, columns, execute, put_questions
from pledges.projections.refresh import ROOM_FOR_ALL, UP_TO_NOW, lock_projections
from pledges.projections.reporting_sums import reporting_query
from pledges.projections.requirement_gaps import gaps_query
from pledges.projections.stage_sums import summary_query
from pledges.projections.stock_headroom import headroom_query
from pledges.values.moment import Moment


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that stands only in the stored projections or only in the rebuilt ones."""

    table: str
    side: str
    row: dict[str, object]


@transaction.atomic
def differences(*, limit: int = 100) -> list[Difference]:
    """Up to `limit` rows per table in which the stored projections differ from a rebuild for the same day."""
    lock_projections()
    state = ProjectionState.objects.filter(id=1).first()
    if state is None:
        return []
    params = Moment(valid_at=state.valid_at, known=state.dataset_version).params()
    execute(ROOM_FOR_ALL)
    execute("SET LOCAL client_min_messages = warning")
    put_questions(UP_TO_NOW, params)
    for model, query in PLEDGE_TABLES:
        with_temporary(model, query(), params)
    states = temporary(PledgeState)
    scopes = (summary_query(scope, states=states) for scope in Scope)
    with_temporary(Summary, " UNION ALL ".join(f"({query})" for query in scopes), params)
    reported = (reporting_query(scope, states=states) for scope in Scope)
    with_temporary(ReportingSummary, " UNION ALL ".join(f"({query})" for query in reported), params)
    with_temporary(GapSummary, gaps_query(states=states), params)
    with_temporary(HeadroomSummary, headroom_query(states=states), params)
    found = []
    with_temporary(ChangeMark, marks_query(after="0", until="%(known)s"), params)
    for model in PROJECTIONS:
        found += compare_rows(model, limit=limit)
        execute(f"DROP TABLE {temporary(model)}")
    return found


def temporary(model: type[models.Model]) -> str:
    return f"rebuilt_{model._meta.db_table}"


def with_temporary(model: type[models.Model], query: str, params: dict[str, object]) -> None:
    """Compute a projection into its temporary table."""
    execute(f"CREATE TEMPORARY TABLE {temporary(model)} ON COMMIT DROP AS {query}", params)
    execute(f"ANALYZE {temporary(model)}")


def compare_rows(model: type[models.Model], *, limit: int) -> list[Difference]:
    """The rows that stand on one side only, taking every computed column into account."""
    names = ", ".join(columns(model))
    found = []
    sides = {"stored": (model._meta.db_table, temporary(model)), "rebuilt": (temporary(model), model._meta.db_table)}
    with connection.cursor() as cursor:
        for side, (one, other) in sides.items():
            # ALL, so that a row which stands twice on one side is found as well.
            cursor.execute(f"SELECT {names} FROM {one} EXCEPT ALL SELECT {names} FROM {other} LIMIT {limit}")
            heads = [column[0] for column in cursor.description]
            found += [
                Difference(model._meta.db_table, side, dict(zip(heads, row, strict=True))) for row in cursor.fetchall()
            ]
    return found
