"""Comments at rows, as the grid and the review show them, and the forms that add and settle them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from pledges.desk.changeset_page import changeset_of
from pledges.desk.grid_columns import key_posted
from pledges.desk.grid_page import ROWS_ON_A_PAGE
from pledges.desk.staff_pages import staff_view, user_of
from pledges.intake.row_comments import comment_on_row, settle_comment
from pledges.models import ChangeSet
from pledges.values.choices import ChangeSetState, Origin


@staff_view(methods=("POST",))
def comment_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something at a row or a cell."""
    changeset, row = changeset_of(pk), key_posted(request.POST.get("row-key", ""))
    comment = comment_on_row(
        changeset=changeset,
        row=row or 0,
        column=request.POST.get("column", ""),
        words=request.POST.get("words", ""),
        author=user_of(request),
        now=timezone.now(),
    )
    messages.success(request, f"Your comment stands at row {comment.row.position}.")
    return redirect(place_of(changeset, comment.row.position))


@staff_view(methods=("POST",))
def comment_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a comment was seen to."""
    changeset, stated = changeset_of(pk), key_posted(request.POST.get("comment", ""))
    comment = settle_comment(changeset=changeset, comment=stated or 0, actor=user_of(request), now=timezone.now())
    if comment is None:
        raise Http404(f"Change set {pk} has no comment {stated}.")
    return redirect(place_of(changeset, comment.row.position))


def place_of(changeset: ChangeSet, position: int) -> str:
    """The address of a row on the page of its change set."""
    address = reverse("changeset_detail", args=[changeset.pk])
    if changeset.state == ChangeSetState.DRAFT and changeset.origin == Origin.ENTRY:
        page = (position - 1) // ROWS_ON_A_PAGE + 1
        return f"{address}?page={page}#row-r{position}" if page > 1 else f"{address}#row-r{position}"
    query = f"?after={position - 1}" if position > 1 else ""
    return f"{address}{query}#row-{position}"
