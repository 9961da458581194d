"""Saving one row: only what may hang on it is planned anew, and the plan is the one that planning all rows gives."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pledges.intake.row_editing import save_row
from pledges.models import ChangeSet, ChangeSetRow, DuplicateCandidate
from pledges.values.choices import PlanAction
from tests.pledges import staff_steps

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]

Candidate = tuple[str, str, int, bool, list[str]]


def save_cells(changeset: ChangeSet, position: int, **cells: Any) -> ChangeSetRow | None:
    """Save some cells of a row."""
    changeset.refresh_from_db()
    row = changeset.rows.get(position=position)
    payload = {name: value for name, value in {**row.payload, **cells}.items() if value is not None}
    return save_row(
        changeset=changeset,
        row=row.pk,
        payload=payload,
        author=staff_steps.user("drafter"),
        expected=changeset.edit_version,
        today=staff_steps.TODAY,
        now=staff_steps.NOW,
    )


def whole(changeset: ChangeSet) -> tuple[list[Any], list[Candidate]]:
    """Return the plans of all rows and all candidates."""
    plans = list(changeset.rows.order_by("position").values_list("position", "plan"))
    candidates = DuplicateCandidate.objects.filter(changeset=changeset).order_by("key", "other_key")
    return plans, [(one.key, one.other_key, one.score, one.strong, one.reasons) for one in candidates]


def planned_anew(changeset: ChangeSet) -> tuple[list[Any], list[Candidate]]:
    """Return the same after the whole change set is planned."""
    staff_steps.plan_anew(changeset)
    return whole(changeset)


def plain(**cells: Any) -> staff_steps.Row:
    """Return a pledge of Norway, which is like none of the others."""
    return staff_steps.pledge_row(external_reference=None, donors="NOR", system="nasams", **cells)


EDITS: list[tuple[str, list[staff_steps.Row], int, dict[str, Any]]] = [
    ("a cell of a row that nothing names", [staff_steps.pledge_row(), plain()], 1, {"quantity": "7"}),
    ("a cell with a fault", [staff_steps.pledge_row(), plain()], 1, {"quantity": "many or few"}),
    ("a row becomes like another", [staff_steps.pledge_row(), plain()], 2, {"donors": "DEU", "system": "patriot"}),
    ("a row is no longer like another", [staff_steps.pledge_row(), staff_steps.pledge_row()], 1, {"donors": "NOR"}),
    (
        "a pledge that another row names gets a fault",
        [staff_steps.pledge_row(external_reference="a:1"), staff_steps.entry_row("a:1"), plain()],
        1,
        {"quantity": ""},
    ),
    (
        "a row takes the name of another",
        [
            staff_steps.pledge_row(external_reference="a:1"),
            staff_steps.pledge_row(external_reference="a:2", donors="NOR"),
        ],
        2,
        {"external_reference": "a:1"},
    ),
    ("a row becomes equal to another", [plain(quantity="3"), plain(quantity="4")], 1, {"quantity": "4"}),
    ("a row is no longer equal to another", [plain(quantity="3"), plain(quantity="3")], 1, {"quantity": "4"}),
]


@pytest.mark.parametrize(("rows", "position", "cells"), [edit[1:] for edit in EDITS], ids=[edit[0] for edit in EDITS])
def test_saving_one_row_leaves_the_plan_that_planning_all_rows_gives(
    rows: list[staff_steps.Row], position: int, cells: dict[str, Any]
) -> None:
    changeset = staff_steps.draft(rows)
    save_cells(changeset, position, **cells)
    assert whole(changeset) == planned_anew(changeset)


def test_saved_row_that_becomes_like_another_is_a_possible_duplicate_at_once() -> None:
    changeset = staff_steps.draft([staff_steps.pledge_row(external_reference=None), plain()])
    row = save_cells(changeset, 2, donors="DEU", system="patriot")
    assert row is not None
    assert row.plan is not None
    assert row.plan["action"] == PlanAction.DUPLICATE


def test_row_below_is_no_possible_duplicate_any_more_when_the_one_above_changes() -> None:
    changeset = staff_steps.draft(
        [staff_steps.pledge_row(external_reference=None), staff_steps.pledge_row(external_reference=None, due="")]
    )
    assert [row.plan["action"] for row in changeset.rows.order_by("position") if row.plan] == ["create", "duplicate"]
    save_cells(changeset, 1, donors="NOR")
    assert [row.plan["action"] for row in changeset.rows.order_by("position") if row.plan] == ["create", "create"]


def test_saving_a_row_takes_as_many_queries_in_a_long_change_set_as_in_a_short_one() -> None:
    counts = []
    for length, donor in ((2, "NOR"), (12, "POL")):
        rows = [
            staff_steps.pledge_row(external_reference=None, donors=donor, quantity=str(n)) for n in range(1, length + 1)
        ]
        changeset = staff_steps.draft(rows)
        save_cells(changeset, 1, quantity="90")
        with CaptureQueriesContext(connection) as queries:
            save_cells(changeset, 1, quantity="91")
        counts.append(len(queries))
    assert counts[0] == counts[1]
