"""Finds the possible duplicates of a planned change set and carries out what was decided about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pledges.intake.catalogue_snapshot import load_rate_table
from pledges.intake.duplicates.find_pairs import find_in_changeset, mark
from pledges.intake.duplicates.pair_outcomes import STRENGTH, Applied, redirect_targets, strongest, with_outcome
from pledges.intake.duplicates.store_sides import store_standing
from pledges.intake.planner import RowPlan
from pledges.intake.pledge_rates import AmountRow, hold_to_one_rate
from pledges.intake.row_storage import store_plans
from pledges.ledger import Json, Target
from pledges.models import ChangeSet, ChangeSetRow, DuplicateCandidate, Outcome
from pledges.values.choices import PlanAction

STATED = "stated"
"""Beside the plan of a row that a decision changed stands what the row states itself, to be compared with others."""


def plan_duplicates(
    *, changeset: ChangeSet, rows: Sequence[ChangeSetRow], plans: Sequence[RowPlan], today: date, only: bool = False
) -> list[RowPlan]:
    """Decide the plans, and keep those that differ on their rows, which hold the plans given here.

    A row with a strong candidate that nobody decided becomes a possible duplicate. With `only` these are not all rows
    of the change set, and the others keep their candidates.
    """
    find_in_changeset(changeset, today=today, rows=[row.pk for row in rows] if only else None)
    waiting = DuplicateCandidate.objects.filter(changeset=changeset, strong=True, settled=False)
    open_rows = set(waiting.values_list("row", flat=True))
    decided = decided_outcomes(changeset, rows)
    if not open_rows and not decided:
        keep_changed(rows, plans, plans)
        return list(plans)
    planned = [
        with_outcome(plan, strongest(decided[row.pk])) if row.pk in decided else plan
        for row, plan in zip(rows, plans, strict=True)
    ]
    moved = {
        plan.fact.external: plan.fact.target
        for plan, before in zip(planned, plans, strict=True)
        if plan.fact and before.fact and plan.fact.kind != before.fact.kind and plan.fact.external and plan.fact.target
    }
    planned = [redirect_targets(plan, moved) for plan in planned]
    planned = at_rates_of_others(planned, plans)
    planned = [mark_duplicate(plan, undecided=row.pk in open_rows) for row, plan in zip(rows, planned, strict=True)]
    keep_changed(rows, plans, planned)
    store_standing([row.pk for row in rows if row.pk in decided])
    return planned


def mark_duplicates(changeset: ChangeSet, *, today: date) -> bool:
    """Mark the stored rows of a new change set with a strong candidate; False where no decision changes any.

    True says that one does, and that nothing is marked: the plans have to be at hand for that.
    """
    find_in_changeset(changeset, today=today)
    if DuplicateCandidate.objects.filter(changeset=changeset, settled=True, decision__outcome__in=STRENGTH).exists():
        return True
    waiting = DuplicateCandidate.objects.filter(changeset=changeset, strong=True, settled=False)
    mark(sorted({row for row in waiting.values_list("row", flat=True) if row is not None}))
    return False


def at_rates_of_others(planned: Sequence[RowPlan], before: Sequence[RowPlan]) -> list[RowPlan]:
    """The plans with the amounts of rows that became entries of another pledge at the rate of that one."""
    became = {
        plan.number
        for plan, old in zip(planned, before, strict=True)
        if plan.fact and old.fact and (plan.fact.kind, plan.fact.target) != (old.fact.kind, old.fact.target)
    }
    if not became:
        return list(planned)
    rows = [AmountRow(plan.number, plan.fact) for plan in planned if plan.fact]
    held = hold_to_one_rate(rows, load_rate_table(), only=became)
    return [replace(plan, fact=held.facts.get(plan.number, plan.fact)) for plan in planned]


def decided_outcomes(changeset: ChangeSet, rows: Sequence[ChangeSetRow]) -> dict[int, list[Applied]]:
    """The outcomes that change plans, by row, the likeliest pair first."""
    found = DuplicateCandidate.objects.filter(changeset=changeset, settled=True, decision__outcome__in=STRENGTH)
    externals = {row.pk: row.payload.get("external_reference", "") for row in rows}
    decided: dict[int, list[Applied]] = {}
    loaded = found.select_related("decision", "other_pledge", "other_row").order_by("-score", "other_key")
    for one in loaded:
        if one.row_id is not None and one.decision is not None:
            target = Target(one.other_pledge_id, externals.get(one.other_row_id or 0, ""))
            decided.setdefault(one.row_id, []).append(Applied(Outcome(one.decision.outcome), target, one.other_label))
    return decided


def mark_duplicate(plan: RowPlan, *, undecided: bool) -> RowPlan:
    """The plan of a row, as a possible duplicate where a strong candidate waits for a decision."""
    return replace(plan, action=PlanAction.DUPLICATE) if undecided and plan.action == PlanAction.CREATE else plan


def keep_changed(rows: Sequence[ChangeSetRow], before: Sequence[RowPlan], after: Sequence[RowPlan]) -> None:
    """Store the plans that differ from those on the rows: `before` as the rows state it, `after` as decided."""
    changed = []
    for row, old, new in zip(rows, before, after, strict=True):
        stored = row.plan or {}
        if new == old and STATED not in stored:
            continue
        row.plan = {"subject": stored.get("subject", ""), **new.to_json()}
        if replace(new, action=old.action) != old:
            row.plan[STATED] = old.to_json()
        if row.plan != stored:
            changed.append(row)
    store_plans(changed)


def keep_decided_plan(plan: Json | None, former: Json | None) -> Json | None:
    """The plan to store while it is not known yet what decisions make of it.

    A row whose former plan was made by a decision keeps that beside what it states itself: were it taken away for the
    moment, the approval of the row would go with it.
    """
    if plan is None or former is None or STATED not in former:
        return plan
    stated = {name: part for name, part in plan.items() if name != "subject"}
    return {**former, "subject": plan["subject"], STATED: stated}
