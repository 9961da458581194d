"""What a new plan does to approvals: a row keeps its own as long as it would write the facts that were approved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from pledges.ledger import Json
from pledges.ledger.review import ask_approval_anew, faults_of
from pledges.models import ChangeSet, ChangeSetRow, User
from pledges.values.choices import ChangeSetState, PlanAction

CELL_GROUPS = ("columns", "terms", "entry", "source", "cited")
"""The parts of a fact that hold cells, each told by its own name."""

PART_OF_CELL = re.compile("_(id|text|start|end|precision|low|best|high)$")


class FormerPlan(NamedTuple):
    """What a row was planned to write, and the hash of that."""

    plan: Json | None
    planned_hash: str


def former_plans(rows: Sequence[ChangeSetRow]) -> list[FormerPlan]:
    return [FormerPlan(row.plan, row.planned_hash) for row in rows]


def renew_approvals(
    changeset: ChangeSet, rows: Sequence[ChangeSetRow], former: Sequence[FormerPlan], *, actor: User, now: datetime
) -> tuple[str, ...]:
    """Ask for approval anew where rows, loaded before they were planned, would write something else than approved.

    Returns one line for each of them. Rows of a draft are approved when it has been through review again.
    """
    if changeset.state not in (ChangeSetState.SUBMITTED, ChangeSetState.APPROVED):
        return ()
    changed = tuple(
        describe_change(row, before.plan)
        for row, before in zip(rows, former, strict=True)
        if row.planned_hash != before.planned_hash
        and (changeset.state == ChangeSetState.APPROVED or row.approved_by_id is not None)
    )
    if changed:
        stored = ask_approval_anew(changeset=changeset, changed=changed, actor=actor, now=now)
        changeset.state = stored.state
        changeset.approved_by, changeset.approved_at = stored.approved_by, stored.approved_at
        changeset.approved_hash = stored.approved_hash
    return changed


def describe_change(row: ChangeSetRow, before: Json | None) -> str:
    """Say in one line how what a row would write differs from what it would have written before."""
    plan = row.plan or {}
    if plan.get("action") == PlanAction.CONFLICT:
        return faults_of(row.position, plan)
    if plan.get("action") == PlanAction.UNCHANGED:
        return f"row {row.position}: it is in the ledger already, and writes nothing"
    if plan.get("action") == PlanAction.CHANGE and (before or {}).get("action") != PlanAction.CHANGE:
        return f"row {row.position}: it replaces what came into the ledger meanwhile"
    names = changed_names((before or {}).get("fact") or {}, plan.get("fact") or {})
    return f"row {row.position}: differs in {', '.join(names or ['action'])}"


def changed_names(before: Json, after: Json) -> list[str]:
    """The names of the cells and parts that differ between two facts."""
    names = set()
    for part in before.keys() | after.keys():
        old, new = before.get(part), after.get(part)
        if part in CELL_GROUPS and old != new:
            old, new = old or {}, new or {}
            names |= {PART_OF_CELL.sub("", name) for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
        elif old != new:
            names.add(part)
    return sorted(names)
