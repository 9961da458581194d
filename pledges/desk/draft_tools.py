"""Naming drafts, and making a draft of another change set."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from pledges.desk.changeset_page import changeset_of
from pledges.desk.staff_pages import staff_view, user_of
from pledges.intake.draft_copies import copy_changeset, legible_title, rename_draft
from pledges.intake.drafts import create_changeset
from pledges.values.choices import Origin


@staff_view(methods=("POST",))
def changeset_new(request: HttpRequest) -> HttpResponse:
    """Open an empty draft under a name."""
    now = timezone.now()
    title = legible_title(request.POST.get("title", ""))
    draft = create_changeset(
        title=title, origin=Origin.ENTRY, rows=[], author=user_of(request), today=now.date(), now=now
    )
    return redirect("changeset_detail", pk=draft.pk)


@staff_view(methods=("POST",))
def changeset_copy(request: HttpRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    copy = copy_changeset(changeset=changeset_of(pk), author=user_of(request), today=now.date(), now=now)
    messages.success(request, "A new draft with the same rows. Nothing of the other one changed.")
    return redirect("changeset_detail", pk=copy.pk)


@staff_view(methods=("POST",))
def changeset_rename(request: HttpRequest, pk: int) -> HttpResponse:
    title = request.POST.get("title", "")
    rename_draft(changeset=changeset_of(pk), title=title, actor=user_of(request), now=timezone.now())
    messages.success(request, "Renamed.")
    return redirect("changeset_detail", pk=pk)
