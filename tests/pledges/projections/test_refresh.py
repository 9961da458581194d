"""Random ledgers, version by version and day by day: refreshed, rebuilt and worked out by hand are the same rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection, models, transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from pledges import ledger, projections
from pledges.models import (
    ChangeSet,
    GapSummary,
    HeadroomSummary,
    PledgeAttribution,
    PledgeState,
    ProjectionState,
    Scope,
    Summary,
)
from pledges.projections import Moment
from pledges.projections.answers.as_of import AsOf
from pledges.projections.answers.relations import relations
from pledges.projections.tables import columns
from tests.pledges import desk
from tests.pledges.projections import ledgers, reference, reference_totals

Rows = list[dict[str, Any]]
KEYS: dict[type[models.Model], tuple[str, ...]] = {
    PledgeState: ("pledge_id",),
    PledgeAttribution: ("pledge_id", "donor_code"),
    Summary: ("scope", "key", "aid_type", "system_id", "unit"),
    GapSummary: ("system_id", "unit"),
    HeadroomSummary: ("holder_id", "system_id"),
}


def in_order(rows: Rows, model: type[models.Model]) -> Rows:
    """Return rows sorted by their key."""
    return sorted(rows, key=lambda row: [str(row[name]) for name in KEYS[model]])


def fetched(model: type[models.Model], table: str, *, clause: str = "", params: dict[str, Any] | None = None) -> Rows:
    """Return the rows of a projection, wherever they are, without the columns that say when."""
    names = columns(model)
    with connection.cursor() as cursor:
        cursor.execute(f"{clause} SELECT {', '.join(names)} FROM {table}", params)
        return in_order([dict(zip(names, row, strict=True)) for row in cursor.fetchall()], model)


def stored() -> dict[type[models.Model], Rows]:
    """Return the stored projections."""
    return {model: fetched(model, model._meta.db_table) for model in KEYS}


def worked_out(*, known: int, day: date) -> dict[type[models.Model], Rows]:
    """Return the projections as the reference has them."""
    facts = reference.read_facts(known=known, day=day)
    states = reference.states(facts)
    rows = {
        PledgeState: states,
        PledgeAttribution: reference.attribution_rows(facts),
        Summary: reference_totals.summaries(facts, states),
        GapSummary: reference_totals.gaps(facts, states),
        HeadroomSummary: reference_totals.headroom(facts, states),
    }
    return {model: in_order(found, model) for model, found in rows.items()}


def past(moment: Moment) -> dict[type[models.Model], Rows]:
    """Return what the ledger answers for a moment of the past, without the stored projections."""
    now = desk.NOW
    as_of = AsOf(moment=moment, is_current=False, known_at=now, computed_at=now)
    found: dict[type[models.Model], Rows] = {}
    for model in KEYS:
        table = model._meta.db_table
        for scope in Scope if model is Summary else [None]:
            there = relations(as_of, table, scope=scope)
            found.setdefault(model, []).extend(
                fetched(model, there[table], clause=there.clause, params=moment.params())
            )
    return {model: in_order(rows, model) for model, rows in found.items()}


def publish_or_undo(data: st.DataObject, *, now: datetime) -> None:
    """Publish a change set, or undo an earlier one where the ledger allows it."""
    published = list(ChangeSet.objects.filter(version__isnull=False).order_by("-pk"))
    if published and data.draw(st.integers(0, 3), label="undo where 0") == 0:
        chosen = data.draw(st.sampled_from(published[:2]))
        try:
            ledger.undo(changeset=chosen, reviewer=desk.user("second"), reason="a mistake", now=now)
        except ledger.Refusal as refusal:
            event(f"undo refused: {refusal.code}")
        else:
            event(f"undone: {chosen.origin}")
            return
    desk.published(data.draw(ledgers.change_set_rows()), now=now)


def check(*, day: date, now: datetime) -> dict[type[models.Model], Rows]:
    """Drain, compare with a rebuild and with the reference, and return what is stored."""
    projections.drain_outbox(today=day, now=now)
    assert projections.differences() == []
    shown = stored()
    assert shown == worked_out(known=ledger.latest_number(), day=day)
    return shown


@contextmanager
def taken_back() -> Iterator[None]:
    """Leave the database as it was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@settings(
    max_examples=40,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data())
def test_projections_of_random_ledgers_equal_rebuild_reference_and_past(catalogue: None, data: st.DataObject) -> None:
    with taken_back():
        if data.draw(st.booleans(), label="convertible"):
            ledgers.create_conversion(*data.draw(st.sampled_from([("4", "6", "8"), ("3", None, "5")])))
        now, day = desk.NOW, ledgers.TODAY
        snapshots = {}
        for _ in range(data.draw(st.integers(2, 4), label="versions")):
            now += timedelta(minutes=1)
            publish_or_undo(data, now=now)
            snapshots[Moment(valid_at=day, known=ledger.latest_number())] = check(day=day, now=now)
        for day in data.draw(st.sampled_from([ledgers.DAYS[:3], ledgers.DAYS[3:]]), label="days"):
            snapshots[Moment(valid_at=day, known=ledger.latest_number())] = check(day=day, now=now)

        for moment, shown in snapshots.items():
            assert past(moment) == shown
