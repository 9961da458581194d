"""Tables that correct published facts, and what a spreadsheet does to their names."""

from __future__ import annotations

import pytest

from pledges.intake.importers.import_drafts import import_file
from pledges.models import ChangeSetRow
from tests.pledges import staff_steps
from tests.pledges.intake.importers.lookalikes import as_csv, as_xlsx

pytestmark = pytest.mark.usefixtures("catalogue")


def import_table(content: bytes, filename: str) -> list[ChangeSetRow]:
    report = import_file(
        content, filename=filename, author=staff_steps.user("drafter"), today=staff_steps.TODAY, now=staff_steps.NOW
    )
    assert report.changeset is not None
    return list(report.changeset.rows.order_by("position"))


GRID: list[list[str | int]] = [
    ["action", "target", "reference", "quantity", "reason", "note"],
    ["correct", "2025-DEU-001 announced", "", "2", "misread", ""],
    ["correct", "1.4", "2025-DEU-002", "3", "misread", ""],
    ["void", "entry:1.6", "", "", "", "entered twice"],
]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_table_corrects_and_takes_back(kind: str) -> None:
    staff_steps.publish_all([staff_steps.pledge_row() for _ in range(3)])
    content = as_xlsx({"Rows": GRID}) if kind == "xlsx" else as_csv([[str(cell) for cell in row] for row in GRID])

    rows = import_table(content, f"corrections.{kind}")

    assert [row.plan["problems"] for row in rows] == [[], [], []]
    assert [[one["target"] for one in row.plan["replaces"]] for row in rows] == [["1.2"], ["1.4"], ["1.6"]]


def test_name_that_a_spreadsheet_took_for_a_number_is_not_taken_blindly() -> None:
    staff_steps.publish_all([staff_steps.pledge_row() for _ in range(5)])
    rows = import_table(
        as_xlsx({"Rows": [["action", "target", "quantity", "reason"], ["correct", 1.10, 2, "x"]]}), "t.xlsx"
    )
    problems = rows[0].plan["problems"]
    assert [(one["column"], one["value"], one["rule"]) for one in problems] == [("target", "1.1", "ambiguous")]
    assert "entry:1.10 (2025-DEU-005: announced 1 battery 2025-06-01)" in problems[0]["hint"]
