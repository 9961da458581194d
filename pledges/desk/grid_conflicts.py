"""When somebody else saved the same rows: both versions side by side, and the choice between them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

from pledges.desk.grid_columns import GRID, GRID_NAMES, TypedRow, defaults_posted, typed_cells
from pledges.desk.staff_pages import staff_page
from pledges.intake.row_payload import flat
from pledges.ledger import StaleEdit
from pledges.models import ChangeSet, ChangeSetRow


def resolve_conflict(typed: list[TypedRow], data: QueryDict) -> list[TypedRow]:
    """The rows after a conflict: those that stay theirs come from the fields beside mine."""
    return [
        replace(row, cells={name: data.get(f"{row.mark}-theirs-{name}", "") for name in GRID_NAMES})
        if data.get(f"{row.mark}-keep") == "theirs"
        else row
        for row in typed
    ]


def conflict_page(request: HttpRequest, changeset: ChangeSet, typed: list[TypedRow], stale: StaleEdit) -> HttpResponse:
    """Show both versions of every row that differs, side by side; nothing of either is lost.

    Rows that the others added or changed and this page did not touch stay theirs, and need no choice.
    """
    stored = {row.pk: row for row in changeset.rows.select_related("author").order_by("position")}
    pairs = [
        pair(row, stored.get(row.key) if row.key is not None else None, changeset)
        for row in typed
        if row.is_touched and (row.key is not None or not row.is_blank)
    ]
    context = {
        "changeset": changeset,
        "pairs": pairs,
        "differing": sum(one["differs"] for one in pairs),
        "stale": stale,
        "defaults": defaults_posted(request.POST, changeset.defaults),
        "last_event": changeset.events.select_related("actor").order_by("-pk").first(),
    }
    return staff_page(request, "staff/changeset_conflict.html", status=409, **context)


def pair(typed: TypedRow, row: ChangeSetRow | None, changeset: ChangeSet) -> dict[str, Any]:
    """One row in both versions, with the cells that differ marked."""
    mine = typed.cells
    theirs = typed_cells(flat(row.payload), changeset.defaults) if row else {}
    cells = [
        {
            "name": column.name,
            "label": column.label,
            "mine": mine.get(column.name, "").strip(),
            "theirs": theirs.get(column.name, ""),
            "differs": " ".join(mine.get(column.name, "").split()) != theirs.get(column.name, ""),
        }
        for column in GRID
    ]
    shown = [cell for cell in cells if cell["mine"] or cell["theirs"]]
    return {
        "mark": typed.mark,
        "row": row,
        "after": typed.after,
        "cells": cells,
        "shown": shown,
        "differs": any(cell["differs"] for cell in cells),
        # A row that I emptied is theirs unless I say that it goes.
        "keep_theirs": typed.is_blank and row is not None,
    }
