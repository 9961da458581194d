"""Whatever stands in a cell: the plan names the problem, or the row is published; nothing in between fails."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
import rfc8785
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pledges import ledger
from pledges.intake.drafts import replace_rows
from pledges.intake.duplicates.decide_pairs import leave_open
from pledges.intake.planner import plan_rows
from pledges.intake.row_columns import ALL_COLUMNS, COLUMNS
from pledges.intake.warning_reasons import accept_every_warning
from pledges.ledger.fact_kinds import planned_facts
from pledges.models import ChangeSet
from pledges.values.choices import Action
from tests.pledges import staff_steps

pytestmark = pytest.mark.usefixtures("catalogue")

ROWS = [
    staff_steps.pledge_row(external_reference="t:1", amount="5", currency="USD"),
    staff_steps.entry_row("t:1", external_reference="t:2"),
    staff_steps.terms_row("t:1", external_reference="t:3"),
    staff_steps.requirement_row(external_reference="t:4"),
    staff_steps.stock_row(external_reference="t:5"),
    staff_steps.membership_row(external_reference="t:6"),
    staff_steps.asserted_total_row(external_reference="t:7"),
    staff_steps.completeness_row(external_reference="t:17"),
    staff_steps.void_row("t:5", external_reference="t:8"),
]
WORDS = [
    "DEU", "DEU:funder:NaN", "DEU:funder:1e-11", "Germany:::x", "patriot", "battery", "0.0000001", "up to 0.0000001",
    "at least 99999999999999999", "1e400", "-1", "NaN", "0", "about 5", "unknown", "within days", "next winter", "9999",
    "0001-01-01", "9999-12-31", "by the end of 2024", "2025-02-30", "entry:²", "entry:1", "terms:0",
    "stock:1", "t:1", "t:", ":", ";", "::", "a:b", "x" * 201, f"x:{'y' * 301}", "https://" + "z" * 3000, "delivered",
    "withdrawn", "signalled", "money", "lot", "USD", "€5", "5 million", "list_price", "total", "true", "1/3", "٣",
    "\x00", f"entry:{'9' * 25}", "a\x00b", "\ud800", "\x1b[0m", "\u202e", "\u00a0", "2025-DEU-001", "lead", "iaad",
    "udcg-28", "memory", "<b>",
]  # fmt: skip
MEETING = {"action": "meeting", "forum": "udcg", "occurred": "2025-06-12", "mode": "online"}
CORRECTION = {"action": "correct", "target": "2025-DEU-001 announced", "reason": "misread", "quantity": "7"}
CELLS = st.one_of(st.sampled_from(WORDS), st.text(max_size=40), st.text(alphabet="0123456789.,-:; e+~<>", max_size=12))
CHANGES = st.lists(
    st.tuples(st.integers(0, len(ROWS) - 1), st.sampled_from(sorted(ALL_COLUMNS)), CELLS), min_size=1, max_size=3
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | CELLS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


def publish_or_problems(rows: list[Any]) -> bool:
    """Plan the rows and publish them where they have no problems; whether they were published."""
    with transaction.atomic():
        changeset = staff_steps.draft(rows)
        plans, hashes = zip(*changeset.rows.order_by("position").values_list("plan", "planned_hash"), strict=True)
        canonical = [rfc8785.dumps(planned_facts(plan)) for plan in plans]
        assert [hashlib.sha256(facts).hexdigest() for facts in canonical] == list(hashes)
        published = not any(plan["problems"] for plan in plans)
        if published:
            drafter = staff_steps.user("drafter")
            accept_every_warning(
                changeset=changeset, reason="not asked", author=drafter, today=staff_steps.TODAY, now=staff_steps.NOW
            )
            ledger.submit(changeset=changeset, actor=staff_steps.user("drafter"), now=staff_steps.NOW)
            staff_steps.approve(changeset)
            reviewer = staff_steps.user("reviewer")
            leave_open(
                changeset=changeset, reason="not asked", actor=reviewer, today=staff_steps.TODAY, now=staff_steps.NOW
            )
            ledger.publish(changeset=changeset, reviewer=reviewer, now=staff_steps.NOW)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)
    return published


def with_changes(changes: list[tuple[int, str, Any]]) -> list[staff_steps.Row]:
    rows = [dict(row) for row in ROWS[:-1]]
    for index, column, cell in changes:
        rows[index % len(rows)][column] = cell
    return rows


def test_rows_as_they_are_can_be_published() -> None:
    assert publish_or_problems(with_changes([])) is True


@pytest.mark.parametrize("column", sorted(ALL_COLUMNS))
def test_awkward_words_in_every_cell_are_refused_or_published(column: str) -> None:
    staff_steps.publish_all([ROWS[0], ROWS[4]])
    rows = [{**ROWS[0], "external_reference": None}]
    rows += [
        {**row, "external_reference": None, column: word}
        for at, word in enumerate(WORDS)
        for row in (*ROWS, CORRECTION, {**MEETING, "meeting_number": str(100 + at)})
        # The name that a row gives its new meeting is what other rows of the change set then may name.
        if column in COLUMNS[Action(row["action"])] and (row["action"], column) != ("meeting", "meeting")
    ]
    plans = plan_rows(rows, today=staff_steps.TODAY)
    sound = [row for row, plan in zip(rows, plans, strict=True) if not plan.problems]
    assert publish_or_problems(sound) is True


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CHANGES)
def test_arbitrary_text_in_a_cell_is_refused_or_published(changes: list[tuple[int, str, str]]) -> None:
    publish_or_problems(with_changes(changes))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(ALL_COLUMNS | {"source"})), VALUES)
def test_arbitrary_values_from_the_api_are_refused_or_published(column: str, value: Any) -> None:
    for row in ROWS:
        publish_or_problems([{**row, column: value}])


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.text(max_size=12), CELLS, max_size=5))
def test_arbitrary_columns_are_named(row: dict[str, str]) -> None:
    assert publish_or_problems([row]) is False


@pytest.mark.parametrize("cell", ["a\x00b", "a\ud800b"])
def test_what_the_database_cannot_hold_is_marked_and_reported(cell: str) -> None:
    changeset = staff_steps.draft([staff_steps.pledge_row(note=cell)])
    replace_rows(
        changeset=changeset,
        rows=[staff_steps.pledge_row(quote=cell)],
        author=staff_steps.user("drafter"),
        today=staff_steps.TODAY,
        now=staff_steps.NOW,
    )
    row = ChangeSet.objects.get().rows.get()
    assert row.payload["quote"] == "a\ufffdb"
    assert [(one["column"], one["rule"]) for one in row.plan["problems"]] == [("quote", "characters")]
