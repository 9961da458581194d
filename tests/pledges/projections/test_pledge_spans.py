"""Spans of random ledgers hold, at each boundary day and each version, what a slow reading of the facts gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from pledges import ledger, projections
from pledges.models import Entry, PledgeSpan, PledgeState, Terms
from pledges.projections import Moment
from pledges.projections.pledge_spans import current_query
from pledges.projections.projection_tables import columns
from pledges.projections.refresh import refresh
from tests.pledges import staff_steps
from tests.pledges.projections import ledgers, reference
from tests.pledges.projections.test_refresh import exhaustively, publish_or_undo, taken_back

ONE_DAY = timedelta(days=1)
NAMES = columns(PledgeState)


def states_from_spans(moment: Moment) -> list[dict[str, Any]]:
    """Return the states that the spans hold at a moment, by pledge."""
    with connection.cursor() as cursor:
        query = f"SELECT {', '.join(NAMES)} FROM ({current_query()}) AS states ORDER BY pledge_id"  # noqa: S608 - names of columns
        cursor.execute(query, moment.params())
        return [dict(zip(NAMES, row, strict=True)) for row in cursor.fetchall()]


def boundary_days() -> list[date]:
    """Return each day on which a window of the ledger begins or ends, the days beside it, and some others."""
    days = {date(1990, 1, 1), date(2040, 1, 1), *(date(2025, 3, 1) + step * timedelta(days=11) for step in range(30))}
    for facts, names in (
        (Entry, ("occurred_start", "occurred_end")),
        (Terms, ("effective_start", "due_start", "due_end")),
    ):
        for row in facts.objects.values_list(*names):
            days |= {day + step for day in row if day for step in (-ONE_DAY, timedelta(0), ONE_DAY)}
    return sorted(days)


def assert_every_moment_is_held(days: list[date]) -> int:
    """Compare the spans with the reference at each of the days in each version; return how many moments that were."""
    for known in range(ledger.latest_number() + 1):
        facts = reference.read_facts(known=known, day=days[0])
        for day in days:
            held = states_from_spans(Moment(valid_at=day, known=known))
            assert held == reference.states(replace(facts, day=day)), (known, day)
    return len(days) * (ledger.latest_number() + 1)


def test_spans_hold_what_the_facts_give_at_every_boundary_of_every_version(catalogue: None) -> None:
    moments = []

    @settings(exhaustively, max_examples=6)
    @given(data=st.data())
    def compare(data: st.DataObject) -> None:
        with taken_back():
            now = staff_steps.NOW
            ledgers.publish(data.draw(ledgers.wide_ledger_rows(pledges=4)), now=now)
            for _ in range(data.draw(st.integers(6, 8), label="versions")):
                now += timedelta(minutes=1)
                publish_or_undo(data, now=now)
                projections.drain_outbox(today=ledgers.TODAY, now=now)
            moments.append(assert_every_moment_is_held(boundary_days()))
            assert projections.differences() == []

    compare()
    assert sum(moments) >= 2_000


def test_what_no_version_changes_stays_one_span_and_what_is_gone_is_closed_once(catalogue: None) -> None:
    now = staff_steps.NOW
    ledgers.publish([staff_steps.pledge_row(occurred="2025-06-10", quantity="4")], now=now)
    ledgers.publish([staff_steps.entry_row("2025-DEU-001", occurred="2025-06-14")], now=now)
    ledgers.publish([staff_steps.pledge_row(occurred="2025-06-12")], now=now)
    projections.drain_outbox(today=ledgers.TODAY, now=now)
    whole = PledgeSpan.objects.order_by("pledge", "known_from", "valid_from")
    forever, always = 2**31 - 1, date(9999, 12, 31)
    assert list(whole.values_list("known_from", "known_to", "valid_from", "valid_to", "delivered_low")) == [
        (1, 2, date(2025, 6, 10), always, 0),
        (2, forever, date(2025, 6, 10), date(2025, 6, 14), 0),
        (2, forever, date(2025, 6, 14), always, 1),
        (3, forever, date(2025, 6, 12), always, 0),
    ]


def test_versions_that_were_not_drained_in_order_are_computed_from_the_ledger(catalogue: None) -> None:
    now = staff_steps.NOW
    for version in (1, 2, 3):
        ledgers.publish([staff_steps.pledge_row()], now=now)
        if version == 1:
            projections.drain_outbox(today=ledgers.TODAY, now=now)
    refresh(version=3, today=ledgers.TODAY, now=now)
    assert projections.differences() == []
    assert PledgeState.objects.count() == 3
