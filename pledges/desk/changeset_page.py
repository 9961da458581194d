"""The page of one change set: its rows, what publishing will move, notes and history."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from meetings.models import Donor
from pledges import ledger
from pledges.answers.keyset_pages import PagePlace
from pledges.desk.grid_columns import GRID
from pledges.desk.grid_page import grid_context, rows_of_kind
from pledges.desk.pair_reasons import take_typed_reasons
from pledges.desk.row_display import candidates_of, catalogue_for, comments_of, shown_row
from pledges.desk.row_quotes import quotes_of_rows
from pledges.desk.staff_pages import staff_page, staff_view, user_of
from pledges.intake.importers.registry import ORIGINS
from pledges.intake.publish_preview import Bounds, Preview, preview
from pledges.models import ChangeSet, ImportJob, Pledge, System, User
from pledges.values.choices import ChangeSetState, Origin, PlanAction, Role

ROWS_ON_A_PAGE = 50
EVENTS_SHOWN = 100
MOST_MOVEMENTS = 60
MOST_PLEDGES = 40
"""Pledges that the page of a published change set links to by name; the list of changes has all."""
LOOKED_AT_ONCE = 1000
"""Rows up to which what publishing would move is computed with the page; of more, when somebody asks."""

MOST_PEOPLE = 200

ENDS = (ChangeSetState.PUBLISHED, ChangeSetState.DISCARDED)


def changeset_of(pk: int) -> ChangeSet:
    """The change set, or 404 where there is none."""
    found = ChangeSet.objects.select_related("created_by", "approved_by", "undo_of", "version__published_by")
    return get_object_or_404(found, pk=pk)


@staff_view(methods=("GET",))
def changeset_detail(request: HttpRequest, pk: int) -> HttpResponse:
    changeset, user = changeset_of(pk), user_of(request)
    context: dict[str, Any] = {
        "changeset": changeset,
        # Read before the rows are: what changes in between makes the approval stale, never the other way round.
        "seen": ledger.hash_shown_rows(changeset) if changeset.state == ChangeSetState.SUBMITTED else "",
        "counts": plan_counts(changeset),
        "events": changeset.events.select_related("actor").order_by("-pk")[:EVENTS_SHOWN],
        "steps": steps(changeset, user),
        "people": people_to_ask()[:MOST_PEOPLE] if changeset.state not in ENDS else [],
        "stale": is_stale(changeset),
        "job": job_behind(changeset),
    }
    if changeset.state == ChangeSetState.PUBLISHED:
        context["pledges"] = pledges_of(changeset)
    context["preview_at_once"] = context["counts"]["rows"] <= LOOKED_AT_ONCE
    context["grid_here"] = changeset.state == ChangeSetState.DRAFT and user.may(Role.DRAFTER)
    if context["grid_here"] and (changeset.origin == Origin.ENTRY or request.GET.get("as") == "grid"):
        return staff_page(request, "staff/changeset_grid.html", **context, **grid_context(request, changeset))
    return staff_page(request, "staff/changeset_detail.html", **context, **table_context(request, changeset))


def pledges_of(changeset: ChangeSet) -> dict[str, Any]:
    """The pledges that a published change set created, wrote about or took facts back of, by reference."""
    version = changeset.version.number
    about = (
        Q(version=version)
        | Q(entries__version=version)
        | Q(terms__version=version)
        | Q(entries__voids__version=version)
        | Q(terms__voids__version=version)
    )
    found = Pledge.objects.filter(about).distinct().order_by("reference").values_list("reference", flat=True)
    return {"shown": list(found[:MOST_PLEDGES]), "count": found.count(), "before": version - 1}


def people_to_ask() -> QuerySet[User]:
    """The accounts that can work on change sets."""
    roles = [Role.DRAFTER, Role.REVIEWER, Role.ADMIN]
    return User.objects.filter(is_active=True, role__in=roles).order_by("username")


def job_behind(changeset: ChangeSet) -> ImportJob | None:
    """The import that a change set was read by."""
    if changeset.origin not in ORIGINS:
        return None
    return ImportJob.objects.filter(changeset=changeset).only("pk", "file_name").order_by("-pk").first()


def plan_counts(changeset: ChangeSet) -> dict[str, int]:
    """How many rows there are, how many have problems, and how many of each planned action; and the newest key."""
    counts = changeset.rows.aggregate(
        rows=Count("pk", filter=Q(taken_out=False)),
        faulty=Count("pk", filter=Q(plan__isnull=True) | ~Q(plan__problems=[])),
        approved=Count("pk", filter=Q(approved_by__isnull=False)),
        odd=Count("pk", filter=Q(plan__has_key="warnings")),
        to_accept=Count("pk", filter=Q(plan__warnings__contains=[{"accepted": ""}])),
        newest=Max("pk"),
        **{action.value: Count("pk", filter=Q(plan__action=action.value)) for action in PlanAction},
    )
    return {name: int(count or 0) for name, count in counts.items()}


def is_stale(changeset: ChangeSet) -> bool:
    """Whether the ledger moved since the rows were planned."""
    return changeset.state not in ENDS and changeset.planned_version != ledger.latest_number()


def steps(changeset: ChangeSet, user: User) -> dict[str, bool]:
    """Which steps the account may take now; the ledger itself decides once more."""
    reviewer = user.may(Role.REVIEWER)
    own_rows = reviewer and changeset.rows.filter(author=user).exists()
    state = changeset.state
    published = state == ChangeSetState.PUBLISHED
    return {
        "submit": state == ChangeSetState.DRAFT and user.may(Role.DRAFTER),
        "approve": state == ChangeSetState.SUBMITTED and reviewer and not own_rows,
        "approve_others": state == ChangeSetState.SUBMITTED and reviewer and own_rows,
        "reject": state in (ChangeSetState.SUBMITTED, ChangeSetState.APPROVED) and reviewer,
        "correct": state == ChangeSetState.DRAFT or (state == ChangeSetState.SUBMITTED and reviewer),
        "discard": state == ChangeSetState.DRAFT and (changeset.created_by_id == user.pk or user.role == Role.ADMIN),
        "publish": state == ChangeSetState.APPROVED and reviewer,
        "undo": published and reviewer and not ledger.is_undone(changeset),
    }


def table_context(request: HttpRequest, changeset: ChangeSet) -> dict[str, Any]:
    """A page of rows to read, of one planned action where asked."""
    show = request.GET.get("show", "")
    rows = rows_of_kind(changeset.rows.select_related("author", "approved_by"), show)
    after = request.GET.get("after", "")
    key = (after,) if after.isascii() and after.isdecimal() and len(after) < 10 else None
    page = PagePlace(ROWS_ON_A_PAGE, key).read_table(rows, "position")
    found = page.rows
    catalogue = catalogue_for([row.payload for row in found], changeset=changeset)
    pairs = candidates_of(found, take_typed_reasons(request, changeset))
    today, said = timezone.now().date(), comments_of(found)
    quotes = quotes_of_rows(found)
    shown = [
        shown_row(row, catalogue=catalogue, today=today, duplicates=pairs, comments=said, quotes=quotes)
        for row in found
    ]
    return {
        "shown": shown,
        "more": page.after[0] if page.after else "",
        "show": show,
        "columns": GRID,
        "plan_actions": PlanAction.choices,
    }


@staff_view(methods=("GET",))
def changeset_preview(request: HttpRequest, pk: int) -> HttpResponse:
    changeset = changeset_of(pk)
    if changeset.state == ChangeSetState.PUBLISHED:
        return redirect("changeset_detail", pk=pk)
    now = timezone.now()
    found = without_empty_sums(preview(changeset=changeset, today=now.date(), now=now))
    fragment = request.headers.get("HX-Request") == "true"
    movements = found.movements if not fragment else found.movements[:MOST_MOVEMENTS]
    context: dict[str, Any] = {
        "changeset": changeset,
        "movements": movements,
        "left_off": len(found.movements) - len(movements),
        "gaps": found.gaps,
        "ranks": found.ranks,
        "names": figure_names(),
        "counts": plan_counts(changeset),
    }
    if fragment:
        return render(request, "staff/_preview.html", context)
    return staff_page(request, "staff/changeset_preview.html", **context)


def without_empty_sums(found: Preview) -> Preview:
    """A preview without sums in euro that have no amount on either side."""
    told_of = [move for move in found.movements if move.unit or any(map(has_amount, (move.before, move.after)))]
    return Preview(told_of, found.gaps, found.ranks)


def figure_names() -> dict[str, str]:
    """The names of donors and systems by their keys in figures."""
    donors = Donor.objects.values_list("code", "name")
    return dict(donors) | dict(System.objects.values_list("slug", "short_name"))


def has_amount(bounds: Bounds | None) -> bool:
    """Whether an amount of money is there: known not to be zero, or open."""
    return bounds is not None and bounds[0] is not None and (bounds[2] is None or bounds[2] > 0)


@staff_view(methods=("POST",))
def changeset_note(request: HttpRequest, pk: int) -> HttpResponse:
    words = request.POST.get("words", "")
    ledger.note(changeset=changeset_of(pk), author=user_of(request), words=words, now=timezone.now())
    messages.success(request, "Your note is in the history.")
    return redirect("changeset_detail", pk=pk)
