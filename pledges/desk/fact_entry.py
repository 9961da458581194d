"""Forms for one fact: an entry or new terms of a pledge, a need, a stock figure, a membership, a sum, a void."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from pledges.desk.fact_forms import filled_fields, payload_posted, published_behind
from pledges.desk.staff_pages import staff_page, staff_view, user_of
from pledges.intake.drafts import create_changeset
from pledges.intake.planner import plan_rows
from pledges.intake.row_columns import SOURCE_COLUMNS
from pledges.intake.row_editing import save_row
from pledges.intake.row_payload import action_of, flat
from pledges.intake.row_reading import CLEARED
from pledges.ledger import Json
from pledges.models import ChangeSet, ChangeSetRow, PledgeState, User
from pledges.values.choices import Action, ChangeSetState, Origin

MOST_DRAFTS = 30
ASKED = ("target", "reference", "stage", "system", "donors", "restates")
"""The cells that a link to a form can fill in."""

TITLES: dict[Action, tuple[str, str]] = {
    Action.ENTRY: (
        "Record an entry",
        "On this date, this many units of a pledge reached this stage: a delivery, a contract, a withdrawal.",
    ),
    Action.TERMS: (
        "Record new terms",
        "A moved due date, other parties, another beneficiary: what is left blank stays as it was.",
    ),
    Action.REQUIREMENT: ("Record a requirement", "What Ukraine says it needs: how many, by when, who says so."),
    Action.STOCK: ("Record a stock figure", "What a country holds of a system, as of a day."),
    Action.MEMBERSHIP: (
        "Record a membership",
        "Who belongs to a coalition or an initiative since when, in which role.",
    ),
    Action.ASSERTED_TOTAL: (
        "Record a source's own sum",
        "“Has already provided three”: compared with the ledger, never counted in it.",
    ),
    Action.COMPLETENESS: (
        "Record that a list is complete",
        "A source lists every delivery of a donor, of a system, or of both, to a day: what it lacks had not come.",
    ),
    Action.PLEDGE: ("Record a single pledge", "One promise of one system or of money; a meeting goes into the grid."),
    Action.CORRECT: (
        "Correct a fact",
        "Takes a published fact back and states it anew; the old one stays in the history, with the reason.",
    ),
    Action.SOURCE: (
        "Correct a source",
        "Its address, title, publisher, date or grade, for every fact that cites it; or one record for all of a page.",
    ),
    Action.VOID: ("Take a fact back", "Voids a published fact and says why; nothing is deleted."),
}


@staff_view(methods=("GET",))
def record_index(request: HttpRequest) -> HttpResponse:
    kinds = [(action.value, *words) for action, words in TITLES.items()]
    return staff_page(request, "staff/record_index.html", kinds=kinds)


@staff_view()
def record(request: HttpRequest, kind: str) -> HttpResponse:
    """Show or take the form of one fact; it becomes a change set of one row, or a row of a draft."""
    if kind not in Action.values:
        raise Http404(f"There is no form for “{kind}”.")
    action, now = Action(kind), timezone.now()
    if request.method != "POST":
        asked = {name: request.GET[name] for name in ASKED if request.GET.get(name)}
        asked |= cells_of_like(request.GET.get("like", ""), action)
        return record_page(request, action, {"action": kind, **asked}, None)
    payload = payload_posted(request.POST, action, {})
    plan = plan_rows([payload], today=now.date())[0].to_json()
    if plan["problems"] and "anyway" not in request.POST:
        return record_page(request, action, payload, plan, status=422)
    changeset = add_row(request, action, payload, now=now)
    messages.success(request, "Saved as a draft. Send it to review when it is complete.")
    return redirect("changeset_detail", pk=changeset.pk)


def record_page(
    request: HttpRequest, action: Action, payload: Json, plan: Json | None, *, status: int = 200
) -> HttpResponse:
    """Render the form of a fact."""
    facts, sources, elsewhere = filled_fields(action, payload, plan, today=timezone.now().date())
    title, explained = TITLES[action]
    context = {
        "action": action,
        "title": title,
        "explained": explained,
        "facts": facts,
        "sources": sources,
        "elsewhere": elsewhere,
        "faulty": bool(plan and plan["problems"]),
        "pledge": pledge_named(flat(payload).get("reference", "")),
        "acted_on": published_behind(flat(payload), action),
        "drafts": own_drafts(user_of(request)),
        "chosen_draft": request.POST.get("changeset") or request.GET.get("changeset", ""),
    }
    return staff_page(request, "staff/record.html", status=status, **context)


def cells_of_like(name: str, action: Action) -> dict[str, str]:
    """The cells of another record of a source, which the form is filled with in order to merge the two."""
    like = published_behind({"target": name}, action) if action == Action.SOURCE else None
    if like is None:
        return {}
    return {column: like.cells.get(column, CLEARED) for column in SOURCE_COLUMNS}


def pledge_named(reference: str) -> PledgeState | None:
    if not reference:
        return None
    return PledgeState.objects.select_related("pledge", "system").filter(pledge__reference=reference).first()


def own_drafts(user: User) -> list[ChangeSet]:
    """The drafts that a row can be added to, newest first."""
    drafts = ChangeSet.objects.filter(state=ChangeSetState.DRAFT, created_by=user, origin=Origin.ENTRY)
    return list(drafts.order_by("-pk")[:MOST_DRAFTS])


@transaction.atomic
def add_row(request: HttpRequest, action: Action, payload: Json, *, now: datetime) -> ChangeSet:
    """Add the row to the chosen draft, or make a change set of it."""
    user, chosen = user_of(request), request.POST.get("changeset", "")
    draft = next((one for one in own_drafts(user) if str(one.pk) == chosen), None)
    if draft is not None:
        today = now.date()
        save_row(
            changeset=draft, row=None, payload=payload, author=user, expected=draft.edit_version, today=today, now=now
        )
        return draft
    title = title_of(action, payload, today=now.date())
    return create_changeset(title=title, origin=Origin.ENTRY, rows=[payload], author=user, today=now.date(), now=now)


def title_of(action: Action, payload: Json, *, today: date) -> str:
    """A title that tells the change set apart in a list."""
    cells = flat(payload)
    acting = {Action.CORRECT: "Correct", Action.SOURCE: "Correct", Action.VOID: "Take back"}.get(action, "")
    what = acting or cells.get("stage") or str(action.label)
    about = [
        cells.get(name, "")
        for name in ("target", "reference", "donors", "system", "count", "quantity", "unit", "coalition", "due")
    ]
    return " ".join(filter(None, [what.replace("_", " ").capitalize(), *about]))[:200]


def row_form_page(
    request: HttpRequest, changeset: ChangeSet, row: ChangeSetRow, *, typed: Json | None = None, status: int = 200
) -> HttpResponse:
    """Render the form in which one row of a change set is corrected."""
    action = action_of_row(row)
    payload = row.payload if typed is None else typed
    facts, sources, elsewhere = filled_fields(
        action, payload, row.plan if typed is None else None, today=timezone.now().date()
    )
    context = {
        "changeset": changeset,
        "row": row,
        "action": action,
        "facts": facts,
        "sources": sources,
        "elsewhere": elsewhere,
        "acted_on": published_behind(flat(payload), action),
        "in_review": changeset.state == ChangeSetState.SUBMITTED,
        "editable": changeset.state in (ChangeSetState.DRAFT, ChangeSetState.SUBMITTED),
        "stored": list(flat(row.payload).items()) if typed is not None else [],
    }
    return staff_page(request, "staff/changeset_row.html", status=status, **context)


def action_of_row(row: ChangeSetRow) -> Action:
    """What a row asks for; what nobody understands is edited as a pledge."""
    stated = action_of(flat(row.payload))
    return Action(stated) if stated in Action.values else Action.PLEDGE
