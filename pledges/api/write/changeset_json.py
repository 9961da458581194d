"""JSON shapes of change sets, their plans, possible duplicates and history."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from pledges.answers.fields.made_rows import json_number
from pledges.api.write.json_documents import escape_pointer
from pledges.intake.publish_preview import Bounds, Preview
from pledges.ledger import Json, hash_shown_rows, is_undone
from pledges.models import ChangeSet, ChangeSetEvent, ChangeSetRow, DuplicateCandidate, RowComment
from pledges.values.choices import ChangeSetState, PlanAction

ALLOWED = {
    ChangeSetState.DRAFT: ("rows", "duplicates", "replan", "submit", "discard"),
    ChangeSetState.SUBMITTED: ("rows", "duplicates", "replan", "approve", "approve-others", "reject"),
    ChangeSetState.APPROVED: ("duplicates", "replan", "publish", "reject"),
    ChangeSetState.PUBLISHED: ("undo",),
    ChangeSetState.DISCARDED: (),
}
"""Which steps lead on from each state."""


def with_counts(found: QuerySet[ChangeSet]) -> QuerySet[ChangeSet]:
    """Change sets with the accounts beside them, and how many rows there are of each planned action."""
    rows = ChangeSetRow.objects.filter(changeset=OuterRef("pk")).order_by().values("changeset")

    def count_or_zero(**of: Any) -> Coalesce:
        return Coalesce(Subquery(rows.filter(**of).annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)

    faulty = rows.filter(Q(plan__isnull=True) | ~Q(plan__problems=[])).annotate(n=Count("pk")).values("n")
    return found.select_related("created_by", "approved_by", "version").annotate(
        rows_counted=count_or_zero(taken_out=False),
        rows_faulty=Coalesce(Subquery(faulty, output_field=IntegerField()), 0),
        **{f"rows_{action.value}": count_or_zero(plan__action=action.value) for action in PlanAction},
    )


def head_json(changeset: Any) -> Json:
    """A change set without its rows; the counts have to be loaded."""
    version = getattr(changeset, "version", None)
    return {
        "id": changeset.pk,
        "title": changeset.title,
        "origin": changeset.origin,
        "state": changeset.state,
        "allowed": list(ALLOWED[ChangeSetState(changeset.state)]),
        "created_by": changeset.created_by.username,
        "created_at": changeset.created_at,
        "approved_by": changeset.approved_by.username if changeset.approved_by else None,
        "approved_at": changeset.approved_at,
        "planned_version": changeset.planned_version,
        "version": version.number if version else None,
        "published_at": version.published_at if version else None,
        "undo_of": changeset.undo_of_id,
        "counts": {
            "rows": changeset.rows_counted,
            "with_problems": changeset.rows_faulty,
            **{action.value: getattr(changeset, f"rows_{action.value}") for action in PlanAction},
        },
    }


def step_json(changeset: ChangeSet) -> Json:
    stored = with_counts(ChangeSet.objects.filter(pk=changeset.pk)).get()
    return head_json(stored) | {"undone": is_undone(stored), "planned_hash": hash_shown_rows(stored)}


def detail_json(changeset: ChangeSet) -> Json:
    """A change set with every row as it was sent, and what the planner says about it; and the rows taken out."""
    shown = step_json(changeset)
    rows = list(with_comments(changeset.rows.select_related("author", "approved_by")).order_by("position"))
    return shown | {
        "rows": [row_json(row) for row in rows if not row.taken_out],
        "taken_out": [row_json(row) for row in rows if row.taken_out],
    }


def row_json(row: ChangeSetRow) -> Json:
    return {
        "position": row.position,
        "row": row.payload,
        "author": row.author.username,
        "approved_by": row.approved_by.username if row.approved_by else None,
        **plan_json(row),
        "comments": comments_json(row),
    }


def with_comments(rows: QuerySet[ChangeSetRow]) -> QuerySet[ChangeSetRow]:
    """Rows with what was said at them."""
    said = RowComment.objects.select_related("author", "settled_by").order_by("pk")
    return rows.prefetch_related(Prefetch("comments", said))


def comments_json(row: ChangeSetRow) -> list[Json]:
    """What was said at a row or a cell of it; the comments have to be loaded."""
    return [
        {
            "column": one.column or None,
            "words": one.words,
            "by": one.author.username,
            "at": one.at,
            "settled_by": one.settled_by.username if one.settled_by else None,
            "settled_at": one.settled_at,
        }
        for one in row.comments.all()
    ]


def plan_json(row: ChangeSetRow) -> Json:
    """What publishing a row would do, and what is wrong with it."""
    plan = row.plan or {}
    return {
        "action": plan.get("action"),
        "problems": [problem_json(row, problem) for problem in plan.get("problems", [])],
        "warnings": [warning_json(row, warning) for warning in plan.get("warnings", [])],
        "replaces": plan.get("replaces", []),
    }


def warning_json(row: ChangeSetRow, warning: Json) -> Json:
    """What is odd about a cell, and the reason for which somebody accepted it."""
    return {
        "pointer": f"/rows/{row.position - 1}/{cell_pointer(row.payload, warning['column'])}",
        "code": warning["rule"],
        "message": warning["message"],
        "accepted": warning["accepted"] or None,
    }


def problem_json(row: ChangeSetRow, problem: Json) -> Json:
    """A fault of a cell with its place in the list of rows."""
    return {
        "pointer": f"/rows/{row.position - 1}/{cell_pointer(row.payload, problem['column'])}",
        "code": problem["rule"],
        "message": problem["message"],
        "hint": problem["hint"],
        "value": problem["value"],
    }


def cell_pointer(payload: Json, column: str) -> str:
    """Where a column stands in a row: a source may have been sent as an object."""
    if column.startswith("source_") and isinstance(payload.get("source"), dict):
        return f"source/{escape_pointer(column.removeprefix('source_'))}"
    return escape_pointer(column)


def candidates_of(changeset: ChangeSet) -> QuerySet[DuplicateCandidate]:
    """The pairs that the rows of a change set are part of, in a stable order."""
    loaded = DuplicateCandidate.objects.select_related("row", "other_row", "other_pledge", "decision__decided_by")
    return loaded.filter(changeset=changeset).likeliest_first("row__position")


def pair_json(candidate: DuplicateCandidate) -> Json:
    """A pair of statements that may be the same promise, why, and what was decided."""
    decision, other = candidate.decision, candidate.other_row
    return {
        "pair": candidate.pair_name,
        "pointer": f"/rows/{candidate.row.position - 1}" if candidate.row else None,
        "other": {
            "pledge": candidate.other_pledge.reference if candidate.other_pledge else None,
            "changeset": other.changeset_id if other else None,
            "pointer": f"/rows/{other.position - 1}" if other else None,
        },
        "score": candidate.score,
        "strong": candidate.strong,
        "settled": candidate.settled,
        "reasons": candidate.reasons,
        "decision": decision
        and {
            "outcome": decision.outcome,
            "reason": decision.reason,
            "by": decision.decided_by.username,
            "at": decision.decided_at,
        },
    }


def bounds_json(bounds: Bounds | None) -> Json | None:
    if bounds is None or bounds[0] is None:
        return None
    return dict(zip(("low", "best", "high"), map(json_number, bounds), strict=True))


def preview_json(found: Preview) -> Json:
    """Everything that publishing would move; sums without an amount on either side are left out."""
    return {
        "movements": [
            {
                "scope": move.scope,
                "key": move.key,
                "aid_type": move.aid_type,
                "system": move.system or None,
                "unit": move.unit or None,
                "figure": move.figure,
                "before": bounds_json(move.before),
                "after": bounds_json(move.after),
                "rank_before": move.rank_before,
                "rank_after": move.rank_after,
            }
            for move in found.movements
            if move.unit or any(bounds and (bounds[2] is None or bounds[2]) for bounds in (move.before, move.after))
        ],
        "gaps": [
            {"system": gap.system, "unit": gap.unit, "before": bounds_json(gap.before), "after": bounds_json(gap.after)}
            for gap in found.gaps
        ],
    }


def history_json(events: Iterable[ChangeSetEvent]) -> list[Json]:
    """What happened to a change set, first things first."""
    return [
        {"event": event.kind, "by": event.actor.username, "at": event.at, "detail": event.detail} for event in events
    ]
