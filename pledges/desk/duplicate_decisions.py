"""Possible duplicates at their row: why, and the outcomes as buttons."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from pledges.desk.changeset_page import changeset_of
from pledges.desk.staff_pages import staff_view, user_of
from pledges.intake.duplicates.decide_pairs import decide, leave_open
from pledges.models import DuplicateCandidate, Outcome
from pledges.values.choices import Role


@staff_view(methods=("POST",))
def duplicate_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what a row is to the other statement of a pair."""
    stated, _, chosen = request.POST.get("pair", "").partition(":")
    changeset = changeset_of(pk)
    found = DuplicateCandidate.objects.filter(changeset=changeset, pk=int(stated)) if stated.isdecimal() else None
    candidate = found.first() if found is not None and len(stated) < 18 else None
    if candidate is None or chosen not in Outcome.values:
        raise Http404("There is no such pair.")
    now = timezone.now()
    decide(
        candidate=candidate,
        outcome=Outcome(chosen),
        actor=user_of(request),
        today=now.date(),
        now=now,
        reason=request.POST.get("reason", ""),
    )
    messages.success(request, "Kept; it counts whenever this pair turns up again.")
    return redirect(f"{reverse('changeset_detail', args=[pk])}#rows")


@staff_view(Role.REVIEWER, methods=("POST",))
def duplicates_leave_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a change set be published although pairs are undecided."""
    now = timezone.now()
    reason = request.POST.get("reason", "")
    left = leave_open(changeset=changeset_of(pk), reason=reason, actor=user_of(request), today=now.date(), now=now)
    messages.success(request, f"{len(left)} pairs stay open, with your reason.")
    return redirect("changeset_detail", pk=pk)
