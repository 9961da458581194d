"""A program finds a fact by the name that lists give it, corrects it, and reads what would change."""

from __future__ import annotations

from typing import Any

from django.test import Client

from pledges.ledger.void_marks import live
from pledges.models import Entry
from pledges.projections import drain_outbox
from tests.pledges import staff_steps
from tests.pledges.api.write.programs import Program
from tests.pledges.api.write.test_flow import take_step


def facts_of(path: str) -> list[Any]:
    return [row["fact"] for row in Client().get(f"/api/v1/{path}").json()["results"]]


def test_fact_of_the_lists_is_corrected_by_its_name(drafter: Program, reviewer: Program) -> None:
    rows = [staff_steps.pledge_row(external_reference="t:1"), staff_steps.entry_row("t:1"), staff_steps.stock_row()]
    staff_steps.publish_all([*rows, staff_steps.requirement_row()])
    drain_outbox(today=staff_steps.TODAY, now=staff_steps.NOW)
    assert sorted(facts_of("pledges/2025-DEU-001/entries/")) == ["1.2", "1.3"]
    assert (sorted(facts_of("entries/")), facts_of("stocks/"), facts_of("requirements/")) == (
        ["1.2", "1.3"], ["1.4"], ["1.5"],
    )  # fmt: skip

    row = {"action": "correct", "target": "1.3", "reason": "misread", "quantity": 1, "occurred": "2025-06-11"}
    draft = drafter.draft(row, {"action": "correct", "target": "1.9", "reason": "misread", "quantity": 2})

    first, second = draft["rows"]
    assert (first["action"], first["problems"]) == ("change", [])
    assert first["replaces"] == [
        {
            "target": "1.3",
            "kind": "entry",
            "reference": "2025-DEU-001",
            "says": "2025-DEU-001: delivered 1 battery 2025-06-10",
            "changes": [{"column": "occurred", "before": "2025-06-10", "after": "2025-06-11"}],
        }
    ]
    assert [(one["pointer"], one["code"]) for one in second["problems"]] == [("/rows/1/target", "unknown_fact")]

    draft = drafter.draft(row)
    take_step(drafter, draft, "submit")
    take_step(reviewer, draft, "approve")
    take_step(reviewer, draft, "publish")
    delivered = live(Entry.objects.filter(stage="delivered"), "entry")
    assert list(delivered.values_list("version", "position", "occurred_text")) == [(2, 2, "2025-06-11")]
