"""Rows that narrow when Kiel's deliveries came: of lines that stand, as a draft that others review."""

from __future__ import annotations

from datetime import date

import pytest

from pledges import ledger
from pledges.intake.importers.kiel.delivery_narrowing import draft_narrowing, narrowing_rows
from pledges.intake.importers.kiel.release_comparison import compare_releases
from pledges.models import Entry
from pledges.values.choices import Stage
from tests import factories
from tests.pledges import staff_steps
from tests.pledges.intake.importers.kiel.test_release_comparison import NEWER, OLDER, rows


@pytest.mark.usefixtures("catalogue")
def test_deliveries_are_dated_by_what_the_older_release_counted() -> None:
    for item, delivered in (("hawk", "9"), ("iris", "4"), ("gepard", "20")):
        name = f"kiel-r18:DEM1/0/{item}/1"
        line = {"external_reference": f"{name}/delivered", "source_published": "2024-06-30", "occurred": "unknown"}
        factories.publish_rows(
            staff_steps.pledge_row(external_reference=name, quantity="30", occurred="2023-01-10"),
            staff_steps.entry_row(name, quantity=delivered, **line),
        )
    comparison = compare_releases(
        rows(OLDER, hawk=("30", "4"), iris=("30", "4"), gepard=("30", "30"), nasams=("2", "2")),
        rows(NEWER, hawk=("30", "9"), iris=("30", "4"), gepard=("30", "20"), nasams=("2", "2")),
    )
    found = narrowing_rows(comparison)
    assert [(row["action"], row.get("quantity"), row.get("occurred")) for row in found] == [
        ("correct", "4", None),
        ("entry", "5", "between 2023-06-01 and 2024-06-30"),
        ("correct", None, None),
    ]
    drafter = staff_steps.user("drafter")
    draft = draft_narrowing(comparison, found, author=drafter, today=staff_steps.TODAY, now=staff_steps.NOW)
    assert [row.plan["problems"] for row in draft.rows.order_by("position")] == [[], [], []]
    ledger.submit(changeset=draft, actor=drafter, now=staff_steps.NOW)
    ledger.publish(changeset=staff_steps.approve(draft), reviewer=staff_steps.user("reviewer"), now=staff_steps.NOW)
    live = Entry.objects.live_at_version(version=ledger.latest_number()).filter(stage=Stage.DELIVERED)
    assert sorted((int(one.quantity_low), one.occurred_start, one.occurred_end) for one in live) == [
        (4, date(2023, 1, 10), date(2023, 5, 31)),
        (4, date(2023, 1, 10), date(2023, 5, 31)),
        (5, date(2023, 6, 1), date(2024, 6, 30)),
        (20, date(2023, 1, 10), date(2024, 6, 30)),
    ]
    assert narrowing_rows(comparison) == []
