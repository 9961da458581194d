"""Taking the rows with problems out of a draft, so that the others can go on; what is taken out is handed back."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from pledges.intake.drafts import plan_changeset
from pledges.intake.row_payload import flat
from pledges.intake.row_taking_out import remove_rows
from pledges.ledger import Json, record
from pledges.ledger.counted_words import count_in_words
from pledges.ledger.review import lock_changeset, require_role
from pledges.models import ChangeSet, ChangeSetRow, User
from pledges.values.choices import ChangeSetEventKind, ChangeSetState, PlanAction, Role


@transaction.atomic
def leave_out_rows(*, changeset: ChangeSet, author: User, today: date, now: datetime) -> list[Json]:
    """Take every row with problems out of a draft, then those that name a pledge of one, and plan the rest anew.

    Returns what was taken out: the row of the file, what is wrong with it, and its cells. Nothing else keeps them.

    :raises WrongState: it is no draft.
    """
    changeset = lock_changeset(changeset, ChangeSetState.DRAFT)
    require_role(author, Role.DRAFTER, origin=changeset.origin)
    taken: list[Json] = []
    while rows := list(changeset.rows.filter(plan__action=PlanAction.CONFLICT).order_by("position")):
        taken += [left_out(row) for row in rows]
        remove_rows(changeset, rows, author=author, now=now)
        plan_changeset(changeset=changeset, actor=author, today=today, now=now)
    if taken:
        changeset.edit_version += 1
        changeset.save(update_fields=["edit_version"])
        detail = f"{count_in_words(len(taken), 'row')} with problems left out"
        record(changeset, ChangeSetEventKind.EDITED, actor=author, now=now, detail=detail)
    return sorted(taken, key=lambda one: one["line"])


def left_out(row: ChangeSetRow) -> Json:
    problems = (row.plan or {}).get("problems", [])
    said = [f"{one['column']}: {one['message']}" + (f" ({one['hint']})" if one["hint"] else "") for one in problems]
    return {"line": row.line or row.position, "wrong": "; ".join(said), "cells": flat(row.payload)}
