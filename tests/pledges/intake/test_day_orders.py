"""Columns of days whose order one of them proves."""

from __future__ import annotations

from typing import Any

import pytest

from pledges.intake.day_orders import settle_day_orders
from pledges.models import ChangeSet
from tests.pledges import staff_steps


@pytest.mark.parametrize(
    ("cells", "settled"),
    [
        (["02/03/2023", "16/02/2023"], ["2023-03-02", "2023-02-16"]),
        (["02/03/2023", "02/16/2023"], ["2023-02-03", "2023-02-16"]),
        (["02-03-2023", "16-02-2023", "2023-04-05"], ["2023-03-02", "2023-02-16", "2023-04-05"]),
        (["between 2/3/2023 and 4/3/2023", "16/2/2023"], ["between 2023-03-02 and 2023-03-04", "2023-02-16"]),
        (["02/03/2023", "04/05/2023"], ["02/03/2023", "04/05/2023"]),
        (["02/03/2023", "16/02/2023", "02/16/2023"], ["02/03/2023", "16/02/2023", "02/16/2023"]),
        (["02.03.2023", "16/02/2023"], ["02.03.2023", "2023-02-16"]),
        (["02/03/2023", "by 16/02/2023"], ["2023-03-02", "by 2023-02-16"]),
        (["02/2023", "16/02/2023", "1/2"], ["02/2023", "2023-02-16", "1/2"]),
    ],
)
@pytest.mark.parametrize("column", ["occurred", "due", "source_published"])
def test_one_day_proves_the_order_of_its_column(cells: list[str], settled: list[str], column: str) -> None:
    rows: list[dict[str, Any]] = [{column: cell, "note": "on 02/03/2023"} for cell in cells]
    assert [row[column] for row in settle_day_orders(rows)] == settled
    assert {row["note"] for row in settle_day_orders(rows)} == {"on 02/03/2023"}


def test_order_of_one_column_says_nothing_of_another() -> None:
    rows = [{"occurred": "02/03/2023", "due": "16/05/2023"}]
    assert settle_day_orders(rows) == [{"occurred": "02/03/2023", "due": "2023-05-16"}]


def test_days_of_nested_sources_are_a_column_too() -> None:
    rows = [
        {"source": {"published": day, "url": "https://example.org/02/03/2023"}} for day in ("2/3/2023", "16/3/2023")
    ]
    assert [row["source"]["published"] for row in settle_day_orders(rows)] == ["2023-03-02", "2023-03-16"]


@pytest.mark.django_db
def test_draft_reads_a_column_by_one_order_or_asks(catalogue: None) -> None:
    proved = staff_steps.draft([staff_steps.pledge_row(occurred=day) for day in ("02/03/2025", "16/02/2025")])
    open_to_both = staff_steps.draft([staff_steps.pledge_row(occurred=day) for day in ("02/03/2025", "04/05/2025")])
    assert days_planned(proved) == ["2025-03-02", "2025-02-16"]
    assert days_planned(open_to_both) == ["“02/03/2025” or", "“04/05/2025” or"]


def days_planned(changeset: ChangeSet) -> list[str]:
    """Return the day that each row plans, or the words that it asks about."""
    plans = [row.plan for row in changeset.rows.order_by("position") if row.plan]
    return [
        plan["fact"]["entry"]["occurred_start"] if plan["fact"] else f"“{plan['problems'][0]['value']}” or"
        for plan in plans
    ]
