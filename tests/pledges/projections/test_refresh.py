"""Random ledgers, version by version and day by day: refreshed, rebuilt and worked out by hand are the same rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

from django.db import connection, models, transaction
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from pledges import ledger, projections
from pledges.answers.as_of import AsOf
from pledges.answers.moment_relations import UNITS, WHOLES, Reading, relations
from pledges.models import (
    ChangeSet,
    GapSummary,
    HeadroomSummary,
    PledgeAttribution,
    PledgeState,
    ReportingSummary,
    Scope,
    Summary,
)
from pledges.projections import Moment
from pledges.projections.projection_tables import columns
from pledges.projections.stage_sums import sums, totals_query
from pledges.values.estimates import total
from pledges.values.stages import QUANTITY_FIGURES
from tests.pledges import staff_steps
from tests.pledges.projections import ledgers, reference, reference_reporting, reference_totals

Row = dict[str, Any]
Rows = list[Row]
Tables = dict[type[models.Model], Rows]
KEYS: dict[type[models.Model], tuple[str, ...]] = {
    PledgeState: ("pledge_id",),
    PledgeAttribution: ("pledge_id", "donor_code"),
    Summary: ("scope", "key", "aid_type", "system_id", "unit"),
    ReportingSummary: ("scope", "key", "aid_type", "system_id"),
    GapSummary: ("system_id", "unit"),
    HeadroomSummary: ("holder_id", "system_id"),
}


def in_order(rows: Rows, model: type[models.Model]) -> Rows:
    """Return rows sorted by their key."""
    return sorted(rows, key=lambda row: [str(row[name]) for name in KEYS[model]])


def fetch_projected_rows(
    model: type[models.Model], table: str, *, clause: str = "", params: dict[str, Any] | None = None
) -> Rows:
    """Return the rows of a projection, wherever they are, without the columns that say when."""
    names = columns(model)
    with connection.cursor() as cursor:
        cursor.execute(f"{clause} SELECT {', '.join(names)} FROM {table}", params)  # noqa: S608 - names of columns
        return in_order([dict(zip(names, row, strict=True)) for row in cursor.fetchall()], model)


PARTS_NOW = "(SELECT part.* FROM pledges_pledgeattribution AS part JOIN {} AS state USING (terms_id)) AS parts"
"""The attributions of the terms that the states name."""


def fetch_projections() -> Tables:
    """Return the stored projections; attributions as far as a state names their terms."""
    tables = {model: model._meta.db_table for model in KEYS}
    tables[PledgeAttribution] = PARTS_NOW.format(tables[PledgeState])
    return {model: fetch_projected_rows(model, table) for model, table in tables.items()}


def worked_out(*, known: int, day: date) -> Tables:
    """Return the projections as the reference has them."""
    facts = reference.read_facts(known=known, day=day)
    states = reference.states(facts)
    rows = {
        PledgeState: states,
        PledgeAttribution: reference.attribution_rows(facts),
        Summary: reference_totals.summaries(facts, states),
        ReportingSummary: reference_reporting.counts(facts, states),
        GapSummary: reference_totals.gaps(facts, states),
        HeadroomSummary: reference_totals.headroom(facts, states),
    }
    return {model: in_order(found, model) for model, found in rows.items()}


def past(moment: Moment) -> Tables:
    """Return what is answered for a moment of the past, without the current states."""
    now = staff_steps.NOW
    as_of = AsOf(moment=moment, is_current=False, known_at=now, computed_at=now)
    found: Tables = {}
    for model in KEYS:
        table = model._meta.db_table
        named = {Summary: UNITS, ReportingSummary: table}.get(model)
        asked = [(named, scope) for scope in Scope] if named else [(table, None)]
        for name, scope in asked:
            there = relations(as_of, name, PledgeState._meta.db_table, reading=Reading(scope or Scope.SYSTEM))
            read = PARTS_NOW.format(there[PledgeState._meta.db_table]) if model is PledgeAttribution else there[name]
            if model is Summary:
                read = f"(SELECT * FROM {read} UNION ALL {totals_query(read)}) AS summaries"  # noqa: S608 - names of tables
            found.setdefault(model, []).extend(
                fetch_projected_rows(model, read, clause=there.clause, params=moment.params())
            )
    assert_wholes_are_the_sums_of_units(as_of, found[Summary])
    return {model: in_order(rows, model) for model, rows in found.items()}


def assert_wholes_are_the_sums_of_units(as_of: AsOf, summaries: Rows) -> None:
    """The sums over all systems are the same whether read from the states or from the sums per system."""
    names = ["key", "aid_type", *(name for name in sums() if not name.startswith(QUANTITY_FIGURES))]
    for scope, every_key in product(Scope, (False, True)):
        there = relations(as_of, UNITS, WHOLES, reading=Reading(scope, every_key=every_key, quantities=False))
        with connection.cursor() as cursor:
            sql = f"{there.clause} SELECT {', '.join(names)} FROM {there[WHOLES]}"  # noqa: S608 - names of columns
            cursor.execute(sql, as_of.moment.params())
            read = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        wholes = [row for row in summaries if row["scope"] == scope and row["system_id"] is None]
        expected = [{name: row[name] for name in names} for row in wholes]
        assert sorted(read, key=str) == sorted(expected, key=str)


def publish_or_undo(data: st.DataObject, *, now: datetime) -> None:
    """Publish a change set, or undo an earlier one where the ledger allows it."""
    published = list(ChangeSet.objects.filter(version__isnull=False).order_by("-pk"))
    if published and data.draw(st.integers(0, 3), label="undo where 0") == 0:
        chosen = data.draw(st.sampled_from(published[:2]))
        try:
            ledger.undo(changeset=chosen, reviewer=staff_steps.user("second"), reason="a mistake", now=now)
        except ledger.Refusal as refusal:
            event(f"undo refused: {refusal.code}")
        else:
            event(f"undone: {chosen.origin}")
            return
    ledgers.publish(data.draw(ledgers.change_set_rows()), now=now)


def check(*, day: date, now: datetime) -> Tables:
    """Drain, compare with a rebuild and with the reference, and return what is stored."""
    projections.drain_outbox(today=day, now=now)
    assert projections.differences() == []
    shown = fetch_projections()
    assert_same(shown, worked_out(known=ledger.latest_number(), day=day))
    return shown


def assert_same(found: Tables, expected: Tables) -> None:
    """Compare table by table and row by row, so that a failure names the columns."""
    for model, key in KEYS.items():
        for row, other in zip(found[model], expected[model], strict=False):
            apart = {name: (row[name], other.get(name)) for name in row if row[name] != other.get(name)}
            assert apart == {}, (model, [row[name] for name in key])
        assert found[model] == expected[model]


def assert_parts_contain_the_whole(state: Row) -> None:
    """Delivered, firm and announced only make up the promise: exactly so where all of them are exact."""
    names = ("delivered", "firm", "announced_only")
    parts = total(reference_totals.stored_estimate(state, name) for name in names)
    promised = reference_totals.stored_estimate(state, "promised")
    assert parts.low <= promised.low
    assert parts.high is None or (promised.high is not None and promised.high <= parts.high)
    if parts.high == parts.low and promised.is_exact:
        assert parts.low == promised.low


def added_up(summaries: Rows, scope: Scope) -> dict[tuple[Any, ...], Decimal]:
    """Return the lows of a scope by aid type, system and unit, over all of its keys."""
    sums: dict[tuple[Any, ...], Decimal] = {}
    for row in summaries:
        if row["scope"] == scope and row["system_id"] is not None:
            for name in ("promised_low", "delivered_low", "value_promised_low"):
                key = row["aid_type"], row["system_id"], row["unit"], name
                sums[key] = sums.get(key, Decimal(0)) + row[name]
    return sums


def create_conversion(data: st.DataObject) -> None:
    """Let batteries and launchers meet in half of the ledgers."""
    if data.draw(st.booleans(), label="convertible"):
        ledgers.create_conversion(*data.draw(st.sampled_from([("4", "6", "8"), ("3", None, "5")])))


@contextmanager
def taken_back() -> Iterator[None]:
    """Leave the database as it was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


exhaustively = settings(
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.generate],  # every example publishes for real: shrinking one takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


@settings(exhaustively, max_examples=4)
@given(data=st.data())
def test_projections_of_wide_ledgers_equal_rebuild_and_reference(catalogue: None, data: st.DataObject) -> None:
    with taken_back():
        create_conversion(data)
        ledgers.publish(data.draw(ledgers.wide_ledger_rows()), now=staff_steps.NOW)
        shown = check(day=ledgers.TODAY, now=staff_steps.NOW)
        for state in shown[PledgeState]:
            assert_parts_contain_the_whole(state)
        assert added_up(shown[Summary], Scope.DONOR) == added_up(shown[Summary], Scope.SYSTEM)
        check(day=data.draw(st.sampled_from(ledgers.DAYS)), now=staff_steps.NOW)


@settings(exhaustively, max_examples=3)
@given(data=st.data())
def test_projections_of_long_ledgers_equal_rebuild_reference_and_past(catalogue: None, data: st.DataObject) -> None:
    with taken_back():
        create_conversion(data)
        now, day = staff_steps.NOW, ledgers.TODAY
        ledgers.publish(data.draw(ledgers.wide_ledger_rows(pledges=3)), now=now)
        snapshots = {Moment(valid_at=day, known=1): check(day=day, now=now)}
        for _ in range(data.draw(st.integers(2, 4), label="versions")):
            now += timedelta(minutes=1)
            publish_or_undo(data, now=now)
            snapshots[Moment(valid_at=day, known=ledger.latest_number())] = check(day=day, now=now)
        for day in data.draw(st.sampled_from([ledgers.DAYS[:3], ledgers.DAYS[3:]]), label="days"):
            snapshots[Moment(valid_at=day, known=ledger.latest_number())] = check(day=day, now=now)

        for moment, shown in snapshots.items():
            assert_same(past(moment), shown)
