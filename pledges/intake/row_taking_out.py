"""Rows leave a change set: one that was never in review is deleted; one that was stays at the end, marked as taken out.

That a row is taken out is a change like any other: somebody else has to approve it, and it stays to be read for ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.db.models import Q

from pledges.intake.row_payload import flat
from pledges.ledger import Json, record
from pledges.ledger.fact_kinds import hash_planned_facts
from pledges.ledger.review import LONGEST_DETAIL
from pledges.models import ChangeSet, ChangeSetRow, DuplicateCandidate, User
from pledges.values.choices import ChangeSetEventKind, PlanAction

NOTHING: Json = {"action": PlanAction.TAKEN_OUT.value, "problems": [], "fact": None, "subject": ""}
"""The plan of a row that was taken out."""

ASIDE = "UPDATE pledges_changesetrow SET position = position + 1000000000 WHERE changeset_id = %s AND position >= %s"
"""Far beyond every place: a place is unique at every moment, so rows that move go aside first."""

CLOSE_UP = """
    UPDATE pledges_changesetrow AS r SET position = given.place
    FROM (
        SELECT id, row_number() OVER (ORDER BY taken_out, position) AS place
        FROM pledges_changesetrow WHERE changeset_id = %s
    ) AS given
    WHERE r.id = given.id AND r.position <> given.place
"""


def remove_rows(changeset: ChangeSet, rows: Sequence[ChangeSetRow], *, author: User, now: datetime) -> None:
    """Take rows out of a change set; the others move up. The caller holds the change set and plans it anew."""
    if not rows:
        return
    seen = [row for row in rows if row.was_in_review]
    ChangeSetRow.objects.filter(pk__in=[row.pk for row in rows if not row.was_in_review]).delete()
    if seen:
        DuplicateCandidate.objects.filter(Q(row__in=seen) | Q(other_row__in=seen)).delete()
        ChangeSetRow.objects.filter(pk__in=[row.pk for row in seen]).update(
            taken_out=True,
            author=author,
            approved_by=None,
            approved_hash="",
            plan=NOTHING,
            planned_hash=hash_planned_facts(NOTHING),
        )
        note_rows(changeset, ChangeSetEventKind.TAKEN_OUT, seen, actor=author, now=now)
    close_up(changeset, since=min(row.position for row in rows))


def put_back(changeset: ChangeSet, row: ChangeSetRow, payload: Json, *, author: User, now: datetime) -> None:
    """Let a row that was taken out say something again, behind the others; the caller plans it."""
    note_rows(changeset, ChangeSetEventKind.PUT_BACK, [row], actor=author, now=now)
    row.taken_out, row.payload, row.author, row.plan, row.planned_hash = False, payload, author, None, ""
    row.approved_by, row.approved_hash = None, ""
    row.save(update_fields=["taken_out", "payload", "author", "plan", "planned_hash", "approved_by", "approved_hash"])
    close_up(changeset)
    row.refresh_from_db(fields=["position"])


def close_up(changeset: ChangeSet, *, since: int | None = None) -> None:
    """Number the rows without gaps, those that were taken out last; only places from `since` on move."""
    if since is None:
        first = changeset.rows.filter(taken_out=True).order_by("position").values_list("position", flat=True).first()
        since = 1 if first is None else first
    with connection.cursor() as cursor:
        cursor.execute(ASIDE, [changeset.pk, since])
        cursor.execute(CLOSE_UP, [changeset.pk])


def note_rows(
    changeset: ChangeSet, kind: ChangeSetEventKind, rows: Sequence[ChangeSetRow], *, actor: User, now: datetime
) -> None:
    """Say in the history what became of rows, whose they were, and what they say."""
    lines = []
    for row in rows:
        cells = "; ".join(f"{name} “{cell}”" for name, cell in flat(row.payload).items())
        lines.append(f"row {row.position} of {row.author.username}: {cells}")
    said = "\n".join(lines)
    detail = said if len(said) <= LONGEST_DETAIL else f"{said[: LONGEST_DETAIL - 1]}…"
    record(changeset, kind, actor=actor, now=now, detail=detail)
