"""The steps of a change set: to review, approved, sent back, published, undone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import ngettext

from pledges import ledger
from pledges.desk.changeset_page import (
    MOST_MOVEMENTS,
    changeset_of,
    figure_names,
    people_to_ask,
    plan_counts,
    without_empty_sums,
)
from pledges.desk.staff_pages import staff_page, staff_view, user_of
from pledges.desk.staff_session_view import prove_first
from pledges.intake.draft_discard import discard_draft
from pledges.intake.drafts import plan_changeset
from pledges.intake.publish_preview import Preview, preview_undo
from pledges.intake.publish_replanned import publish_planned_anew
from pledges.ledger.publishing import MOST_REASONS
from pledges.ledger.undoing import what_builds_on
from pledges.models import ChangeSet, DatasetVersion, User
from pledges.tasks import drain_outbox
from pledges.values.choices import Role


@staff_view(methods=("POST",))
def changeset_submit(request: HttpRequest, pk: int) -> HttpResponse:
    ledger.submit(changeset=changeset_of(pk), actor=user_of(request), now=timezone.now())
    messages.success(request, "Sent to review. A reviewer who wrote none of the rows can approve it.")
    return redirect("changeset_detail", pk=pk)


@staff_view(Role.REVIEWER, methods=("POST",))
def changeset_approve(request: HttpRequest, pk: int) -> HttpResponse:
    seen = request.POST.get("seen", "")
    ledger.approve(changeset=changeset_of(pk), reviewer=user_of(request), seen=seen, now=timezone.now())
    messages.success(request, "Approved. It can be published now.")
    return redirect("changeset_detail", pk=pk)


@staff_view(Role.REVIEWER, methods=("POST",))
def changeset_approve_others(request: HttpRequest, pk: int) -> HttpResponse:
    seen = request.POST.get("seen", "")
    approved = ledger.approve_others(
        changeset=changeset_of(pk), reviewer=user_of(request), seen=seen, now=timezone.now()
    )
    said = ngettext(
        "%(count)s row approved. Those that you corrected wait for another reviewer.",
        "%(count)s rows approved. Those that you corrected wait for another reviewer.",
        len(approved),
    )
    messages.success(request, said % {"count": len(approved)})
    return redirect("changeset_detail", pk=pk)


@staff_view(Role.REVIEWER, methods=("POST",))
def changeset_reject(request: HttpRequest, pk: int) -> HttpResponse:
    reason = request.POST.get("reason", "")
    ledger.reject(changeset=changeset_of(pk), reviewer=user_of(request), reason=reason, now=timezone.now())
    messages.success(request, "Sent back with your reasons; it is a draft again.")
    return redirect("changeset_detail", pk=pk)


@staff_view()
def changeset_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more, then give the draft up; it stays to be read."""
    changeset, now = changeset_of(pk), timezone.now()
    if request.method != "POST":
        return staff_page(request, "staff/changeset_discard.html", changeset=changeset, counts=plan_counts(changeset))
    reason = request.POST.get("reason", "")
    discard_draft(changeset=changeset, owner=user_of(request), reason=reason, today=now.date(), now=now)
    messages.success(request, "Discarded. It stays to be read, with its history; nothing of it reaches the ledger.")
    return redirect("changeset_list")


@staff_view(methods=("POST",))
def changeset_assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Let it wait for somebody, whose list shows it."""
    chosen = request.POST.get("assignee", "")
    named = chosen.isascii() and chosen.isdecimal() and len(chosen) < 18
    assignee = get_object_or_404(people_to_ask(), pk=chosen) if named else None
    ledger.assign(changeset=changeset_of(pk), assignee=assignee, actor=user_of(request), now=timezone.now())
    messages.success(
        request, f"It waits for {assignee.username}." if assignee else "It waits for nobody in particular."
    )
    return redirect("changeset_detail", pk=pk)


@staff_view(methods=("POST",))
def changeset_replan(request: HttpRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    plan = plan_changeset(changeset=changeset_of(pk), actor=user_of(request), today=now.date(), now=now)
    messages.success(request, "Planned anew against the ledger as it is now.")
    if plan.unapproved:
        rows = "\n".join(plan.unapproved[:MOST_REASONS])
        messages.warning(request, f"Rows that would now write something else wait for approval anew.\n{rows}")
    return redirect("changeset_detail", pk=pk)


@staff_view(Role.REVIEWER, methods=("POST",))
@prove_first
def changeset_publish(request: HttpRequest, pk: int) -> HttpResponse:
    version = publish_planned_anew(changeset=changeset_of(pk), reviewer=user_of(request), now=timezone.now())
    transaction.on_commit(drain_outbox.delay, robust=True)
    messages.success(request, f"Published as version {version.number}. The pages show it in a moment.")
    return redirect("changeset_detail", pk=pk)


@staff_view(Role.REVIEWER)
@prove_first
def changeset_undo(request: HttpRequest, pk: int) -> HttpResponse:
    changeset = changeset_of(pk)
    if request.method == "POST":
        version = undo_now(changeset, user_of(request), reason=request.POST.get("reason", ""))
        messages.success(request, f"Undone by version {version.number}. Nothing was deleted: every fact is voided.")
        return redirect("changeset_detail", pk=version.changeset_id)
    version_of = DatasetVersion.objects.filter(changeset=changeset).select_related("published_by").first()
    in_the_way = what_builds_on(version_of) if version_of else ()
    undone = ledger.is_undone(changeset)
    moved, now = Preview([], []), timezone.now()
    if version_of is not None and not in_the_way and not undone:
        moved = without_empty_sums(
            preview_undo(changeset=changeset, reviewer=user_of(request), today=now.date(), now=now)
        )
    context: dict[str, Any] = {
        "changeset": changeset,
        "version": version_of,
        "in_the_way": in_the_way,
        "own": version_of is not None and version_of.published_by_id == user_of(request).pk,
        "undone": undone,
        "movements": moved.movements[:MOST_MOVEMENTS],
        "gaps": moved.gaps,
        "ranks": moved.ranks,
        "names": figure_names(),
    }
    return staff_page(request, "staff/changeset_undo.html", **context)


@transaction.atomic
def undo_now(changeset: ChangeSet, user: User, *, reason: str) -> DatasetVersion:
    """Undo, and have the projections follow once it is stored."""
    version = ledger.undo(changeset=changeset, reviewer=user, reason=reason, now=timezone.now())
    transaction.on_commit(drain_outbox.delay, robust=True)
    return version
