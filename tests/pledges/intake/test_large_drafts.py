"""Rows that are planned part by part come out as if they had been planned all at once."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import transaction

from pledges import ledger
from pledges.intake.drafts import add_planned, create_changeset, plan_anew
from pledges.intake.duplicates.decide_pairs import decide
from pledges.intake.large_drafts import add_in_parts, tell_apart
from pledges.intake.planner import spell_cells
from pledges.models import ChangeSet, DuplicateCandidate, Outcome
from pledges.values.choices import Origin
from tests.pledges import staff_steps
from tests.pledges.staff_steps import entry_row, pledge_row, stock_row, terms_row, void_row

Described = tuple[list[Any], list[Any]]


def many_rows() -> list[staff_steps.Row]:
    """Return rows of every kind of dependence, some of them with problems."""
    return [
        entry_row("t:4", external_reference="t:1", quantity="5"),
        pledge_row(external_reference="t:2", quantity="about 7", amount="5 million", currency="USD"),
        pledge_row(external_reference="t:3", system="nothing of the kind"),
        pledge_row(external_reference="t:4", quantity="2"),
        terms_row("t:4", external_reference="t:5", due="in 2026"),
        pledge_row(external_reference="t:6", adds="t:2"),
        pledge_row(external_reference="t:7"),
        pledge_row(external_reference="t:7"),
        pledge_row(external_reference="t:8", action=None, quantity="has already delivered three"),
        stock_row(external_reference="t:9"),
        pledge_row(external_reference=None, donors="NOR"),
        pledge_row(external_reference=None, donors="NOR"),
        pledge_row(external_reference="t:10", note="one\x00two", donors=[{"code": "NOR", "role": "lead"}]),
        pledge_row(external_reference="old:1", quantity="9"),
        pledge_row(external_reference="old:2"),
        void_row("old:3", external_reference="t:11"),
        pledge_row(external_reference="old:3", quantity="9"),
    ]


def create(rows: list[staff_steps.Row], *, size: int) -> tuple[ChangeSet, list[tuple[int, int, int]]]:
    """Return the change set that rows become in parts of a size, or whole for none, and what was told of the way."""
    changeset = ChangeSet.objects.create(
        title="T", origin=Origin.TABLE, created_by=staff_steps.user("drafter"), created_at=staff_steps.NOW
    )
    told: list[tuple[int, int, int]] = []
    how: dict[str, Any] = {
        "lines": range(2, len(rows)), "author": staff_steps.user("drafter"), "today": staff_steps.TODAY,
        "progress": lambda *step: told.append(step),
    }  # fmt: skip
    if not size:
        add_planned(changeset, rows, **how)
    elif add_in_parts(changeset, rows, size=size, **how):
        plan_anew(changeset, today=staff_steps.TODAY)
    return changeset, told


def describe(rows: list[staff_steps.Row], *, size: int) -> Described:
    """Return what rows and candidates of a new change set are, and leave nothing of it."""
    with transaction.atomic():
        changeset, _ = create(rows, size=size)
        names = ("position", "payload", "author__username", "line", "plan", "planned_hash")
        stored = changeset.rows.order_by("position").values(*names)
        pairs = DuplicateCandidate.objects.filter(changeset=changeset).order_by("key", "other_key")
        found = pairs.values("key", "other_key", "row__position", "other_row__position", "score", "reasons", "settled")
        said = json.dumps([list(stored), list(found)]).replace(f"content:{changeset.pk}:", "content:")
        keys = list(changeset.rows.order_by("position").values_list("pk", flat=True))
        assert keys == sorted(keys)
        transaction.set_rollback(True)
    plans, candidates = json.loads(said)
    return plans, candidates


@pytest.mark.usefixtures("catalogue")
def test_rows_in_parts_are_the_rows_as_a_whole() -> None:
    staff_steps.publish_all([pledge_row(external_reference=f"old:{number}", donors="POL") for number in (1, 2, 3)])
    rows = many_rows()
    whole = describe(rows, size=0)
    assert [row["plan"]["action"] for row in whole[0]].count("conflict") == 5
    assert whole[1]
    for size in (1, 3, 100):
        assert describe(rows, size=size) == whole


@pytest.mark.usefixtures("catalogue")
def test_a_decision_of_before_is_carried_out_on_rows_in_parts() -> None:
    rows = [
        pledge_row(external_reference=f"t:{number}", quantity="5", source_url="https://a.test") for number in (1, 2)
    ]
    former = create_changeset(
        title="T", origin=Origin.TABLE, rows=rows, author=staff_steps.user("drafter"), today=staff_steps.TODAY,
        now=staff_steps.NOW,
    )  # fmt: skip
    pair = DuplicateCandidate.objects.get(changeset=former)
    actor = staff_steps.user("reviewer")
    decide(candidate=pair, outcome=Outcome.SAME, actor=actor, today=staff_steps.TODAY, now=staff_steps.NOW)
    ledger.discard(changeset=former, owner=staff_steps.user("drafter"), reason="", now=staff_steps.NOW)
    whole = describe(rows, size=0)
    assert [list(row["plan"]["fact"]["links"]) for row in whole[0]] == [[], ["restates"]]
    assert describe(rows, size=1) == whole


def test_rows_that_name_others_or_are_named_stay_together() -> None:
    parts = tell_apart(many_rows(), changeset=1)
    assert [place + 1 for place in parts.alone] == [3, 11, 12, 13, 14, 15]
    assert parts.repeated == {"t:7"}


@pytest.mark.usefixtures("catalogue")
def test_progress_counts_over_all_parts() -> None:
    rows = [pledge_row(external_reference=f"t:{number}", system="nothing of the kind") for number in range(600)]
    assert create(rows, size=300)[1] == [(250, 600, 250), (550, 600, 550)]


@pytest.mark.parametrize(
    "cell", ["plain", 'quotes " and \\', "tab\tand\nbreak", "Україна – 200 %", "\x7f\x1f", "\u2028"]
)
def test_cells_are_spelt_as_json_spells_them(cell: str) -> None:
    cells = {"note": cell, "amount": "5", f"a {cell}": ""}
    assert spell_cells(cells) == json.dumps(cells, sort_keys=True, ensure_ascii=False)
