"""The buttons of a drafted text: take a row, change it, reject it, make one of words, tick a sentence off.

A script gets the row or sentence as it is then, with the counts; without one the page is shown again at that place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from pledges.desk.drafting_display import RowView, counts_of, row_views, sentence_views
from pledges.desk.drafting_pages import row_choices, text_named
from pledges.desk.fact_forms import payload_posted
from pledges.desk.staff_pages import say_refusal, staff_view, user_of
from pledges.intake.row_columns import COLUMNS
from pledges.intake.text_drafts.decide_rows import (
    accept_row,
    change_cells,
    link_row,
    reject_row,
    reopen_row,
    row_from_words,
    tick_sentence,
)
from pledges.ledger import Refusal
from pledges.models import DraftedRow, DraftedText
from pledges.values.choices import Action


def is_script(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def row_named(text: DraftedText, row: int) -> DraftedRow:
    found = text.rows.select_related("changeset_row", "run").filter(pk=row).first()
    if found is None:
        raise Http404("The text has no such row.")
    return found


@staff_view()
def drafting_row(request: HttpRequest, text: int, row: int) -> HttpResponse:
    """Show a row, or its form, to a script; or do what a button of it says."""
    drafted = text_named(text)
    row_named(drafted, row)
    if request.method != "POST":
        edit = "edit" in request.GET
        return row_answer(request, drafted, row, edit=edit)
    try:
        edit = take_button(request, drafted, row, now=timezone.now())
    except Refusal as refusal:
        say_refusal(request, refusal)
        return show_refusal(request, drafted, row)
    return row_answer(request, text_named(text), row, edit=edit)


def take_button(request: HttpRequest, text: DraftedText, row: int, *, now: datetime) -> bool:
    """Do what the pressed button says, and return whether the form of the row is shown after it."""
    actor, today = user_of(request), now.date()
    posted = request.POST
    if "reject" in posted:
        words = posted.get("words", "")
        reject_row(row=row, reason=posted.get("reason", ""), words=words, actor=actor, now=now)
    elif "reopen" in posted:
        reopen_row(row=row, actor=actor, today=today, now=now)
    elif "link" in posted:
        link, _sep, reference = posted["link"].partition(":")
        link_row(row=row, link=link, reference=reference, actor=actor, today=today, now=now)
    elif "accept" in posted:
        return not accept_or_say(request, row, None, now=now)
    elif "save" in posted or "anyway" in posted or "fix" in posted or "kind" in posted:
        stored = row_named(text, row)
        cells = cells_posted(request, stored.cells)
        if "save" in posted or "anyway" in posted:
            return not accept_or_say(request, row, cells, now=now)
        change_cells(row=row, cells=cells, actor=actor, today=today, now=now)
        return True
    return False


def cells_posted(request: HttpRequest, kept: Mapping[str, str]) -> dict[str, str]:
    """The cells of a posted form; of another kind of row, those that it has."""
    stated = request.POST.get("action", "")
    action = Action(stated) if stated in Action.values else Action(kept.get("action", Action.PLEDGE.value))
    before = {name: cell for name, cell in kept.items() if name in COLUMNS[action]}
    cells = payload_posted(request.POST, action, before)
    return {name: str(cell) for name, cell in cells.items() if name in COLUMNS[action]} | {"action": action.value}


def accept_or_say(request: HttpRequest, row: int, cells: dict[str, str] | None, *, now: datetime) -> bool:
    """Take a row unless the planner finds a problem in it that nobody asked to take along."""
    actor, today = user_of(request), now.date()
    if cells is not None:
        change_cells(row=row, cells=cells, actor=actor, today=today, now=now)
    found = DraftedRow.objects.values_list("found", flat=True).get(pk=row)
    if found.get("problems") and "anyway" not in request.POST:
        return False
    accept_row(row=row, cells=None, actor=actor, today=today, now=now)
    return True


def row_answer(request: HttpRequest, text: DraftedText, row: int, *, edit: bool) -> HttpResponse:
    """The row as a fragment for a script, else the page at it."""
    if not is_script(request):
        query = f"?edit={row}" if edit else ""
        return redirect(f"{reverse('drafting_detail', args=[text.pk])}{query}#row-{row}")
    view = row_views(text, [row_named(text, row)], today=timezone.now().date(), edited=row if edit else None)[0]
    asked = edit and request.method == "POST" and ("accept" in request.POST or "save" in request.POST)
    return fragment(request, text, one=replace(view, asked_anyway=asked and bool(view.faults)))


def fragment(request: HttpRequest, text: DraftedText, *, one: RowView) -> HttpResponse:
    context: dict[str, Any] = {"text": text, "one": one, "counts": counts_of(text), "swapped": True, **row_choices()}
    return render(request, "staff/_drafted_row.html", context)


def show_refusal(request: HttpRequest, text: DraftedText, row: int | None = None) -> HttpResponse:
    """Show the page again, which says why."""
    address = reverse("drafting_detail", args=[text.pk]) + (f"#row-{row}" if row else "")
    if not is_script(request):
        return redirect(address)
    response = HttpResponse()
    response["HX-Refresh"] = "true"
    return response


@staff_view(methods=("POST",))
def drafting_words(request: HttpRequest, text: int) -> HttpResponse:
    """Make a row of words of the text, and open its form."""
    drafted, now = text_named(text), timezone.now()
    near = request.POST.get("near", "")
    try:
        row = row_from_words(
            text=drafted,
            words=request.POST.get("words", ""),
            near=int(near) if near.isascii() and near.isdecimal() and len(near) < 9 else 0,
            actor=user_of(request),
            today=now.date(),
            now=now,
        )
    except Refusal as refusal:
        say_refusal(request, refusal)
        return show_refusal(request, drafted)
    return redirect(f"{reverse('drafting_detail', args=[text])}?edit={row.pk}#row-{row.pk}")


@staff_view(methods=("POST",))
def drafting_sentence(request: HttpRequest, text: int, sentence: int) -> HttpResponse:
    """Tick a sentence off, or take that back."""
    drafted = text_named(text)
    if not drafted.residue.filter(pk=sentence).exists():
        raise Http404("The text has no such sentence.")
    now = timezone.now()
    tick_sentence(sentence=sentence, ticked="tick" in request.POST, actor=user_of(request), now=now)
    if not is_script(request):
        return redirect(f"{reverse('drafting_detail', args=[text])}#sentence-{sentence}")
    one = next(view for view in sentence_views(drafted) if view.sentence.pk == sentence)
    context = {"text": drafted, "one": one, "counts": counts_of(drafted), "swapped": True}
    return render(request, "staff/_left_over_sentence.html", context)
