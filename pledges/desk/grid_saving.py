"""Saving what staff type: the whole grid, one row of it, or one row in a form of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from pledges import ledger
from pledges.desk.changeset_page import changeset_of, plan_counts
from pledges.desk.fact_entry import action_of_row, row_form_page
from pledges.desk.fact_forms import payload_posted
from pledges.desk.grid_columns import GRID_NAMES, TypedRow, defaults_posted, key_posted, payload_of, rows_posted
from pledges.desk.grid_conflicts import conflict_page, resolve_conflict
from pledges.desk.grid_merge import WantedRow, adopt_saved, is_unharmed, merge_rows
from pledges.desk.grid_page import ROWS_ON_A_PAGE, query_posted
from pledges.desk.kept_posts import is_background, kept_of, offer_again
from pledges.desk.row_display import brief_row, candidates_of, catalogue_for, comments_of, grid_row
from pledges.desk.staff_pages import say_refusal, staff_view, user_of
from pledges.intake.row_editing import save_row, save_rows
from pledges.intake.row_payload import flat
from pledges.ledger import NotAllowed, Refusal, StaleEdit
from pledges.models import ChangeSet, ChangeSetRow

NEVER = 0
"""An edit version that no change set has."""

BACK_TO_GRID = {"fix", "delete", "set", "drop"}
"""The buttons that are pressed in the midst of typing."""


@dataclass(frozen=True, slots=True)
class GridEdit:
    """What a posted grid asks for: its rows, what stands on top for all, and the version that the page was read at."""

    changeset: ChangeSet
    stored: list[ChangeSetRow]
    typed: list[TypedRow]
    defaults: dict[str, str]
    expected: int


def expected_version(data: QueryDict) -> int:
    """The edit version that the page was read at; one that never fits where it is missing."""
    stated = data.get("edit_version", "")
    return int(stated) if stated.isascii() and stated.isdecimal() and len(stated) < 10 else NEVER


def read_edit(request: HttpRequest, changeset: ChangeSet, *, whole: bool = True) -> GridEdit:
    """The edit that a form or a script posted, beside all stored rows, or only those that it may be about.

    What somebody else saved meanwhile is no hindrance where the rows of this edit are still as its page read them.

    :raises TooLarge: it has more rows than a change set takes.
    :raises NotAllowed: another account is logged in now than when the page was opened.
    """
    data = request.POST
    if data.get("account", "") not in ("", str(user_of(request).pk)):
        raise NotAllowed(f"another account opened this page; now {user_of(request).username} is logged in")
    typed = fill_cell(rows_posted(data), data.get("fix", ""))
    typed = edit_picked(typed, data)
    typed = resolve_conflict(typed, data)
    newest = key_posted(data.get("newest", ""))
    stored = stored_rows(changeset, typed, newest=newest, whole=whole)
    expected = expected_version(data)
    if expected == changeset.edit_version:
        # Rows that were kept in a browser say what they were when they were typed over, not when the page was opened.
        based = [row for row in typed if row.base]
        expected = expected if is_unharmed(stored, based, changeset.defaults) else NEVER
    elif expected != NEVER:
        if newest is not None:
            typed = adopt_saved(stored, typed, newest=newest, defaults=changeset.defaults)
        if is_unharmed(stored, typed, changeset.defaults):
            expected = changeset.edit_version
    return GridEdit(changeset, stored, typed, defaults_posted(data, changeset.defaults), expected)


def stored_rows(changeset: ChangeSet, typed: list[TypedRow], *, newest: int | None, whole: bool) -> list[ChangeSetRow]:
    """The rows as they are stored, without their plans; those that were posted, and newer ones, where not all count."""
    rows = changeset.rows.filter(taken_out=False).defer("plan").order_by("position")
    if not whole:
        posted = Q(pk__in=[row.key for row in typed if row.key is not None])
        rows = rows.filter(posted if newest is None else posted | Q(pk__gt=newest))
    return list(rows)


def fill_cell(typed: list[TypedRow], fix: str) -> list[TypedRow]:
    """The rows with one cell filled in by the answer that was clicked: mark, column and value."""
    mark, _, rest = fix.partition("|")
    column, _, value = rest.partition("|")
    if column not in GRID_NAMES:
        return typed
    return [replace(row, cells={**row.cells, column: value}) if row.mark == mark else row for row in typed]


def edit_picked(typed: list[TypedRow], data: QueryDict) -> list[TypedRow]:
    """The rows after a button for one or several of them: deleted ones are blank, others have a column set."""
    picked = set(data.getlist("pick"))
    gone = picked if "drop" in data else {data.get("delete", "")}
    column = data.get("set-column", "") if "set" in data else ""
    edited = [replace(row, cells=dict.fromkeys(GRID_NAMES, "")) if row.mark in gone else row for row in typed]
    if column not in GRID_NAMES:
        return edited
    value = data.get("set-value", "")
    return [replace(row, cells={**row.cells, column: value}) if row.mark in picked else row for row in edited]


@staff_view(methods=("POST",))
def changeset_save(request: HttpRequest, pk: int) -> HttpResponse:
    """Save the grid. The button that was pressed says what comes after: more rows, a fix, or review."""
    changeset = changeset_of(pk)
    typed: list[TypedRow] = []
    try:
        edit = read_edit(request, changeset)
        typed = edit.typed
        wanted = save_edit(request, edit)
        if is_background(request):
            return saved_fragment(request, changeset_of(pk), edit, wanted)
        return after_saving(request, changeset)
    except StaleEdit as stale:
        if is_background(request):
            return refused_in_words(stale)
        return conflict_page(request, changeset_of(pk), typed, stale)
    except Refusal as refusal:
        if is_background(request):
            return refused_in_words(refusal)
        words = str(refusal)
        reasons = [words[:1].upper() + words[1:] + ".", *refusal.reasons]
        return offer_again(request, kept_of(request), reasons, status=422)


def save_edit(request: HttpRequest, edit: GridEdit) -> list[WantedRow]:
    """Store an edit and return the rows as wanted, those that say nothing left out."""
    now = timezone.now()
    wanted = merge_rows(edit.stored, edit.typed, before=edit.changeset.defaults, defaults=edit.defaults)
    save_rows(
        changeset=edit.changeset,
        rows=[(row.key, row.payload) for row in wanted],
        author=user_of(request),
        expected=edit.expected,
        today=now.date(),
        now=now,
        defaults=edit.defaults,
    )
    return [row for row in wanted if row.payload]


def refused_in_words(refusal: Refusal) -> HttpResponse:
    """Say to a script why nothing was saved."""
    status = 409 if isinstance(refusal, StaleEdit) else 422
    words = "\n".join([str(refusal), *refusal.reasons])
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")


def after_saving(request: HttpRequest, changeset: ChangeSet) -> HttpResponse:
    """Go where the pressed button leads: in most cases back to the same part of the grid."""
    path = reverse("changeset_detail", args=[changeset.pk])
    query = query_posted(request.POST.get("at", ""))
    here = f"{path}?{query}" if query else path
    if "submit" in request.POST:
        try:
            ledger.submit(changeset=changeset, actor=user_of(request), now=timezone.now())
        except Refusal as refusal:  # all is saved, so there is nothing to keep
            say_refusal(request, refusal)
            return redirect(here)
        messages.success(request, "Sent to review. A reviewer who wrote none of the rows can approve it.")
    elif "more" in request.POST:
        last_page = changeset.rows.count() // ROWS_ON_A_PAGE + 1
        return redirect(f"{path}?spare=10{f'&page={last_page}' if last_page > 1 else ''}#last")
    elif BACK_TO_GRID & request.POST.keys():
        return redirect(f"{here}#grid")
    else:
        messages.success(request, "Saved.")
        return redirect(here)
    return redirect(path)


def saved_fragment(request: HttpRequest, changeset: ChangeSet, edit: GridEdit, wanted: list[WantedRow]) -> HttpResponse:
    """What was understood of each row that was sent, for the page to put in its place."""
    places = {row.mark: place for place, row in enumerate(wanted, start=1) if row.mark}
    stored = {row.position: row for row in changeset.rows.filter(taken_out=False).order_by("position")}
    by_key = {row.pk: row for row in stored.values()}
    found = [
        (row.mark, stored.get(places[row.mark]) if row.mark in places else by_key.get(row.key or 0))
        for row in edit.typed
    ]
    return rows_fragment(request, changeset, found)


@staff_view(methods=("POST",))
def changeset_row_save(request: HttpRequest, pk: int) -> HttpResponse:
    """Save one row of the grid as it is left."""
    changeset, now = changeset_of(pk), timezone.now()
    try:
        edit = read_edit(request, changeset, whole=False)
        if not edit.typed:
            return HttpResponse(status=204)
        typed = edit.typed[0]
        kept = next((row for row in edit.stored if row.pk == typed.key), None)
        row = save_row(
            changeset=changeset,
            row=typed.key,
            payload=payload_of(typed.cells, kept=flat(kept.payload) if kept else {}, defaults=changeset.defaults),
            author=user_of(request),
            expected=edit.expected,
            today=now.date(),
            now=now,
        )
    except Refusal as refusal:
        return refused_in_words(refusal)
    changeset.refresh_from_db()
    return rows_fragment(request, changeset, [(typed.mark, row)])


def rows_fragment(
    request: HttpRequest, changeset: ChangeSet, found: list[tuple[str, ChangeSetRow | None]]
) -> HttpResponse:
    """Rows by their marks on the page: keys, and what was understood and is wrong.

    Of rows that the page holds without showing them, only the keys: the page asks when it draws them.
    """
    hidden = set(request.POST.getlist("hidden"))
    told = [row for mark, row in found if row and mark not in hidden]
    catalogue, pairs = catalogue_for([row.payload for row in told], changeset=changeset), candidates_of(told)
    defaults, drawn_now = changeset.defaults, request.method == "GET"
    # What is saved leaves the comments as they stand on the page.
    known: dict[str, Any] = {"catalogue": catalogue, "duplicates": pairs, "today": timezone.now().date()}
    known["comments"] = comments_of(told) if drawn_now else {}
    rows = [
        (mark, brief_row(row, mark=mark, defaults=defaults))
        if row and mark in hidden
        else (mark, grid_row(row, mark=mark, defaults=defaults, **known))
        for mark, row in found
    ]
    context = {"changeset": changeset, "rows": rows}
    if drawn_now:
        return render(request, "staff/_saved_rows.html", context)
    return render(request, "staff/_saved.html", {**context, "counts": plan_counts(changeset)})


@staff_view(methods=("GET",))
def changeset_rows_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Say of stored rows what was understood and what is wrong, for the script that draws them now."""
    changeset = changeset_of(pk)
    typed = rows_posted(request.GET)
    stored = changeset.rows.in_bulk([row.key for row in typed if row.key is not None][:ROWS_ON_A_PAGE])
    return rows_fragment(request, changeset, [(row.mark, stored[row.key]) for row in typed if row.key in stored])


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
    if deleted and row.was_in_review:
        return f"Row {row.position} is taken out. It stays listed, and somebody else has to approve that."
    return f"Row {row.position} is deleted." if deleted else f"Row {row.position} is saved."
