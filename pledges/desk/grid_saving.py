"""Saving what staff type: the whole grid, one row of it, or one row in a form of its own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from pledges import ledger
from pledges.desk.changeset_page import changeset_of, plan_counts
from pledges.desk.fact_entry import action_of_row, row_form_page
from pledges.desk.fact_forms import payload_posted
from pledges.desk.grid_columns import (
    GRID,
    GRID_NAMES,
    defaults_posted,
    fingerprint,
    payload_of,
    rows_posted,
    typed_cells,
)
from pledges.desk.row_display import candidates_of, catalogue_for, grid_row, is_grid_row
from pledges.desk.staff_pages import say_refusal, staff_page, staff_view, user_of
from pledges.intake.row_editing import save_row, save_rows
from pledges.intake.row_payload import flat
from pledges.ledger import Json, StaleEdit
from pledges.models import ChangeSet, ChangeSetRow

Typed = list[tuple[str, int | None, dict[str, str]]]


def expected_version(data: QueryDict) -> int:
    """The edit version that the page was read at; 0, which never fits, where it is missing."""
    stated = data.get("edit_version", "")
    return int(stated) if stated.isascii() and stated.isdecimal() and len(stated) < 10 else 0


@staff_view(methods=("POST",))
def changeset_save(request: HttpRequest, pk: int) -> HttpResponse:
    """Save the whole grid. The button that was pressed says what comes after: more rows, a fix, or review."""
    changeset, user, now = changeset_of(pk), user_of(request), timezone.now()
    typed = fix_cell(rows_posted(request.POST), request.POST.get("fix", ""))
    if request.POST.get("delete"):
        typed = [row for row in typed if row[0] != request.POST["delete"]]
    typed = resolve_conflict(typed, request.POST)
    defaults = defaults_posted(request.POST, changeset.defaults)
    try:
        changeset = save_rows(
            changeset=changeset,
            rows=wanted_rows(changeset, typed, defaults),
            author=user,
            expected=expected_version(request.POST),
            today=now.date(),
            now=now,
            defaults=defaults,
        )
    except StaleEdit as stale:
        return conflict_page(request, changeset_of(pk), typed, stale)
    if request.headers.get("HX-Request") == "true":
        return saved_fragment(request, changeset)
    return after_saving(request, changeset)


def after_saving(request: HttpRequest, changeset: ChangeSet) -> HttpResponse:
    """Go where the pressed button leads."""
    path = reverse("changeset_detail", args=[changeset.pk])
    if "submit" in request.POST:
        ledger.submit(changeset=changeset, actor=user_of(request), now=timezone.now())
        messages.success(request, "Sent to review. A reviewer who wrote none of the rows can approve it.")
    elif "more" in request.POST:
        return redirect(f"{path}?spare=10#last")
    elif "fix" in request.POST or "delete" in request.POST:
        return redirect(f"{path}#grid")
    else:
        messages.success(request, "Saved.")
    return redirect(path)


def fix_cell(typed: Typed, fix: str) -> Typed:
    """The rows with one cell filled in by the answer that was clicked: mark, column and value."""
    mark, _, rest = fix.partition("|")
    column, _, value = rest.partition("|")
    if column not in GRID_NAMES:
        return typed
    return [(name, key, {**cells, column: value} if name == mark else cells) for name, key, cells in typed]


def resolve_conflict(typed: Typed, data: QueryDict) -> Typed:
    """The rows after a conflict: those that stay theirs come from the fields beside mine."""
    kept = []
    for mark, key, mine in typed:
        theirs = {name: data.get(f"{mark}-theirs-{name}", "") for name in GRID_NAMES}
        kept.append((mark, key, theirs if data.get(f"{mark}-keep") == "theirs" else mine))
    return kept


def wanted_rows(changeset: ChangeSet, typed: Typed, defaults: dict[str, str]) -> list[tuple[int | None, Json]]:
    """The rows as they shall be stored: those of the grid as typed, the others as they are."""
    stored = {row.pk: row for row in changeset.rows.order_by("position")}
    wanted: list[tuple[int | None, Json]] = []
    for _, key, cells in typed:
        row = stored.get(key) if key is not None else None
        payload = payload_of(cells, kept=flat(row.payload) if row else {}, defaults=defaults)
        unchanged = row is not None and payload == flat(row.payload)
        wanted.append((key, row.payload if unchanged and row else payload))
    return wanted + [(row.pk, row.payload) for row in stored.values() if not is_grid_row(row)]


def saved_fragment(request: HttpRequest, changeset: ChangeSet) -> HttpResponse:
    """What was understood of every row, for the page to put in its place."""
    stored = [row for row in changeset.rows.order_by("position") if is_grid_row(row)]
    marks = [mark for mark, _, cells in rows_posted(request.POST) if any(cell.strip() for cell in cells.values())]
    catalogue, today = catalogue_for([row.payload for row in stored]), timezone.now().date()
    pairs = candidates_of(stored)
    rows = [
        (
            mark,
            grid_row(row, mark=mark, catalogue=catalogue, defaults=changeset.defaults, today=today, duplicates=pairs),
        )
        # Blank rows of the page are not stored, so both lists run in step without them.
        for mark, row in zip(marks, stored, strict=False)
    ]
    context = {"changeset": changeset, "rows": rows, "counts": plan_counts(changeset)}
    return render(request, "staff/_saved.html", context)


@staff_view(methods=("POST",))
def changeset_row_save(request: HttpRequest, pk: int) -> HttpResponse:
    """Save one row of the grid as it is left."""
    changeset, now = changeset_of(pk), timezone.now()
    posted = rows_posted(request.POST)
    if not posted:
        return HttpResponse(status=204)
    mark, key, cells = posted[0]
    kept = changeset.rows.filter(pk=key).first() if key is not None else None
    payload = payload_of(cells, kept=flat(kept.payload) if kept else {}, defaults=changeset.defaults)
    try:
        row = save_row(
            changeset=changeset,
            row=key,
            payload=payload,
            author=user_of(request),
            expected=expected_version(request.POST),
            today=now.date(),
            now=now,
        )
    except ledger.Refusal as refusal:
        stale = isinstance(refusal, StaleEdit)
        return HttpResponse(str(refusal), status=409 if stale else 422, content_type="text/plain; charset=utf-8")
    changeset.refresh_from_db()
    return row_fragment(request, changeset, mark, row)


def row_fragment(request: HttpRequest, changeset: ChangeSet, mark: str, row: ChangeSetRow | None) -> HttpResponse:
    catalogue = catalogue_for([row.payload] if row else [])
    pairs = candidates_of([row] if row else [])
    today, defaults = timezone.now().date(), changeset.defaults
    shown = grid_row(row, mark=mark, catalogue=catalogue, defaults=defaults, today=today, duplicates=pairs)
    context = {"changeset": changeset, "rows": [(mark, shown)], "counts": plan_counts(changeset)}
    return render(request, "staff/_saved.html", context)


def conflict_page(request: HttpRequest, changeset: ChangeSet, typed: Typed, stale: StaleEdit) -> HttpResponse:
    """Show both versions of every row that differs, side by side; nothing of either is lost."""
    stored = [row for row in changeset.rows.select_related("author").order_by("position") if is_grid_row(row)]
    by_key = {row.pk: row for row in stored}
    pairs: list[dict[str, Any]] = []
    for mark, key, mine in typed:
        row = by_key.pop(key, None) if key is not None else None
        theirs = typed_cells(flat(row.payload), changeset.defaults) if row else {}
        if any(mine.values()) or row:
            pairs.append(pair(mark, row, mine, theirs, base=request.POST.get(f"{mark}-base", "")))
    # Rows that the others added meanwhile, which this page does not know.
    for row in by_key.values():
        theirs = typed_cells(flat(row.payload), changeset.defaults)
        pairs.append(pair(f"t{row.pk}", row, {}, theirs, base=""))
    context = {
        "changeset": changeset,
        "pairs": pairs,
        "differing": sum(one["differs"] for one in pairs),
        "stale": stale,
        "defaults": defaults_posted(request.POST, changeset.defaults),
        "last_event": changeset.events.select_related("actor").order_by("-pk").first(),
    }
    return staff_page(request, "staff/changeset_conflict.html", status=409, **context)


def pair(
    mark: str, row: ChangeSetRow | None, mine: dict[str, str], theirs: dict[str, str], *, base: str
) -> dict[str, Any]:
    """One row in both versions, with the cells that differ marked.

    `base` is the fingerprint of the row when the page was read: what only they changed stays theirs unless chosen.
    """
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
    # What I left as I read it is no edit of mine, so their version is the one to keep.
    only_they = not any(cell["mine"] for cell in cells) or base == fingerprint(mine)
    return {
        "mark": mark,
        "row": row,
        "cells": cells,
        "shown": shown,
        "differs": any(cell["differs"] for cell in cells),
        "keep_theirs": only_they and row is not None,
    }


@staff_view()
def changeset_row(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """Correct one row in a form with all its columns; in review it then needs another person's approval."""
    changeset = changeset_of(pk)
    row = changeset.rows.filter(position=position).first()
    if row is None:
        raise Http404(f"Change set {pk} has no row {position}.")
    if request.method == "GET":
        return row_form_page(request, changeset, row)
    now = timezone.now()
    payload = {} if "delete" in request.POST else payload_posted(request.POST, action_of_row(row), row.payload)
    try:
        save_row(
            changeset=changeset,
            row=row.pk,
            payload=payload,
            author=user_of(request),
            expected=expected_version(request.POST),
            today=now.date(),
            now=now,
        )
    except StaleEdit as refusal:
        say_refusal(request, refusal)
        return row_form_page(request, changeset_of(pk), row, typed=payload, status=409)
    if "fix" in request.POST:
        return redirect("changeset_row", pk=pk, position=position)
    messages.success(request, said_of(row, deleted=not payload))
    return redirect("changeset_detail", pk=pk)


def said_of(row: ChangeSetRow, *, deleted: bool) -> str:
    """What became of a row, for whoever saved it."""
    if row.taken_out and not deleted:
        return f"Row {row.position} is put back, behind the others."
    if deleted and row.reviewed:
        return f"Row {row.position} is taken out. It stays listed, and somebody else has to approve that."
    return f"Row {row.position} is deleted." if deleted else f"Row {row.position} is saved."
