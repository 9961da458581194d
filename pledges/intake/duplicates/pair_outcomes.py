"""What a decision about a pair makes of the plan of a row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from pledges.intake.cell_problems import CellProblem
from pledges.intake.planner import RowPlan
from pledges.ledger import FactPlan, Target
from pledges.models import Outcome
from pledges.values.choices import PlanAction
from pledges.values.stages import SECURED_STAGES

STRENGTH = (Outcome.FULFILS, Outcome.SAME, Outcome.PART_OF, Outcome.ADDS_TO)
"""Where a row has several decided pairs, the first of these decides; a pledge restates or adds to one other."""

NOTE_LENGTH = 1000


class Applied(NamedTuple):
    """A decided outcome for a row, and the other statement: its target in the ledger and how a person names it."""

    outcome: Outcome
    target: Target
    label: str


def strongest(decided: Iterable[Applied]) -> Applied:
    """The outcome that counts among those decided for one row; the likeliest pair stands first."""
    return min(decided, key=lambda one: STRENGTH.index(one.outcome))


def with_outcome(plan: RowPlan, applied: Applied) -> RowPlan:
    """The plan of a row as decided.

    `same` and `part_of` restate the other pledge and so add nothing, the latter with a note; `adds_to` links the new
    pledge to the other one; `fulfils` makes the row an entry of the other pledge. What the row itself links stays.
    """
    fact = plan.fact
    if fact is None or fact.kind != "pledge" or fact.target is not None:
        return plan
    if not applied.target.pledge_id and not applied.target.external:
        return refuse_outcome(
            plan, applied, "the other row has no external reference", "give it one, or delete this row"
        )
    if applied.outcome == Outcome.FULFILS:
        return plan_fulfilment(plan, fact, applied)
    if applied.outcome == Outcome.ADDS_TO:
        return replace(plan, fact=replace(fact, links={"adds": applied.target, **fact.links}))
    cited = fact.cited
    if applied.outcome == Outcome.PART_OF:
        note = "; ".join(filter(None, (cited.get("note", ""), f"part of {applied.label}")))
        cited = {**cited, "note": note[:NOTE_LENGTH]}
    return replace(plan, fact=replace(fact, links={"restates": applied.target, **fact.links}, cited=cited))


def plan_fulfilment(plan: RowPlan, fact: FactPlan, applied: Applied) -> RowPlan:
    """The plan of a row that becomes an entry of the other pledge: its stage says how far the units came."""
    if fact.entry is None or fact.entry["stage"] not in SECURED_STAGES:
        return refuse_outcome(
            plan, applied, "it says no more than the promise itself", "a stage from committed to delivered"
        )
    kept = {
        name: getattr(fact, name) for name in ("source", "cited", "voids", "void_reason", "external", "fingerprint")
    }
    return replace(plan, fact=FactPlan(kind="entry", target=applied.target, entry=fact.entry, **kept))


def refuse_outcome(plan: RowPlan, applied: Applied, why: str, hint: str) -> RowPlan:
    """The plan of a row whose outcome cannot be carried out."""
    message = f"decided as {applied.outcome.label.lower()} ({applied.label}), but {why}"
    problem = CellProblem(plan.number, "stage", "", "duplicate_outcome", message, hint)
    return RowPlan(plan.number, PlanAction.CONFLICT, [*plan.problems, problem])


def redirect_targets(plan: RowPlan, moved: dict[str, Target]) -> RowPlan:
    """The plan with every name of a row that became an entry replaced by the pledge that the entry is on."""
    fact = plan.fact
    if fact is None or not moved:
        return plan
    links = {name: final(link, moved) for name, link in fact.links.items()}
    target = final(fact.target, moved) if fact.target else None
    if (links, target) == (fact.links, fact.target):
        return plan
    return replace(plan, fact=replace(fact, links=links, target=target))


def final(target: Target, moved: dict[str, Target]) -> Target:
    """Where a name leads in the end."""
    while target.external in moved:
        target = moved[target.external]
    return target
